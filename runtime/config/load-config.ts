// Reads policyd.yaml: everything that is wrong with it, or the configuration with defaults filled in.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { bundleOf, checkBundles, isUrl, type BundleText } from './bundle-config.ts';
import type { ListenConfig, PolicydConfig, TargetConfig } from './config.ts';
import { POLICYD_SCHEMA } from './policyd-schema.ts';
import { isLoopback } from './loopback.ts';
import type { ConfigProblem } from './problem.ts';
import { reasonOf } from './reason-of.ts';
import { validate } from './validate.ts';
import { readYaml, type YamlDocument } from './yaml-document.ts';

export interface LoadedConfig {
  /** Null when there is any problem. */
  readonly value: PolicydConfig | null;
  readonly problems: readonly ConfigProblem[];
}

interface TargetText {
  readonly address: string;
  readonly database: string;
  readonly credential: { readonly user: string; readonly password: string };
  readonly tls?: { readonly mode?: 'disable' | 'prefer' | 'require'; readonly ca?: string };
  readonly labels?: { readonly [label: string]: string };
}

interface ConfigText {
  readonly policy: string;
  readonly bundle?: BundleText;
  readonly rego?: readonly { readonly bundle: string; readonly entrypoint: string }[];
  readonly listen?: {
    readonly postgres?: {
      readonly address?: string;
      readonly port?: number;
      readonly tls?: { readonly cert: string; readonly key: string };
    };
  };
  readonly targets: { readonly [name: string]: TargetText };
  readonly identities: string;
  readonly store?: string;
  readonly state?: string;
  readonly recordings?: { readonly folder?: string };
}

export function loadConfig(path: string): LoadedConfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return failed([
      {
        code: 'HPOL6000',
        file: path,
        line: null,
        path: '',
        message: `cannot be read: ${reasonOf(error)}`,
        help: 'name the configuration with -c FILE',
      },
    ]);
  }
  const document = readYaml(path, text);
  if (document.problems.length > 0) return failed(document.problems);
  const malformed = validate(POLICYD_SCHEMA, document, path);
  if (malformed.length > 0) return failed(malformed);
  const value = fill(document.value as ConfigText, dirname(resolve(path)));
  const problems = check(value, document, path);
  return problems.length > 0 ? failed(problems) : { value, problems };
}

const failed = (problems: readonly ConfigProblem[]): LoadedConfig => ({ value: null, problems });

function fill(text: ConfigText, folder: string): PolicydConfig {
  const at = (path: string): string => resolve(folder, path);
  const place = (text: string): string => (isUrl(text) ? text : at(text));
  return {
    folder,
    policy: place(text.policy),
    bundle: bundleOf(text.bundle ?? {}, at),
    rego: (text.rego ?? []).map(({ bundle, entrypoint }) => ({ bundle: place(bundle), entrypoint })),
    postgres: listenOf(text.listen?.postgres ?? {}, at),
    targets: Object.entries(text.targets).map(([name, target]) => targetOf(name, target, at)),
    identities: at(text.identities),
    store: at((text.store ?? 'sqlite:./state/policyd.db').slice('sqlite:'.length)),
    state: at(text.state ?? './state'),
    recordings: at(text.recordings?.folder ?? './recordings'),
  };
}

type ListenText = NonNullable<NonNullable<ConfigText['listen']>['postgres']>;

function listenOf(text: ListenText, at: (path: string) => string): ListenConfig {
  const tls = text.tls ? { cert: at(text.tls.cert), key: at(text.tls.key) } : null;
  return { address: text.address ?? '127.0.0.1', port: text.port ?? 6432, tls };
}

function targetOf(name: string, text: TargetText, at: (path: string) => string): TargetConfig {
  const colon = text.address.lastIndexOf(':');
  const host = text.address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return {
    name,
    host,
    port: Number(text.address.slice(colon + 1)),
    database: text.database,
    user: text.credential.user,
    passwordReference: text.credential.password,
    tls: {
      mode: text.tls?.mode ?? (isLoopback(host) ? 'prefer' : 'require'),
      ca: text.tls?.ca === undefined ? null : at(text.tls.ca),
    },
    labels: text.labels ?? {},
  };
}

function check(config: PolicydConfig, document: YamlDocument, file: string): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const add = (path: readonly string[], message: string, help: string | null): number =>
    problems.push({ code: 'HPOL6006', file, line: document.lineOf(path), path: path.join('.'), message, help });
  if (!isLoopback(config.postgres.address) && config.postgres.tls === null) {
    add(
      ['listen', 'postgres', 'address'],
      `${config.postgres.address} can be reached from other machines, and tickets would cross the network in clear`,
      'add tls: { cert, key }, or listen on 127.0.0.1',
    );
  }
  for (const { path, message, help } of checkBundles(config)) add(path, message, help);
  for (const target of config.targets) {
    if (target.port < 1 || target.port > 65_535)
      add(['targets', target.name, 'address'], `${target.port} is no port`, null);
    if (target.tls.ca !== null && target.tls.mode !== 'require') {
      add(['targets', target.name, 'tls', 'ca'], 'a ca is checked only with mode: require', 'set mode: require');
    }
  }
  return problems;
}
