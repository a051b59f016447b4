// PostgreSQL's own functions as far as their behaviour is known. A function that is not named here is not trusted: lineage is unknown then.
// Kept out on purpose: functions that read or run what their arguments say, that show other sessions, files, statistics or the log.

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** They never fail because of a value, and are NULL only where an argument is. The result may be redacted without a trace of the value. */
const TOTAL = words(`
  textcat upper lower initcap casefold length char_length character_length octet_length bit_length reverse md5 btrim ltrim rtrim translate
  concat concat_ws quote_literal quote_ident quote_nullable ascii age date_part extract date_trunc to_char isfinite to_json to_jsonb row_to_json
  json_build_object jsonb_build_object json_build_array jsonb_build_array array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg
  bool_and bool_or every sum avg pg_typeof count num_nulls num_nonnulls cardinality starts_with row_number rank dense_rank percent_rank cume_dist
  array_to_json array_to_string json_typeof jsonb_typeof timezone`);

/** As above when every argument but the first is an integer constant; else they are patterns in disguise. */
const TOTAL_WITH_INTEGERS = words('substr substring left right');

/** Total in their value, but the first argument names a field or a zone, which must exist. */
const NAMED_BY_FIRST = new Set(words('date_part extract date_trunc timezone'));

export const isNamedByFirst = (name: string): boolean => NAMED_BY_FIRST.has(name);

/** The value of the first argument comes out unchanged, or another of its rows. */
const PASSING = words('any_value first_value last_value nth_value lag lead');

/** Known and harmless in themselves, but they can fail, be NULL or give rows depending on the values. */
const PARTIAL = words(`
  abs acos acosd acosh area array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position array_positions
  array_prepend array_remove array_replace array_reverse array_sample array_shuffle array_sort array_upper asin asind asinh atan atan2 atan2d
  atand atanh bit_and bit_count bit_or bit_xor bool box broadcast cbrt ceil ceiling center char chr cidr circle convert convert_from convert_to
  corr cos cosd cosh cot cotd covar_pop covar_samp crc32 crc32c current_database current_schema current_schemas current_setting current_user
  currval date date_add date_bin date_subtract datemultirange daterange decode degrees diameter div encode enum_first enum_last enum_range erf
  erfc exp factorial family float4 float8 floor format gamma gcd gen_random_uuid generate_series generate_subscripts get_bit get_byte
  get_current_ts_config getdatabaseencoding height host hostmask inet_client_addr inet_client_port inet_merge inet_same_family inet_server_addr
  inet_server_port int2 int4 int4multirange int4range int8 int8multirange int8range interval is_normalized isclosed isempty isopen
  json_agg_strict json_array_elements json_array_elements_text json_array_length json_each json_each_text json_extract_path
  json_extract_path_text json_object json_object_keys json_strip_nulls json_to_record json_to_recordset jsonb_agg_strict
  jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text
  jsonb_insert jsonb_object jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array
  jsonb_path_query_first jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset justify_days justify_hours
  justify_interval lastval lcm like lgamma ln log log10 lower_inc lower_inf lpad make_date make_interval make_time make_timestamp
  make_timestamptz masklen max min min_scale mod mode money name netmask network nextval normalize notlike now clock_timestamp
  statement_timestamp transaction_timestamp timeofday npoints ntile numeric numnode numrange nummultirange overlaps overlay parse_ident path
  pclose percentile_cont percentile_disc phraseto_tsquery pi plainto_tsquery point polygon popen position pow power querytree radians radius
  random random_normal range_agg range_intersect_agg range_merge regclass regexp_count regexp_instr regexp_like regexp_match regexp_matches
  regexp_replace replace regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope
  regr_sxx regr_sxy regr_syy repeat round rpad scale session_user set_bit set_byte set_masklen setseed setval setweight sha224 sha256 sha384
  sha512 sign similar_escape similar_to_escape sin sind sinh slope split_part sqrt stddev stddev_pop stddev_samp string_to_array
  string_to_table strip strpos tan tand tanh text time timestamp timestamptz timetz to_ascii to_bin to_date to_hex to_number to_oct
  to_regclass to_regnamespace to_regoper to_regproc to_regprocedure to_regrole to_regtype to_timestamp to_tsquery to_tsvector trim_array
  trim_scale trunc ts_delete ts_filter ts_headline ts_lexize ts_rank ts_rank_cd tsrange tstzrange tsmultirange tstzmultirange tsvector_to_array
  unicode_assigned unicode_version unistr unnest upper_inc upper_inf uuid_extract_timestamp uuid_extract_version uuidv4 uuidv7 var_pop var_samp
  varchar bpchar variance version websearch_to_tsquery width width_bucket xml_is_well_formed xmlagg xmlcomment xmlexists xmltext xpath_exists
  xpath array_to_tsvector json_to_tsvector jsonb_to_tsvector pg_sleep pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock
  pg_advisory_unlock_all pg_advisory_unlock_shared pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_try_advisory_lock
  pg_try_advisory_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared
  aclexplode acldefault col_description format_type has_any_column_privilege has_column_privilege has_database_privilege
  has_foreign_data_wrapper_privilege has_function_privilege has_language_privilege has_schema_privilege has_sequence_privilege
  has_server_privilege has_table_privilege has_tablespace_privilege has_type_privilege makeaclitem obj_description oidvectortypes
  pg_backend_pid pg_client_encoding pg_collation_for pg_collation_is_visible pg_column_compression pg_column_is_updatable pg_column_size
  pg_conf_load_time pg_conversion_is_visible pg_current_snapshot pg_current_xact_id pg_database_size pg_describe_object pg_encoding_max_length
  pg_encoding_to_char pg_char_to_encoding pg_function_is_visible pg_get_constraintdef pg_get_expr pg_get_function_arg_default
  pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result pg_get_function_sqlbody pg_get_functiondef
  pg_get_indexdef pg_get_keywords pg_get_partition_constraintdef pg_get_partkeydef pg_get_ruledef pg_get_serial_sequence
  pg_get_statisticsobjdef pg_get_statisticsobjdef_columns pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role pg_identify_object
  pg_index_column_has_property pg_index_has_property pg_indexam_has_property pg_indexes_size pg_is_in_recovery pg_is_other_temp_schema
  pg_my_temp_schema pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible pg_options_to_table pg_partition_ancestors
  pg_partition_root pg_partition_tree pg_postmaster_start_time pg_relation_is_publishable pg_relation_is_updatable pg_relation_size
  pg_sequence_last_value pg_sequence_parameters pg_size_bytes pg_size_pretty pg_statistics_obj_is_visible pg_table_is_visible pg_table_size
  pg_tablespace_location pg_tablespace_size pg_timezone_names pg_total_relation_size pg_ts_config_is_visible pg_ts_dict_is_visible
  pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible row_security_active shobj_description txid_current
  txid_current_if_assigned pg_encoding_max_length pg_export_snapshot pg_input_is_valid pg_basetype pg_get_acl pg_settings_get_flags
  pg_show_all_settings like_escape pg_available_extension_versions pg_available_extensions pg_blocking_pids pg_get_sequence_data
  pg_is_wal_replay_paused pg_listening_channels ts_token_type`);

/** Result columns of functions that give more than one, or that name their one; others are named after the function or its alias. */
const OUT_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  aclexplode: ['grantor', 'grantee', 'privilege_type', 'is_grantable'],
  json_array_elements: ['value'],
  json_array_elements_text: ['value'],
  jsonb_array_elements: ['value'],
  jsonb_array_elements_text: ['value'],
  json_each: ['key', 'value'],
  json_each_text: ['key', 'value'],
  jsonb_each: ['key', 'value'],
  jsonb_each_text: ['key', 'value'],
  pg_available_extension_versions: words('name version superuser trusted relocatable schema requires comment'),
  pg_available_extensions: ['name', 'default_version', 'comment'],
  pg_get_keywords: ['word', 'catcode', 'barelabel', 'catdesc', 'baredesc'],
  pg_get_sequence_data: ['last_value', 'is_called'],
  pg_identify_object: ['type', 'schema', 'name', 'identity'],
  pg_options_to_table: ['option_name', 'option_value'],
  pg_partition_ancestors: ['relid'],
  pg_partition_tree: ['relid', 'parentrelid', 'isleaf', 'level'],
  pg_sequence_parameters: words('start_value minimum_value maximum_value increment cycle_option cache_size data_type'),
  pg_show_all_settings:
    words(`name setting unit category short_desc extra_desc context vartype source min_val max_val enumvals boot_val
    reset_val sourcefile sourceline pending_restart`),
  pg_timezone_names: ['name', 'abbrev', 'utc_offset', 'is_dst'],
  ts_token_type: ['tokid', 'alias', 'description'],
};

const RETURN_SETS = new Set(
  words(`aclexplode generate_series generate_subscripts json_array_elements json_array_elements_text json_each json_each_text json_object_keys
  json_to_recordset jsonb_array_elements jsonb_array_elements_text jsonb_each jsonb_each_text jsonb_object_keys jsonb_path_query
  jsonb_to_recordset pg_available_extension_versions pg_available_extensions pg_get_keywords pg_listening_channels pg_options_to_table
  pg_partition_ancestors pg_partition_tree pg_show_all_settings pg_timezone_names regexp_matches regexp_split_to_table string_to_table
  ts_token_type unnest`),
);

export interface BuiltinFunction {
  readonly behaviour: 'total' | 'total_with_integers' | 'passing' | 'partial';
  readonly returnsSet: boolean;
  readonly columns: readonly string[] | null;
}

const entry = (behaviour: BuiltinFunction['behaviour']): ((name: string) => readonly [string, BuiltinFunction]) => {
  return (name) => [name, { behaviour, returnsSet: RETURN_SETS.has(name), columns: OUT_COLUMNS[name] ?? null }];
};

const FUNCTIONS: ReadonlyMap<string, BuiltinFunction> = new Map([
  ...PARTIAL.map(entry('partial')),
  ...PASSING.map(entry('passing')),
  ...TOTAL.map(entry('total')),
  ...TOTAL_WITH_INTEGERS.map(entry('total_with_integers')),
]);

/** Functions whose argument says what is read or run, or that reach outside the query. Named so that the refusal can say why. */
const REACHING =
  /^(?:query|table|schema|database|cursor)_to_xml|^pg_read_|^pg_ls_|^pg_stat|^lo_|^lo(?:read|write)$|^dblink|^ts_(?:stat|rewrite)$|^xpath_table$|^set_config$|^pg_logical|^pg_(?:cursor|prepared_)/;

export const builtinFunction = (name: string): BuiltinFunction | undefined => FUNCTIONS.get(name);

/** Why a function without an entry is not trusted. */
export const whyNotTrusted = (name: string): string =>
  REACHING.test(name)
    ? `the function ${name} reads, runs or changes what its arguments say`
    : `the function ${name} is not known to be harmless`;
