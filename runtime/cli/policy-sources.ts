// Where the policy and the Rego bundles of a configuration are read from. A .hpol file is compiled when it is read; only that loads the compiler.
import { createHash } from 'node:crypto';
import type { PolicyBytes } from '../bundle/admit-policy.ts';
import { httpSource } from '../bundle/http-source.ts';
import { fileSource, type PolicySource } from '../bundle/policy-source.ts';
import { isUrl } from '../config/bundle-config.ts';
import type { PolicydConfig } from '../config/config.ts';

export interface ReadPolicy extends PolicyBytes {
  /** Equal exactly when all bytes are. */
  readonly fingerprint: string;
}

/** Reads everything anew, or what a server says has not changed. Rejects with an Error that names the place. */
export type ReadPolicies = (stopped?: AbortSignal) => Promise<ReadPolicy>;

/** `warn` hears of a policy that is compiled here. */
export function policySources(
  { policy, rego }: Pick<PolicydConfig, 'policy' | 'rego'>,
  warn: (line: string) => void,
): ReadPolicies {
  const main = policySource(policy, warn);
  const others = rego.map(({ bundle, entrypoint }) => ({ place: bundle, entrypoint, source: bundleSource(bundle) }));
  return async (stopped) => {
    const [bundle, ...bundles] = await Promise.all(
      [main, ...others.map(({ source }) => source)].map((source) => source.read(stopped)),
    );
    if (bundle === undefined) throw new Error('there is no policy to read');
    return {
      bundle,
      rego: others.map(({ place, entrypoint }, at) => ({ place, entrypoint, bundle: bundles[at] ?? new Uint8Array() })),
      fingerprint: fingerprintOf([bundle, ...bundles]),
    };
  };
}

const bundleSource = (place: string): PolicySource => (isUrl(place) ? httpSource(place) : fileSource(place));

export const isSource = (place: string): boolean => !isUrl(place) && place.endsWith('.hpol');

function policySource(place: string, warn: (line: string) => void): PolicySource {
  if (!isSource(place)) return bundleSource(place);
  return {
    read: async () => {
      warn(`compiling ${place} at start; build a bundle with \`policyc build\` for production`);
      const { compilePolicy } = await import('./compile-policy.ts');
      return compilePolicy(place);
    },
  };
}

const fingerprintOf = (bundles: readonly Uint8Array[]): string =>
  bundles.map((bytes) => createHash('sha256').update(bytes).digest('hex')).join(' ');
