// PostgreSQL's own functions that nobody may call for whom data is masked, by what they do. What has no entry anywhere is refused as well;
// these are named so that the refusal says why, and so that a test can tell an unknown function from one that was thought of.

interface Refused {
  /** Of the names of functions. */
  readonly names: RegExp;
  /** To be put behind the name. */
  readonly because: string;
}

const REFUSED: readonly Refused[] = [
  {
    names:
      /^(?:query|table|schema|database|cursor)_to_xml|^ts_(?:stat|rewrite)$|^xpath_table$|^set_config$|^dblink|^pg_logical/,
    because: 'reads, runs or changes what its arguments say',
  },
  {
    names: /^lo_|^lo(?:read|write)$/,
    because: 'reads or writes large objects, whose values are not known to be free',
  },
  {
    names:
      /^pg_(?:read_|ls_|stat_file$|current_logfile$|file_|hba_file_rules$|ident_file_mappings$|show_all_file_settings$|config$|control_|available_wal_summaries$|wal_summary_contents$|get_loaded_modules$)/,
    because: 'shows files of the server',
  },
  {
    names:
      /^pg_stat_|^pg_mcv_list_items$|^pg_(?:cursor|prepared_statement|prepared_xact|lock_status|show_replication_origin_status|safe_snapshot_blocking_pids|isolation_test_session_is_blocked|last_committed_xact|xact_commit_timestamp|xact_commit_timestamp_origin|current_wal_\w*lsn|last_wal_\w+|last_xact_\w+)$|^pg_get_(?:aios|backend_memory_contexts|multixact_members|replication_slots|shmem_allocations|shmem_allocations_numa|wal_\w+)$|^pg_replication_origin_(?:oid|progress|session_is_setup|session_progress)$/,
    because: 'shows statistics, or what other sessions and the server do',
  },
  {
    names:
      /^binary_upgrade_|^brin_(?:desummarize|summarize)|^gin_clean|^pg_(?:backup_|cancel_backend$|terminate_backend$|reload_conf$|rotate_logfile|promote$|switch_wal$|wal_replay_|copy_|create_|drop_|log_|sync_replication_slots$|import_system_collations$|clear_|restore_|nextoid$|stop_making_pinned_objects$|replication_slot_advance$|extension_config_dump$)|^pg_replication_origin_(?:advance|create|drop|session_reset|session_setup|xact_reset|xact_setup)$/,
    because: 'acts on the server or on other sessions',
  },
  {
    names: /_validator$|^pg_event_trigger_|^amvalidate$|^currtid2$|^interval_avg$/,
    because: 'is not meant to be called by statements',
  },
];

/** Why the function is refused, as what it does; null where that is not known. */
export const whyRefused = (name: string): string | null =>
  REFUSED.find(({ names }) => names.test(name))?.because ?? null;
