// Settings: which of them keep the analysis and the masks true, whether SET, RESET or set_config gives them. What is not known to do so is
// refused while a mask applies.
import type { Hazard } from './facts.ts';
import type { Ast } from './parser.ts';
import { constantText } from './syntax.ts';
import { words } from './words.ts';

/**
 * Settings that change neither what names mean nor what the server writes to the client beside values. How values look may change: masks
 * read each form, or give NULL. Settings of the planner are not among them.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  ...words(`application_name timezone datestyle intervalstyle bytea_output extra_float_digits xmlbinary xmloption
    lc_messages lc_monetary lc_numeric lc_time default_text_search_config quote_all_identifiers array_nulls
    statement_timeout lock_timeout idle_in_transaction_session_timeout idle_session_timeout transaction_timeout deadlock_timeout
    default_transaction_isolation default_transaction_read_only default_transaction_deferrable transaction_isolation
    transaction_read_only transaction_deferrable transaction synchronous_commit commit_delay commit_siblings row_security
    maintenance_work_mem temp_buffers temp_tablespaces temp_file_limit default_tablespace default_table_access_method
    default_toast_compression default_statistics_target default_with_oids check_function_bodies escape_string_warning backslash_quote
    vacuum_cost_delay vacuum_cost_limit vacuum_cost_page_hit vacuum_cost_page_miss vacuum_cost_page_dirty vacuum_freeze_min_age
    vacuum_freeze_table_age vacuum_buffer_usage_limit max_parallel_maintenance_workers synchronize_seqscans password_encryption
    restrict_nonsystem_relation_kind tcp_keepalives_idle tcp_keepalives_interval tcp_keepalives_count tcp_user_timeout
    client_connection_check_interval jit jit_above_cost jit_inline_above_cost jit_optimize_above_cost jit_expressions
    jit_tuple_deforming role session_authorization`),
  'session characteristics',
  'transaction snapshot',
]);

/** They choose between hashing and sorting, between an index and none: rows then come in an order that tells protected values. */
const OF_THE_PLANNER =
  /^(?:enable_|geqo|cpu_|seq_page_cost$|random_page_cost$|parallel_|min_parallel_|max_parallel_workers|force_parallel|debug_parallel|plan_cache_mode$|work_mem$|hash_mem_|logical_decoding_work_mem$|effective_|cursor_tuple_fraction$|constraint_exclusion$|from_collapse_limit$|join_collapse_limit$|recursive_worktable_factor$|gin_fuzzy_search_limit$)/;

/** Settings of one's own, such as those that row policies read, are named with a dot. These prefixes are modules', which do more. */
const MODULES: ReadonlySet<string> = new Set(
  words(`auto_explain auth_delay basic_archive basebackup_to_shell citus dblink decoder_raw file_fdw hypopg isn ivfflat hnsw vector
    orioledb passwordcheck pg_cron cron pg_hint_plan pg_overexplain pg_plan_advice pg_prewarm pg_qualstats pg_show_plans pg_stat_kcache
    pg_stat_monitor pg_stat_statements pg_store_plans pg_trgm pg_wait_sampling pgaudit pgcrypto plan_filter plcoffee plls plperl plpgsql
    plpgsql_check plprofiler plpython plpython3 plr plrust pltcl pltclu plv8 postgis postgres_fdw rum session_preload sepgsql set_user
    sql_firewall supautils system_stats timescaledb unaccent wal2json anon`),
);

const refused = (because: string): Hazard => ({ always: false, because });
const forbidden = (because: string): Hazard => ({ always: true, because });

/** What a setting is given: constants, null for a value that only the server knows, or the value that it began with. */
export type SettingValue = readonly (string | null)[] | 'default';

/** What the analysis itself stands on: nobody may change it. */
function fixedSetting(name: string, value: string | null): Hazard | null {
  if (name === 'client_encoding') {
    const utf8 = value !== null && /^(?:utf-?8|unicode)$/i.test(value);
    return utf8 ? null : forbidden('client_encoding has to stay UTF8: statements and masks are read in it');
  }
  const on = value !== null && /^(?:on|true|yes|1)$/i.test(value);
  return on ? null : forbidden('standard_conforming_strings has to stay on: statements are read with it');
}

function searchPathHazard(values: SettingValue): Hazard | null {
  if (values === 'default' || !values.includes(null)) return null;
  return refused('search_path takes constants only');
}

function messagesHazard(values: SettingValue): Hazard | null {
  const value = values === 'default' ? 'notice' : (values[0] ?? '');
  const isQuiet = /^(?:notice|warning|error)$/i.test(value);
  return isQuiet ? null : refused('client_min_messages below notice shows what the server does inside');
}

const isOneOfOnesOwn = (name: string): boolean => {
  const dot = name.indexOf('.');
  return dot > 0 && !MODULES.has(name.slice(0, dot));
};

/** Why a setting may not take a value; null when it may. `name` as the client wrote it. */
export function settingHazard(name: string, values: SettingValue): Hazard | null {
  const key = name.toLowerCase();
  if (key === 'client_encoding' || key === 'standard_conforming_strings')
    return fixedSetting(key, values !== 'default' && values.length === 1 ? (values[0] ?? null) : null);
  // The server reports the new path, and the gateway waits for it before names are resolved again.
  if (key === 'search_path') return searchPathHazard(values);
  if (key === 'client_min_messages') return messagesHazard(values);
  if (HARMLESS.has(key) || isOneOfOnesOwn(key)) return null;
  if (OF_THE_PLANNER.test(key))
    return refused(`the setting ${key} chooses between plans, and the order in which rows come could tell values`);
  return refused(`the setting ${key} is not known to be harmless`);
}

/** Why a SET or RESET is refused; null when it is harmless. */
export function setHazard(node: Ast.VariableSetStmt): Hazard | null {
  // What the session began with, which the gateway chose.
  if (node.kind === 'VAR_RESET_ALL') return null;
  const isGiven = node.kind === 'VAR_SET_VALUE' || node.kind === 'VAR_SET_MULTI';
  if (node.kind === 'VAR_RESET' && OF_THE_PLANNER.test((node.name ?? '').toLowerCase())) return null;
  return settingHazard(node.name ?? '', isGiven ? (node.args ?? []).map(constantText) : 'default');
}

/** The path that a SET search_path gives; null for any other statement, and where it gives another one than is written. */
export function pathSetBy(node: Ast.VariableSetStmt): readonly string[] | null {
  if ((node.name ?? '').toLowerCase() !== 'search_path' || node.kind !== 'VAR_SET_VALUE' || node.is_local === true)
    return null;
  const names = (node.args ?? []).flatMap((arg) => constantText(arg) ?? []);
  return names.length === (node.args ?? []).length ? names : null;
}
