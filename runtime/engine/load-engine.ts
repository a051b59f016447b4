// Opens a bundle as an engine: checks that module, metadata and this gateway's vocabulary belong together, then
// instantiates the module with memory of its own.
import { createHash } from 'node:crypto';
import { BundleFault, readBundle, type Bundle } from '../../compiler/abi/bundle.ts';
import { vocabularyText } from '../../compiler/abi/layout.ts';
import { createCopyRows } from './copy-rows.ts';
import { createDecider } from './decider.ts';
import type { Engine } from './engine.ts';
import { moduleExports } from './module-exports.ts';
import { createRows } from './rows.ts';
import { createScans } from './scan.ts';

/** The module imports memory with this minimum and no maximum. */
const INITIAL_PAGES = 2;

/** For tools: neither a signature nor an end of use is looked at. Throws BundleFault. */
export const loadEngine = (bundleBytes: Uint8Array): Promise<Engine> => startEngine(readBundle(bundleBytes));

/** Throws BundleFault. */
export async function startEngine({ wasm, metadata }: Bundle): Promise<Engine> {
  if (metadata.vocabulary !== createHash('sha256').update(vocabularyText()).digest('hex')) {
    throw new BundleFault('it was built for another vocabulary', 'build it with the policyc of this release');
  }
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES });
  const exports = moduleExports(await instantiate(wasm, memory));
  return {
    metadata,
    digest: metadata.moduleSha256,
    ...createDecider(exports, memory, metadata),
    ...createRows(exports, memory),
    ...createCopyRows(exports, memory),
    ...createScans(exports, memory),
  };
}

async function instantiate(wasm: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): Promise<WebAssembly.Instance> {
  try {
    return (await WebAssembly.instantiate(wasm, { env: { memory } })).instance;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    throw new BundleFault(`the module does not start (${why})`, 'build it again with `policyc build`');
  }
}
