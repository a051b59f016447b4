// The words of refusals: which rule, which column, through what, where, and what would be allowed. Names only, never values.
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import { countCharacters } from '../analysis/count-characters.ts';
import type { ColumnUse, StatementFacts } from '../analysis/facts.ts';
import type { Refusal } from './enforcement.ts';
import type { MaskedMember } from './masked-members.ts';

/** The protocol counts characters of the query string from 1; the analysis counts bytes of the statement. */
function characterPosition(facts: StatementFacts, byte: number): number | null {
  if (byte < 0) return null;
  return facts.start + countCharacters(Buffer.from(facts.text).subarray(0, byte)) + 1;
}

export const blockedByPolicy = (decision: Decision): Refusal => ({
  source: 'policy',
  rule: decision.decided_by,
  message:
    decision.decided_by === null
      ? `blocked: ${decision.reason}`
      : `blocked by policy rule ${decision.decided_by}: ${decision.reason}`,
  detail: decision.doc,
  hint: '',
  position: null,
});

const because = (metadata: PolicyMetadata, rule: string): string => {
  const text = metadata.rules.find((candidate) => candidate.name === rule)?.because ?? '';
  return text === '' ? `Rule ${rule} masks it for you.` : `Rule ${rule} masks it for you: ${text}`;
};

/** A refusal of the contract that no single column causes. */
export const refusedByContract = (rule: string | null, message: string, hint: string): Refusal => ({
  source: 'contract',
  rule,
  message,
  detail: '',
  hint,
  position: null,
});

const ALLOWED =
  'Allowed on this column: = and IN with up to 100 constants, IS NULL, equi-joins with masked columns, GROUP BY.';
const HINTS = {
  order: `Sort by columns that are not masked and that tell the rows apart; FETCH FIRST … WITH TIES needs no more. ${ALLOWED}`,
  range: ALLOWED,
  pattern: ALLOWED,
  expression: ALLOWED,
  copy: 'Masked values stay in their own columns.',
} as const;

export type RefusedUse = keyof typeof HINTS;

const PHRASES: Readonly<Record<RefusedUse, (use: ColumnUse) => string>> = {
  order: (use) =>
    use.via === 'ORDER BY' || use.via === ''
      ? 'cannot be sorted by'
      : `puts these rows in an order that ${use.via} would make values of`,
  range: (use) => `cannot be compared by range (${use.via})`,
  pattern: (use) => `cannot be searched by pattern (${use.via})`,
  expression: (use) => `cannot be used in this expression (${use.via})`,
  copy: (use) => `cannot be copied into ${use.into === '' ? 'a new relation' : use.into}`,
};

export const isRefusedUse = (how: ColumnUse['how']): how is RefusedUse => how in HINTS;

const refusedColumn = (
  facts: StatementFacts,
  { use, what, hint }: { readonly use: ColumnUse; readonly what: string; readonly hint: string },
  mask: MaskedMember,
  metadata: PolicyMetadata,
): Refusal => ({
  source: 'contract',
  rule: mask.rule,
  message: `${use.column} (${mask.member}) is masked for you and ${what}`,
  detail: because(metadata, mask.rule),
  hint,
  position: characterPosition(facts, use.position),
});

/** A use of a masked column that would tell more than the mask shows. */
export const refusedUse = (
  facts: StatementFacts,
  use: ColumnUse & { readonly how: RefusedUse },
  mask: MaskedMember,
  metadata: PolicyMetadata,
): Refusal => refusedColumn(facts, { use, what: PHRASES[use.how](use), hint: HINTS[use.how] }, mask, metadata);

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
      what: `cannot be compared with ${clear}, which is not`,
      hint: `Join on columns that are both masked for you, or that are both not, such as the ids of rows. ${ALLOWED}`,
    },
    mask,
    metadata,
  );
