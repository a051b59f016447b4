// System relations that show values of columns, statements or data of other sessions, or secrets. Other system relations describe only.

const VALUE_BEARING = new Set([
  'pg_stats',
  'pg_stats_ext',
  'pg_stats_ext_exprs',
  'pg_statistic',
  'pg_statistic_ext_data',
  'pg_largeobject',
  'pg_prepared_statements',
  'pg_prepared_xacts',
  'pg_cursors',
  'pg_authid',
  'pg_shadow',
  'pg_user_mapping',
  'pg_user_mappings',
  'pg_subscription',
  'pg_file_settings',
  'pg_hba_file_rules',
  'pg_ident_file_mappings',
  'pg_replication_slots',
  'pg_replication_origin_status',
  'pg_backend_memory_contexts',
  'pg_shmem_allocations',
  'pg_buffercache',
]);

/** Whatever schema it is in: extensions such as pg_stat_statements are installed anywhere. Every pg_stat_ view counts, because most show activity. */
export const isValueBearing = (schema: string, name: string): boolean =>
  VALUE_BEARING.has(name) || name.startsWith('pg_stat_') || name.startsWith('pg_statio_') || schema === 'pg_toast';
