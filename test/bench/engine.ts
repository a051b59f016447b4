// From the text of a policy to a loaded engine, as policyc and policyd do it.
import { writeBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule } from '../../compiler/compile.ts';
import { compileSource } from '../../lang/check/compile-source.ts';
import { printDiagnostics } from '../../lang/diagnostics/print.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';

export interface BuiltPolicy {
  readonly name: string;
  readonly wasm: Uint8Array;
  readonly bundle: Uint8Array;
  readonly engine: Engine;
}

export async function buildPolicy(text: string): Promise<BuiltPolicy> {
  const file = 'bench.hpol';
  const { program, diagnostics } = compileSource(file, (path) => (path === file ? text : undefined));
  if (!program) throw new Error(printDiagnostics(diagnostics, [{ file, text }], { color: false }));
  const { wasm, metadata } = compileModule(program);
  const bundle = writeBundle({ wasm, metadata });
  return { name: program.name, wasm, bundle, engine: await loadEngine(bundle) };
}
