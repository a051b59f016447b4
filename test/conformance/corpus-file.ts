// The corpus: files of YAML in corpus/, each a policy, cases on it, and what must come of each. What a file may hold is checked
// here, so that a misspelt key is a failure and never a case that says nothing.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Decision } from '../../compiler/abi/decision.ts';

export const CORPUS_FOLDER = join(import.meta.dirname, 'corpus');

/** One event and the decision that is wanted for it. */
export interface CorpusCase {
  readonly name: string;
  /** The name of the event; that of the file where it is left out. */
  readonly event?: string;
  /** Attributes that differ from those of the base event, by path. */
  readonly given?: { readonly [path: string]: unknown };
  /** Attributes that the base event has and this one lacks. */
  readonly without?: readonly string[];
  /** A whole input, for what no change of an event can say. */
  readonly input?: unknown;
  /** `allow`, `block by RULE`, `approve by RULE`, `invalid PATH FAULT` or `no answer`; without `by` the default decided. */
  readonly expect?: string;
  /** Every rule that fires, in the order of the text. */
  readonly rules?: readonly string[];
  /** Every member that is masked, in the order of the text: `phi.ssn: keep last 4 by RULE`. */
  readonly masks?: readonly string[];
  readonly approvals?: Decision['approvals'];
}

export interface CorpusFile {
  readonly name: string;
  readonly about: string;
  readonly event: string;
  /** The root file. In the YAML the header may be left out, and so may the whole text where there are `conditions`. */
  readonly policy: string;
  /** Files that the policy imports. */
  readonly files: { readonly [path: string]: string };
  readonly given: { readonly [path: string]: unknown };
  /** Rules whose condition holds for every event, though it is not `true`. */
  readonly always: readonly string[];
  readonly cases: readonly CorpusCase[];
}

const FILE_KEYS = ['about', 'event', 'policy', 'conditions', 'files', 'given', 'always', 'cases'];
const CASE_KEYS = ['name', 'event', 'given', 'without', 'input', 'expect', 'rules', 'masks', 'approvals'];

/** By the name of the rule: each stands for a `flag` on the event of the file. */
type Conditions = { readonly [rule: string]: string };

const HEADER = 'policy corpus\ndefault allow\n';

/** Files of the folder that are not read. */
export const orphans = (): readonly string[] => readdirSync(CORPUS_FOLDER).filter((name) => !name.endsWith('.yaml'));

export const corpusFiles = (): readonly CorpusFile[] =>
  readdirSync(CORPUS_FOLDER)
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.values.yaml'))
    .sort()
    .map((name) => readCorpusFile(name, readFileSync(join(CORPUS_FOLDER, name), 'utf8')));

/** Throws when the text is not a file of the corpus. */
export function readCorpusFile(name: string, text: string): CorpusFile {
  const value = expanded(parse(text)) as Partial<CorpusFile> & { readonly conditions?: Conditions };
  refuseOtherKeys(name, value, FILE_KEYS);
  const {
    about,
    event = 'postgres.statement',
    policy = '',
    conditions = {},
    files = {},
    given = {},
    always = [],
    cases,
  } = value;
  if (typeof about !== 'string' || !Array.isArray(cases) || cases.length === 0)
    throw new Error(`${name} lacks about or cases`);
  const names = new Set<unknown>();
  for (const one of cases as readonly CorpusCase[]) {
    refuseOtherKeys(`${name}: ${one.name}`, one, CASE_KEYS);
    if (typeof one.name !== 'string' || names.has(one.name))
      throw new Error(`${name}: a case without a name of its own`);
    names.add(one.name);
  }
  const flags = Object.entries(conditions).map(
    ([rule, when]) => `flag ${rule} on ${event} when ${when} because "${rule}"\n`,
  );
  const whole = [/^policy /m.test(policy) ? policy : HEADER + policy, ...flags].join('\n');
  return { name, about, event, policy: whole, files, given, always, cases: cases as readonly CorpusCase[] };
}

export function refuseOtherKeys(where: string, value: object, known: readonly string[]): void {
  const other = Object.keys(value).find((key) => !known.includes(key));
  if (other !== undefined) throw new Error(`${where} has the key ${other}, which means nothing`);
}

/** `{ $times: 3, of: ab, then: c }` stands for `abababc`, so that long texts stay readable. */
export function expanded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expanded);
  if (typeof value !== 'object' || value === null) return value;
  const { $times, of = '', then = '' } = value as { $times?: number; of?: string; then?: string };
  if ($times !== undefined) return `${of.repeat($times)}${then}`;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, expanded(held)]));
}
