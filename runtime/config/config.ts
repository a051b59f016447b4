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

export interface PolicydConfig {
  /** The folder that relative references start from. */
  readonly folder: string;
  /** A bundle or a .hpol file. */
  readonly policy: string;
  readonly postgres: ListenConfig;
  readonly targets: readonly TargetConfig[];
  readonly identities: string;
  /** File of the sqlite store. */
  readonly store: string;
  readonly state: string;
  readonly recordings: string;
}
