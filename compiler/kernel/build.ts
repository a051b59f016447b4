// Compiles the AssemblyScript kernel to kernel.wasm, which is committed: users of the compiler need no AssemblyScript.
// The one adapter of the `assemblyscript` package. A test proves that kernel.wasm is what the sources give.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { layoutFile } from './layout-file.ts';

const ROOT = join(import.meta.dirname, '../..');
const OUTPUT = join(import.meta.dirname, 'kernel.wasm');
const LAYOUT = join(import.meta.dirname, 'assembly/layout.ts');

/** Runs the AssemblyScript compiler over `assembly/index.ts`; throws with its messages when it fails. */
export async function buildKernel(): Promise<Uint8Array> {
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
      '--enable',
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
  const wasm = await buildKernel();
  writeFileSync(OUTPUT, wasm);
  console.log(`kernel.wasm: ${wasm.length} bytes`);
}
