// docs/abi.md names every export of a module with its exact type, and no other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileModule } from '../../compiler/compile.ts';
import { STREAMING_EXPORTS } from '../../compiler/abi/rows.ts';
import { program } from './build-program.ts';
import { wasmExports, type WasmExport } from './wasm-exports.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/abi.md'), 'utf8');
const EXPORTS = wasmExports(compileModule(program([])).wasm);
const byName = (exports: readonly WasmExport[]): readonly WasmExport[] =>
  exports.toSorted((left, right) => (left.name < right.name ? -1 : 1));

/** The rows of the export tables; parameters are named there, `(plan i32) → i32`, and their names are left out here. */
function documented(): readonly WasmExport[] {
  return [...PAGE.matchAll(/^\| `(\w+)` \| `([^`]+)` \| [^|]+ \|$/gm)].map(([, name = '', type = '']) => ({
    name,
    type: type.replaceAll(/\w+ (?=i\d\d[,)])/g, ''),
  }));
}

test('the page and the module name the same exports with the same types', () => {
  expect(byName(documented())).toEqual(byName(EXPORTS));
});

test('the types are read as the platform sees them', () => {
  const { Module } = WebAssembly;
  const kinds = Module.exports(new Module(new Uint8Array(compileModule(program([])).wasm)));
  const kindOf = (type: string): string => (type.startsWith('(') ? 'function' : (type.split(' ').at(-2) ?? type));
  expect(EXPORTS.map(({ name, type }) => ({ name, kind: kindOf(type) }))).toEqual(kinds);
});

test('every export that the OPA SDKs ask for is there, and the streaming surface', () => {
  const wanted =
    'eval builtins entrypoints opa_eval opa_eval_ctx_new opa_eval_ctx_set_input opa_eval_ctx_set_data opa_eval_ctx_set_entrypoint opa_eval_ctx_get_result opa_malloc opa_free opa_json_parse opa_value_parse opa_json_dump opa_value_dump opa_heap_ptr_set opa_heap_ptr_get opa_value_add_path opa_value_remove_path opa_value_free opa_heap_blocks_stash opa_heap_blocks_restore opa_heap_stash_clear memory opa_wasm_abi_version opa_wasm_abi_minor_version';
  expect(EXPORTS.map(({ name }) => name)).toEqual(expect.arrayContaining([...wanted.split(' '), ...STREAMING_EXPORTS]));
});
