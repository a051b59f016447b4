// One attack or control of the corpus: what a client sends, and what must be true of the answer. Plain data; the runner sends it to
// two worlds that differ in nothing but protected values, and any difference between the answers is a leak.

export const GROUPS = [
  'naming',
  'expressions',
  'structure',
  'writes',
  'errors',
  'bulk and cursors',
  'catalogs and statistics',
  'protocol',
  'settings and roles',
] as const;
export type Group = (typeof GROUPS)[number];

/** How an SQL step is sent: a simple Query, or Parse, Bind, Describe, Execute and Sync with every result column in that format. */
export const MODES = ['simple', 'extended text', 'extended binary'] as const;
export type Mode = (typeof MODES)[number];

/** SQL in whichever mode the case runs. */
export interface SqlStep {
  readonly sql: string;
  /** Values for $1 …, in text format; null is NULL. With parameters a case runs in the extended modes alone. */
  readonly parameters?: readonly (string | null)[];
}

/** Bytes that no driver would send; see `messages.ts` for makers of messages. */
export interface WireStep {
  readonly bytes: Uint8Array;
  /** ReadyForQuery messages to wait for, and the one byte that answers a request for encryption; 'close' waits for the end of the connection, and a text for a row that holds it. */
  readonly until: number | 'close' | { readonly text: string };
}

/** SQL that the superuser runs around the gateway, between two steps of the client: a change that the client's session did not make. */
export interface ElsewhereStep {
  readonly elsewhere: readonly string[];
  /** True: the gateway has read the catalog since. */
  readonly isKnown?: boolean;
}

export type Step = SqlStep | WireStep | ElsewhereStep;

interface CaseBase {
  /** Unique in the corpus; a lower-case phrase. */
  readonly name: string;
  readonly group: Group;
  /** A string is one SQL step. All steps run on one connection, in order; each case has a connection and a transaction-clean world of its own. */
  readonly steps: string | readonly Step[];
  /** All modes by default. Several statements in one text run in simple mode alone. */
  readonly modes?: readonly Mode[];
  /** `bare`: the connection is open, and nothing was sent; the first step is a WireStep with the startup packet or what comes instead. */
  readonly begins?: 'signed in' | 'bare';
  /** Parameters of the startup packet besides user and database. */
  readonly startup?: { readonly [name: string]: string };
  /** True: the statements change the world, which is restored afterwards. */
  readonly changes?: boolean;
  /** True: the session may end by a fault. How many answers to the messages before it were released by then is chance. */
  readonly mayFail?: boolean;
  /** True: rows come grouped by protected values without an ORDER BY, so only their order may differ (a listed limit). */
  readonly anyOrder?: boolean;
}

/** A way to get at protected values. It may be answered masked or refused. */
export interface Attack extends CaseBase {
  readonly kind: 'attack';
}

/** Ordinary work. It must succeed, and show real public data. */
export interface Control extends CaseBase {
  readonly kind: 'control';
  /** Texts that the answer must contain in the text modes: public values, or what the declared transform shows. */
  readonly shows: readonly string[];
  /** DataRow messages over all steps; not checked when absent. */
  readonly rows?: number;
}

export type LeakCase = Attack | Control;

/** `[name, text]` pairs of one group as attacks: the short form for statements that need nothing else. */
export const attacks = (group: Group, pairs: readonly (readonly [name: string, sql: string])[]): readonly Attack[] =>
  pairs.map(([name, sql]) => ({ kind: 'attack', group, name, steps: sql }));
