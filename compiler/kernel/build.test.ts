// The committed kernel.wasm is exactly what the sources give, the sources hold the layouts that are declared, and the
// kernel asks its host for memory only.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layRecord } from '../abi/record.ts';
import { buildKernel } from './build.ts';
import { kernelFile } from './kernel-file.ts';
import { layoutFile, recordLines } from './layout-file.ts';

const committed = (simd: boolean): Buffer<ArrayBuffer> => readFileSync(join(import.meta.dirname, kernelFile(simd)));

test.each([true, false])('a rebuild gives the committed bytes; otherwise run `npm run build:kernel`', async (simd) => {
  const built = await buildKernel({ simd });
  expect(Buffer.from(built).equals(committed(simd))).toBe(true);
});

test.each([true, false])(
  'the kernel imports memory from its host and hooks from the compiler, nothing else',
  (simd) => {
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(committed(simd)));
    const others = imports.filter((entry) => entry.module !== 'hooks').map((entry) => `${entry.module}.${entry.name}`);
    expect(others).toEqual(['env.memory']);
  },
);

test('the kernel has the layouts of compiler/abi; otherwise run `npm run build:kernel`', () => {
  expect(readFileSync(join(import.meta.dirname, 'assembly/layout.ts'), 'utf8')).toBe(layoutFile());
});

test('a field that is put in front moves the others on both sides', () => {
  const before = layRecord('Record', { count: ['u32', ''], rest: ['u32', ''] });
  const after = layRecord('Record', { more: ['text', ''], count: ['u32', ''], rest: ['u32', ''] });
  expect([before.at.rest, before.bytes, after.at.rest, after.bytes]).toEqual([4, 8, 12, 16]);
  expect(recordLines('R', after)).toEqual([
    '// Record.',
    'export const R_MORE: usize = 0;',
    'export const R_COUNT: usize = 8;',
    'export const R_REST: usize = 12;',
    'export const R_BYTES: usize = 16;',
    '',
  ]);
});
