// An OPA module that does nothing: what the npm SDK costs by itself. Its one entrypoint answers with a constant.
import binaryen from 'binaryen';

const RESULT = '[{\\22result\\22:{\\22effect\\22:\\22allow\\22}}]\\00';
const HEAP_BASE = 4_096;

const TEXT = `(module
  (import "env" "memory" (memory 1))
  (global $heap (mut i32) (i32.const ${HEAP_BASE}))
  (global (export "opa_wasm_abi_version") i32 (i32.const 1))
  (global (export "opa_wasm_abi_minor_version") i32 (i32.const 3))
  (data (i32.const 16) "{}\\00")
  (data (i32.const 32) "{\\22noop/decision\\22:0}\\00")
  (data (i32.const 64) "${RESULT}")
  (func (export "builtins") (result i32) (i32.const 16))
  (func (export "entrypoints") (result i32) (i32.const 32))
  (func (export "opa_json_dump") (param i32) (result i32) (local.get 0))
  (func (export "opa_json_parse") (param i32 i32) (result i32) (local.get 0))
  (func (export "opa_heap_ptr_get") (result i32) (global.get $heap))
  (func (export "opa_heap_ptr_set") (param i32) (global.set $heap (local.get 0)))
  (func (export "opa_malloc") (param i32) (result i32) (local $at i32)
    (local.set $at (global.get $heap))
    (global.set $heap (i32.add (local.get $at) (local.get 0)))
    (local.get $at))
  (func (export "opa_eval") (param i32 i32 i32 i32 i32 i32 i32) (result i32) (i32.const 64)))`;

export function noopModule(): Uint8Array {
  const module = binaryen.parseText(TEXT);
  try {
    if (!module.validate()) throw new Error('the no-op module is not valid');
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}
