// The module without vector instructions: engines that lack them accept it, and it does what the other one does.
import binaryen from 'binaryen';
import { describe, expect, test } from 'vitest';
import { compileModule } from '../../compiler/compile.ts';
import { moduleExports } from '../../runtime/engine/module-exports.ts';
import { createRows } from '../../runtime/engine/rows.ts';
import { attribute, compare, matches, or, plain, program, text } from './build-program.ts';
import { statement } from './events.ts';
import { startHost } from './opa-host.ts';

const POLICY = program([
  plain(
    'block',
    'stop',
    or(compare(attribute('identity.user'), '==', text('ana')), matches(attribute('statement.text'), 'x{3}')),
  ),
]);
const [WITH, WITHOUT] = [true, false].map((simd) => compileModule(POLICY, { simd }).wasm) as [Uint8Array, Uint8Array];

function usesVectors(wasm: Uint8Array): boolean {
  const module = binaryen.readBinary(wasm);
  const code = module.emitText();
  module.dispose();
  return /\bv128\b/.test(code);
}

test('uses no vectors, and the other module does', () => {
  expect([usesVectors(WITH), usesVectors(WITHOUT)]).toEqual([true, false]);
});

describe('gives the same', () => {
  test('decisions', () => {
    const results = [WITH, WITHOUT].map((wasm) => {
      const host = startHost(new WebAssembly.Module(new Uint8Array(wasm)));
      return Array.from({ length: 120 }, (_, length) =>
        host.evaluate(
          JSON.stringify(statement({ 'identity.user': 'b'.repeat(length), 'statement.text': 'é"x'.repeat(length) })),
        ),
      );
    });
    expect(results[0]).toEqual(results[1]);
  });

  test('masked rows, with runs of every length between the values', () => {
    const outputs = [WITH, WITHOUT].map((wasm) => {
      const memory = new WebAssembly.Memory({ initial: 2 });
      const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(wasm)), { env: { memory } });
      const rows = createRows(moduleExports(instance), memory);
      const plan = rows.plan([
        { operation: 0, count: 0, constant: '' },
        { operation: 4, count: 2, constant: '' },
      ]);
      return Array.from({ length: 260 }, (_, length) =>
        Buffer.from(rows.maskRows(plan, row(length)).output).toString('hex'),
      );
    });
    expect(outputs[0]).toEqual(outputs[1]);
    expect(outputs[0]?.[3]).toBe(Buffer.from(row(3)).toString('hex').replace('3132333435', '2a2a2a3435'));
  });
});

/** A row of two values, the first of the given length. */
function row(length: number): Uint8Array {
  const first = Buffer.alloc(length, 'abcdefg');
  const bytes = Buffer.alloc(7 + 4 + length + 4 + 5);
  bytes.write('D', 0);
  bytes.writeUInt32BE(bytes.length - 1, 1);
  bytes.writeUInt16BE(2, 5);
  bytes.writeUInt32BE(length, 7);
  bytes.set(first, 11);
  bytes.writeUInt32BE(5, 11 + length);
  bytes.write('12345', 15 + length);
  return bytes;
}
