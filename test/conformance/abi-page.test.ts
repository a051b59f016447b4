// docs/abi.md names every export of a module, and no other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileModule } from '../../compiler/compile.ts';
import { STREAMING_EXPORTS } from '../../compiler/abi/rows.ts';
import { program } from './build-program.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/abi.md'), 'utf8');
const EXPORTS = WebAssembly.Module.exports(new WebAssembly.Module(new Uint8Array(compileModule(program([])).wasm)));
const NAMES = EXPORTS.map(({ name }) => name);

test('the page and the module name the same exports', () => {
  const inTables = PAGE.split('\n').filter((line) => line.startsWith('| `'));
  const documented = inTables.flatMap((line) =>
    [...line.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
  );
  const inText = ['opa_wasm_abi_version', 'opa_wasm_abi_minor_version', 'memory'];
  for (const name of inText) expect(PAGE).toContain(`\`${name}\``);
  expect([...documented, ...inText].toSorted()).toEqual(NAMES.toSorted());
});

test('every export that the OPA SDKs ask for is there, and the streaming surface', () => {
  const wanted =
    'eval builtins entrypoints opa_eval opa_eval_ctx_new opa_eval_ctx_set_input opa_eval_ctx_set_data opa_eval_ctx_set_entrypoint opa_eval_ctx_get_result opa_malloc opa_free opa_json_parse opa_value_parse opa_json_dump opa_value_dump opa_heap_ptr_set opa_heap_ptr_get opa_value_add_path opa_value_remove_path opa_value_free opa_heap_blocks_stash opa_heap_blocks_restore opa_heap_stash_clear memory opa_wasm_abi_version opa_wasm_abi_minor_version';
  expect(NAMES).toEqual(expect.arrayContaining([...wanted.split(' '), ...STREAMING_EXPORTS]));
});
