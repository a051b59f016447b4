// A decision through the surface that any OPA host uses, for `policyc eval --via opa`.
import { readBundle } from '../abi/bundle.ts';
import { decisionEntrypoint } from '../abi/entrypoints.ts';
import type { PolicyEvent } from '../abi/event.ts';
import { openOpaModule } from '../abi/opa-module.ts';

export function decideThroughOpa(bundle: Uint8Array, event: PolicyEvent): unknown {
  const { wasm, metadata } = readBundle(bundle);
  return openOpaModule(new WebAssembly.Module(wasm)).evaluate(event, decisionEntrypoint(metadata.name)) ?? null;
}
