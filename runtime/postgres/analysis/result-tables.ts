// What PostgreSQL's own functions give that give more than one value: the columns, and whether there are many rows. Held to real servers by a test.
import { words } from './words.ts';

/** Result columns of functions that give more than one, or that name their one; others are named after the function or its alias. */
export const OUT_COLUMNS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    aclexplode: 'grantor grantee privilege_type is_grantable',
    json_array_elements: 'value',
    json_array_elements_text: 'value',
    json_each: 'key value',
    json_each_text: 'key value',
    jsonb_array_elements: 'value',
    jsonb_array_elements_text: 'value',
    jsonb_each: 'key value',
    jsonb_each_text: 'key value',
    pg_available_extension_versions: 'name version superuser trusted relocatable schema requires comment',
    pg_available_extensions: 'name default_version comment',
    pg_extension_update_paths: 'source target path',
    pg_get_catalog_foreign_keys: 'fktable fkcols pktable pkcols is_array is_opt',
    pg_get_keywords: 'word catcode barelabel catdesc baredesc',
    pg_get_object_address: 'classid objid objsubid',
    pg_get_publication_tables: 'pubid relid attrs qual',
    pg_get_sequence_data: 'last_value is_called',
    pg_get_wait_events: 'type name description',
    pg_identify_object: 'type schema name identity',
    pg_identify_object_as_address: 'type object_names object_args',
    pg_input_error_info: 'message detail hint sql_error_code',
    pg_options_to_table: 'option_name option_value',
    pg_partition_ancestors: 'relid',
    pg_partition_tree: 'relid parentrelid isleaf level',
    pg_sequence_parameters: 'start_value minimum_value maximum_value increment cycle_option cache_size data_type',
    pg_show_all_settings:
      'name setting unit category short_desc extra_desc context vartype source min_val max_val enumvals boot_val reset_val sourcefile sourceline pending_restart',
    pg_split_walfile_name: 'segment_number timeline_id',
    pg_timezone_abbrevs: 'abbrev utc_offset is_dst',
    pg_timezone_abbrevs_abbrevs: 'abbrev utc_offset is_dst',
    pg_timezone_abbrevs_zone: 'abbrev utc_offset is_dst',
    pg_timezone_names: 'name abbrev utc_offset is_dst',
    pg_walfile_name_offset: 'file_name file_offset',
    ts_debug: 'alias description token dictionaries dictionary lexemes',
    ts_parse: 'tokid token',
    ts_token_type: 'tokid alias description',
    _pg_expandarray: 'x n',
  }).map(([name, columns]) => [name, words(columns)]),
);

/** Functions that give sets of rows. */
export const RETURN_SETS: ReadonlySet<string> = new Set(
  words(`
  aclexplode generate_series generate_subscripts json_array_elements json_array_elements_text json_each json_each_text json_object_keys
  json_populate_recordset json_to_recordset jsonb_array_elements jsonb_array_elements_text jsonb_each jsonb_each_text jsonb_object_keys
  jsonb_path_query jsonb_path_query_tz jsonb_populate_recordset jsonb_to_recordset pg_available_extension_versions pg_available_extensions
  pg_extension_update_paths pg_get_catalog_foreign_keys pg_get_keywords pg_get_publication_tables pg_get_wait_events pg_listening_channels
  pg_options_to_table pg_partition_ancestors pg_partition_tree pg_show_all_settings pg_snapshot_xip pg_tablespace_databases pg_timezone_abbrevs
  pg_timezone_abbrevs_abbrevs pg_timezone_abbrevs_zone pg_timezone_names regexp_matches regexp_split_to_table string_to_table ts_debug ts_parse
  ts_token_type txid_snapshot_xip unnest _pg_expandarray`),
);
