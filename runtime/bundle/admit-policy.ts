// From the bytes of bundles to one engine, when everything about them is in order: signatures first, then the end of use and the order of
// releases, and only then is a module started.
import { contentDigest, verifyBundle, type Trust } from '../../compiler/abi/bundle-signature.ts';
import {
  BundleFault,
  readBundleFiles,
  unpackBundle,
  type Bundle,
  type BundleFiles,
} from '../../compiler/abi/bundle.ts';
import { combineEngines, regoNames } from '../engine/combine-engines.ts';
import type { Engine } from '../engine/engine.ts';
import { startEngine } from '../engine/load-engine.ts';
import { demandNewer, rememberAccepted } from './accepted-bundles.ts';

export interface PolicyBytes {
  readonly bundle: Uint8Array;
  readonly rego: readonly { readonly bundle: Uint8Array; readonly place: string; readonly entrypoint: string }[];
}

export interface Admission {
  /** Null: bundles need no signature. */
  readonly trust: Trust | null;
  /** The folder in which accepted releases are remembered. */
  readonly state: string;
  readonly now: () => number;
}

export interface AdmittedPolicy {
  readonly engine: Engine;
  /** Milliseconds since 1970; null when the bundle does not expire. */
  readonly notAfter: number | null;
  /** Remembers the release as accepted; called before it is put in force. Throws when it cannot. */
  accept(): void;
}

/** Rejects with BundleFault, or with an Error that names the Rego bundle at fault. */
export async function admitPolicy({ bundle, rego }: PolicyBytes, admission: Admission): Promise<AdmittedPolicy> {
  const files = await verified(bundle, admission.trust);
  const read = readBundleFiles(files);
  demandCurrent(read, admission.now());
  const release = { name: read.metadata.name, sequence: read.release.sequence, digest: contentDigest(files) };
  demandNewer(admission.state, release);
  const engine = await startEngine(read);
  return {
    engine: rego.length === 0 ? engine : await withRego(engine, rego, admission.trust),
    notAfter: read.release.notAfter,
    accept: () => rememberAccepted(admission.state, release),
  };
}

async function verified(bytes: Uint8Array, trust: Trust | null): Promise<BundleFiles> {
  const files = unpackBundle(bytes);
  if (trust !== null) await verifyBundle(files, trust);
  return files;
}

function demandCurrent({ release: { notAfter } }: Bundle, now: number): void {
  if (notAfter === null || now <= notAfter) return;
  throw new BundleFault(
    `it was for use until ${new Date(notAfter).toISOString()}, which is over`,
    'build a newer release, or correct the clock of this machine',
  );
}

async function withRego(engine: Engine, rego: PolicyBytes['rego'], trust: Trust | null): Promise<Engine> {
  // Only a gateway that has Rego bundles loads what runs them.
  const { openRegoPolicy } = await import('../engine/rego-policy.ts');
  const policies = [];
  for (const { bundle, place, entrypoint } of rego) {
    try {
      policies.push(openRegoPolicy(await verified(bundle, trust), regoNames(engine, entrypoint)));
    } catch (error) {
      throw error instanceof BundleFault ? new Error(`${place}: ${error.message}`, { cause: error }) : error;
    }
  }
  return combineEngines(engine, policies);
}
