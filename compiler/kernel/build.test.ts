// The committed kernel.wasm is exactly what the sources give, and asks its host for memory only.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildKernel } from './build.ts';

const committed = readFileSync(join(import.meta.dirname, 'kernel.wasm'));

test('a rebuild gives the committed bytes; otherwise run `npm run build:kernel`', async () => {
  const built = await buildKernel();
  expect(Buffer.from(built).equals(committed)).toBe(true);
});

test('the kernel imports memory from its host and hooks from the compiler, nothing else', () => {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(committed));
  const others = imports.filter((entry) => entry.module !== 'hooks').map((entry) => `${entry.module}.${entry.name}`);
  expect(others).toEqual(['env.memory']);
});
