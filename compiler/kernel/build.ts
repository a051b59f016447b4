// Compiles the AssemblyScript kernel to kernel.wasm and, without vector instructions, to kernel-no-simd.wasm. Both are
// committed: users of the compiler need no AssemblyScript. The one adapter of the `assemblyscript` package. A test proves
// that the files are what the sources give.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { kernelFile } from './kernel-file.ts';
import { layoutFile } from './layout-file.ts';

const ROOT = join(import.meta.dirname, '../..');
const LAYOUT = join(import.meta.dirname, 'assembly/layout.ts');

/** Runs the AssemblyScript compiler over `assembly/index.ts`; throws with its messages when it fails. */
export async function buildKernel(options: { readonly simd: boolean }): Promise<Uint8Array> {
  const written = new Map<string, Uint8Array | string>();
  const messages: string[] = [];
  const { error } = await main(
    [
      'compiler/kernel/assembly/index.ts',
      '--outFile',
      'kernel.wasm',
      '--importMemory',
      '--initialMemory',
      '1',
      '--runtime',
      'stub',
      options.simd ? '--enable' : '--disable',
      'simd',
      '--use',
      'abort=',
      '-O3',
      '--noAssert',
    ],
    {
      readFile: (name, baseDir) => {
        try {
          return readFileSync(join(baseDir === '.' ? ROOT : baseDir, name), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => void written.set(name, contents),
      listFiles: () => [],
      stderr: { write: (text: string | Uint8Array) => void messages.push(String(text)) },
    },
  );
  const wasm = written.get('kernel.wasm');
  if (error !== null || !(wasm instanceof Uint8Array)) {
    throw new Error(`the kernel does not compile:\n${messages.join('')}`);
  }
  return wasm;
}

if (import.meta.main) {
  writeFileSync(LAYOUT, layoutFile());
  for (const simd of [true, false]) {
    const wasm = await buildKernel({ simd });
    const name = kernelFile(simd);
    writeFileSync(join(import.meta.dirname, name), wasm);
    console.log(`${name}: ${wasm.length} bytes`);
  }
}
