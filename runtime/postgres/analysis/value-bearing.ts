// What PostgreSQL's own relations show that comes out of data: statistics of columns, statements of other sessions, secrets. Those columns are
// protected for everybody for whom anything is masked; other system columns describe only, and are free.
import { words } from './words.ts';

/** Classes of such columns, written as members of a policy are, though no policy can name them. */
export type SystemMember = 'system.statistics' | 'system.activity' | 'system.secrets' | 'system.values';

interface Guarded {
  readonly member: SystemMember;
  /** Columns that are protected, or all but these. */
  readonly columns: ReadonlySet<string>;
  readonly rest: 'free' | 'protected';
}

const only = (member: SystemMember, columns: string): Guarded => ({
  member,
  columns: new Set(words(columns)),
  rest: 'free',
});
const allBut = (member: SystemMember, columns: string): Guarded => ({
  member,
  columns: new Set(words(columns)),
  rest: 'protected',
});

/** A map, because users call relations what they like: `constructor`, say. */
const RELATIONS: ReadonlyMap<string, Guarded> = new Map(
  Object.entries({
    pg_stats: allBut('system.statistics', 'schemaname tablename attname inherited'),
    pg_stats_ext: allBut(
      'system.statistics',
      'schemaname tablename statistics_schemaname statistics_name statistics_owner attnames exprs kinds inherited',
    ),
    pg_stats_ext_exprs: allBut(
      'system.statistics',
      'schemaname tablename statistics_schemaname statistics_name statistics_owner expr inherited',
    ),
    pg_statistic: allBut('system.statistics', 'starelid staattnum stainherit'),
    pg_statistic_ext_data: allBut('system.statistics', 'stxoid stxdinherit'),
    pg_attribute: only('system.values', 'attmissingval'),
    pg_largeobject: only('system.values', 'data'),
    pg_prepared_statements: only('system.activity', 'statement'),
    pg_cursors: only('system.activity', 'statement'),
    pg_prepared_xacts: only('system.activity', 'gid'),
    pg_backend_memory_contexts: allBut('system.activity', 'name type level path'),
    pg_authid: only('system.secrets', 'rolpassword'),
    pg_shadow: only('system.secrets', 'passwd'),
    pg_user_mapping: only('system.secrets', 'umoptions'),
    pg_user_mappings: only('system.secrets', 'umoptions'),
    pg_subscription: only('system.secrets', 'subconninfo'),
    pg_file_settings: only('system.secrets', 'setting error'),
    pg_hba_file_rules: only('system.secrets', 'options error'),
    pg_ident_file_mappings: only('system.secrets', 'error'),
    user_mapping_options: only('system.secrets', 'option_value'),
    _pg_user_mappings: only('system.secrets', 'umoptions'),
  }),
);

/** What the views of activity may show: who, where, which object, since when. Their counters tell how far a scan went, and so where values lie. */
const OF_ACTIVITY = allBut(
  'system.activity',
  `datid datname pid leader_pid usesysid usename application_name client_addr client_hostname client_port backend_start xact_start query_start
  state_change wait_event_type wait_event state backend_xid backend_xmin query_id backend_type relid schemaname relname indexrelid indexrelname
  funcid funcname subid subname slot_name slot_type name objid stats_reset last_vacuum last_autovacuum last_analyze last_autoanalyze vacuum_count
  autovacuum_count analyze_count autoanalyze_count n_live_tup n_dead_tup n_mod_since_analyze n_ins_since_vacuum numbackends phase command
  userid dbid toplevel queryid calls ssl version cipher bits gss_authenticated encrypted sync_state sync_priority`,
);

const guardedRelation = (name: string): Guarded | undefined =>
  RELATIONS.get(name) ?? (name.startsWith('pg_stat_') || name.startsWith('pg_statio_') ? OF_ACTIVITY : undefined);

/**
 * The class of a base column, written `schema.relation.column`; null for one that is free. Whatever schema it is in: extensions such as
 * pg_stat_statements are installed anywhere.
 */
export function systemMember(column: string): SystemMember | null {
  const end = column.lastIndexOf('.');
  const relation = column.slice(column.indexOf('.') + 1, end);
  const guarded = guardedRelation(relation);
  if (guarded === undefined) return null;
  const isNamed = guarded.columns.has(column.slice(end + 1));
  return isNamed === (guarded.rest === 'free') ? guarded.member : null;
}

/** Relations that hold raw pages or tell which of them were touched; no column of theirs is free. */
export const isValueBearing = (schema: string, name: string): boolean =>
  schema === 'pg_toast' || name.startsWith('pg_buffercache');
