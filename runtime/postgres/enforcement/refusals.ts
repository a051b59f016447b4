// The words of refusals: which rule, which column, through what, where, and what would be allowed. Names only, never values.
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import type { PredicateLevel } from '../../../lang/vocabulary/predicates.ts';
import { countCharacters } from '../analysis/count-characters.ts';
import type { ColumnUse, StatementFacts, UseKind } from '../analysis/facts.ts';
import type { Refusal, RefusalCause } from './enforcement.ts';
import type { MaskedMember } from './masked-members.ts';

/** Where a byte of the statement's text lies: counted in characters, as people and the protocol do. */
interface Place {
  /** 1-based, in the query string. */
  readonly position: number;
  /** 1-based, in the statement's own text. */
  readonly line: number;
  readonly lineColumn: number;
}

const NEW_LINE = 10;

/** Null for what lies inside a view, or has no place. */
function placeOf(facts: StatementFacts, byte: number): Place | null {
  if (byte < 0) return null;
  const before = Buffer.from(facts.text).subarray(0, byte);
  return {
    position: facts.start + countCharacters(before) + 1,
    line: before.filter((one) => one === NEW_LINE).length + 1,
    lineColumn: countCharacters(before.subarray(before.lastIndexOf(NEW_LINE) + 1)) + 1,
  };
}

const whereOf = (place: Place | null): string =>
  place === null ? '' : `, at line ${place.line}, column ${place.lineColumn}`;

export const blockedByPolicy = (decision: Decision, hint = ''): Refusal => ({
  source: 'policy',
  rule: decision.decided_by,
  message:
    decision.decided_by === null
      ? `blocked: ${decision.reason}`
      : `blocked by policy rule ${decision.decided_by}: ${decision.reason}`,
  detail: decision.doc,
  hint,
  position: null,
  cause: null,
});

/** How to get what the default blocks: what the approve rules of the policy are about waits for people instead. */
export function approvalHint(decision: Decision, metadata: PolicyMetadata): string {
  if (decision.decided_by !== null) return '';
  const ways = metadata.rules.flatMap(({ approval, name, events }) =>
    approval !== null && events.includes('postgres.statement')
      ? [`rule ${name} asks ${approval.count} of ${approval.group}`]
      : [],
  );
  return ways.length === 0 ? '' : `Some statements can be approved: ${ways.join('; ')}.`;
}

/** Why a rule masks, in the words of its author. */
export function because(metadata: PolicyMetadata, rule: string | null): string {
  if (rule === null) return '';
  const text = metadata.rules.find((candidate) => candidate.name === rule)?.because ?? '';
  return text === '' ? `Rule ${rule} masks it for you.` : `Rule ${rule} masks it for you: ${text}`;
}

/** A refusal of the contract that no single column causes. */
export const refusedByContract = (rule: string | null, message: string, hint: string): Refusal => ({
  source: 'contract',
  rule,
  message,
  detail: '',
  hint,
  position: null,
  cause: { channel: 'statement', column: null, member: null, via: '', line: null, lineColumn: null },
});

/** What PostgreSQL's parser quotes of the text may be a value. */
const QUOTED_TEXT = / at or near "[^]*"$/;

/** A statement of which nobody knows what it does with data. */
export function refusedUnknown(facts: StatementFacts, rule: string | null, trusted: ReadonlySet<string>): Refusal {
  const why = (facts.unanalyzedBecause ?? 'it was not analyzed').replace(QUOTED_TEXT, '');
  const opaque = facts.opaqueFunctions.filter((name) => !trusted.has(name));
  const trust =
    opaque.length === 0
      ? ''
      : ` Where a function reads nothing but its arguments, the rules that mask can say so: \`trusts ${opaque.join(', ')}\`.`;
  // Which of several opaque functions the place is of is not known.
  const isOnly = facts.opaqueFunctions.length === opaque.length;
  const place = isOnly ? placeOf(facts, facts.unanalyzedAt) : null;
  return {
    ...refusedByContract(
      rule,
      `data is masked for you, and what this statement does with it is not known: ${why}${whereOf(place)}`,
      `Write it with plain columns, built-in functions and names with their schema.${trust}`,
    ),
    position: place?.position ?? null,
    cause: {
      channel: 'lineage',
      column: null,
      member: null,
      via: opaque.join(', '),
      line: place?.line ?? null,
      lineColumn: place?.lineColumn ?? null,
    },
  };
}

/** By the level of `predicates`: what may be done with the column all the same. */
const ALLOWED: Readonly<Record<PredicateLevel, string>> = {
  block: 'Allowed on this column: to select it, masked, and to count it with count().',
  equality:
    'Allowed on this column: = and IN with up to 100 constants, IS NULL, equi-joins with masked columns, GROUP BY.',
  allow: 'Allowed on this column: to ask anything about it; its values stay in it.',
};

const HINTS: Readonly<Record<UseKind, (allowed: string) => string>> = {
  order: (allowed) =>
    `Sort by columns that are not masked and that tell the rows apart; FETCH FIRST … WITH TIES needs no more. ${allowed}`,
  range: (allowed) => allowed,
  pattern: (allowed) => allowed,
  expression: (allowed) => allowed,
  equality: (allowed) => allowed,
  group: (allowed) => allowed,
  presence: (allowed) => allowed,
  copy: () => 'Masked values stay in their own columns.',
};

const PHRASES: Readonly<Record<UseKind, (use: ColumnUse) => string>> = {
  order: (use) =>
    use.via === 'ORDER BY' || use.via === ''
      ? 'cannot be sorted by'
      : `puts these rows in an order that ${use.via} would make values of`,
  range: (use) => `cannot be compared by range (${use.via})`,
  pattern: (use) => `cannot be searched by pattern (${use.via})`,
  expression: (use) => `cannot be used in this expression (${use.via})`,
  equality: (use) => `cannot be compared (${use.via})`,
  group: (use) => `cannot be grouped by (${use.via})`,
  presence: (use) => `cannot be tested (${use.via})`,
  copy: (use) =>
    `cannot be copied into ${use.into === '' ? 'a new relation' : use.into}${use.via === '' ? '' : ` (${use.via})`}`,
};

const FORBIDDEN_BY_DEFAULT: ReadonlySet<UseKind> = new Set(['order', 'range', 'pattern', 'expression', 'copy']);

/** True for what the contract refuses unless every mask on the column allows it. */
export const isRefusedUse = (how: UseKind): boolean => FORBIDDEN_BY_DEFAULT.has(how);

interface RefusedColumn {
  readonly use: Pick<ColumnUse, 'column' | 'via' | 'position'>;
  readonly channel: RefusalCause['channel'];
  readonly what: string;
  readonly hint: string;
}

/** A refusal that one column causes. */
export function refusedColumn(
  facts: StatementFacts,
  { use, channel, what, hint }: RefusedColumn,
  mask: MaskedMember,
  metadata: PolicyMetadata,
): Refusal {
  const place = placeOf(facts, use.position);
  return {
    source: 'contract',
    rule: mask.rule,
    message: `${use.column} (${mask.member}) is masked for you and ${what}${whereOf(place)}`,
    detail: because(metadata, mask.rule),
    hint,
    position: place?.position ?? null,
    cause: {
      channel,
      column: use.column,
      member: mask.member,
      via: use.via,
      line: place?.line ?? null,
      lineColumn: place?.lineColumn ?? null,
    },
  };
}

/** A use of a masked column that would tell more than the mask shows. */
export const refusedUse = (
  facts: StatementFacts,
  use: ColumnUse,
  mask: MaskedMember,
  metadata: PolicyMetadata,
): Refusal =>
  refusedColumn(
    facts,
    {
      use,
      channel: use.how === 'copy' ? 'copy' : 'predicate',
      what: PHRASES[use.how](use),
      hint: HINTS[use.how](ALLOWED[mask.predicates]),
    },
    mask,
    metadata,
  );

/** A masked column held against `clear`, a column that is not masked. */
export const refusedComparison = (
  facts: StatementFacts,
  { use, clear }: { readonly use: ColumnUse; readonly clear: string },
  mask: MaskedMember,
  metadata: PolicyMetadata,
): Refusal =>
  refusedColumn(
    facts,
    {
      use,
      channel: 'comparison',
      what: `cannot be compared with ${clear}, which is not`,
      hint: `Join on columns that are both masked for you, or that are both not, such as the ids of rows. ${ALLOWED.equality}`,
    },
    mask,
    metadata,
  );
