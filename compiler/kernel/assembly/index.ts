// Everything that the linked module may use. Names that start with `kernel_` are for policy code: the compiler calls
// them and takes them off the export list.
export { kernel_data_end, kernel_start, hpol_alloc, hpol_mark, hpol_reset } from './heap';
export { hpol_decide, hpol_explain } from './decide';
export { hpol_copy, hpol_copy_end } from './copy-stream';
export { hpol_rows } from './rows';
export { hpol_rows_consumed, hpol_rows_messages, hpol_rows_produced } from './walk';
export { hpol_scrub } from './scrub';
export { hpol_scan } from './scan';
export { hpol_key } from './hmac';
export { kernel_matches } from './automaton';
export { kernel_is_valid } from './validators';
export { hpol_members, kernel_touches } from './columns';
export {
  kernel_compare,
  kernel_contains,
  kernel_ends_with,
  kernel_equals,
  kernel_find,
  kernel_in_set,
  kernel_lookup,
  kernel_starts_with,
} from './text';
export { kernel_knows_zone, kernel_window } from './clock';
export { kernel_index_elements, kernel_index_number, kernel_index_text } from './rule-index';
export { kernel_in_networks } from './network';
export {
  builtins,
  entrypoints,
  eval,
  opa_eval,
  opa_eval_ctx_get_result,
  opa_eval_ctx_new,
  opa_eval_ctx_set_data,
  opa_eval_ctx_set_entrypoint,
  opa_eval_ctx_set_input,
  opa_free,
  opa_heap_blocks_restore,
  opa_heap_blocks_stash,
  opa_heap_ptr_get,
  opa_heap_ptr_set,
  opa_heap_stash_clear,
  opa_json_dump,
  opa_json_parse,
  opa_malloc,
  opa_value_add_path,
  opa_value_dump,
  opa_value_free,
  opa_value_parse,
  opa_value_remove_path,
  opa_wasm_abi_minor_version,
  opa_wasm_abi_version,
} from './opa';
