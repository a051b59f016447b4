// The parts of the configuration about bundles: where they come from, who must have signed them, and which settings contradict each other.
import type { BundleConfig, PolicydConfig } from './config.ts';
import { isLoopback } from './loopback.ts';

export interface BundleText {
  readonly keys?: { readonly [id: string]: string };
  readonly scope?: string;
  readonly poll_seconds?: number;
  readonly on_expiry?: 'block' | 'keep';
}

export const isUrl = (place: string): boolean => /^https?:\/\//i.test(place);

export const bundleOf = (text: BundleText, at: (path: string) => string): BundleConfig => ({
  keys: Object.entries(text.keys ?? {}).map(([id, file]) => ({ id, file: at(file) })),
  scope: text.scope ?? null,
  pollMs: text.poll_seconds === undefined ? null : text.poll_seconds * 1000,
  onExpiry: text.on_expiry ?? 'block',
});

interface Contradiction {
  readonly path: readonly string[];
  readonly message: string;
  readonly help: string;
}

export function checkBundles({ policy, bundle, rego }: PolicydConfig): readonly Contradiction[] {
  const { keys, scope, pollMs } = bundle;
  const isSource = !isUrl(policy) && policy.endsWith('.hpol');
  const build = 'build a bundle with `policyc build` and name it here';
  const found: (Contradiction | null)[] = [
    isSource && keys.length > 0
      ? { path: ['policy'], message: 'a .hpol file is not signed, and bundle.keys demands a signature', help: build }
      : null,
    isSource && pollMs !== null
      ? {
          path: ['bundle', 'poll_seconds'],
          message: 'a .hpol file is compiled at the start and not polled',
          help: build,
        }
      : null,
    scope !== null && keys.length === 0
      ? {
          path: ['bundle', 'scope'],
          message: 'a scope is part of a signature, and no keys are configured',
          help: 'add bundle.keys',
        }
      : null,
    checkUrl(policy, ['policy'], keys.length > 0),
    ...rego.map((one, at) => checkUrl(one.bundle, ['rego', String(at), 'bundle'], keys.length > 0)),
  ];
  return found.filter((each) => each !== null);
}

function checkUrl(place: string, path: readonly string[], isSigned: boolean): Contradiction | null {
  if (!isUrl(place)) return null;
  if (!URL.canParse(place)) return { path, message: 'this is no URL', help: 'write https://HOST/PATH' };
  const { protocol, hostname, username, password } = new URL(place);
  if (username !== '' || password !== '') {
    return {
      path,
      message: 'a URL here carries no credentials',
      help: 'serve bundles where the gateway may read them without any',
    };
  }
  if (protocol === 'https:' || isSigned || isLoopback(hostname.replace(/^\[(.*)\]$/, '$1'))) return null;
  return {
    path,
    message: 'over http anyone on the way can change an unsigned bundle',
    help: 'use https, or sign bundles and set bundle.keys',
  };
}
