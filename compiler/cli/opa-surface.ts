// Asks a module through the surface that any OPA host uses, with OPA's own npm SDK. The adapter of @open-policy-agent/opa-wasm.
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { readBundle } from '../abi/bundle.ts';
import { decisionEntrypoint } from '../abi/entrypoints.ts';
import type { PolicyEvent } from '../abi/event.ts';

export async function decideThroughOpa(bundle: Uint8Array, event: PolicyEvent): Promise<unknown> {
  const { wasm, metadata } = readBundle(bundle);
  const policy = await loadPolicy(wasm);
  const results = policy.evaluate(event, decisionEntrypoint(metadata.name)) as readonly { readonly result: unknown }[];
  return results[0]?.result ?? null;
}
