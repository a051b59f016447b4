// The configuration of policyd after loading: every default filled in, every path absolute, no secret resolved.

export interface ListenConfig {
  readonly address: string;
  readonly port: number;
  /** Paths of PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
}

export interface TargetConfig {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** `env:NAME` or `file:PATH`, resolved at connect time from `PolicydConfig.folder`. */
  readonly passwordReference: string;
  readonly tls: { readonly mode: 'disable' | 'prefer' | 'require'; readonly ca: string | null };
  readonly labels: { readonly [label: string]: string };
}

/** What a bundle must be, and how it is kept current. */
export interface BundleConfig {
  /** Public keys that bundles must be signed with; none: bundles need no signature. Files in PEM. */
  readonly keys: readonly { readonly id: string; readonly file: string }[];
  readonly scope: string | null;
  /** Null: the policy is read again on SIGHUP only. */
  readonly pollMs: number | null;
  readonly onExpiry: 'block' | 'keep';
}

export interface RegoConfig {
  /** A path or an http(s) URL. */
  readonly bundle: string;
  readonly entrypoint: string;
}

export interface PolicydConfig {
  /** The folder that relative references start from. */
  readonly folder: string;
  /** A bundle or a .hpol file, or the http(s) URL of a bundle. */
  readonly policy: string;
  readonly bundle: BundleConfig;
  /** Bundles of `opa build -t wasm` that decide beside the policy. */
  readonly rego: readonly RegoConfig[];
  readonly postgres: ListenConfig;
  readonly targets: readonly TargetConfig[];
  readonly identities: string;
  /** File of the sqlite store. */
  readonly store: string;
  readonly state: string;
  readonly recordings: string;
}
