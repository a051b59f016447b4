// Statements that would write what a mask shows over the value that it hides. What no real value looks like is never written; what a real
// value may look like is written by INSERT, which destroys nothing, and not over a value that was there. Pure.
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import type { StatementFacts, WrittenValue } from '../analysis/facts.ts';
import type { Refusal } from './enforcement.ts';
import { maskLikeness } from './mask-likeness.ts';
import type { Likeness } from './mask-likeness.ts';
import type { MaskedMember, MasksOf } from './masked-members.ts';
import { parameterText } from './parameter-text.ts';
import { refusedColumn } from './refusals.ts';

/** Null before the parameters are known: then only constants are looked at. */
export type Parameters = readonly (string | null)[] | null;

const HINTS: Readonly<Record<NonNullable<Likeness>, string>> = {
  certain: 'Leave the column out of the statement, or write its real value.',
  possible:
    'Leave the column out of the statement. If this is its real value, ask somebody for whom it is not masked to write it.',
};

/** Undefined where the value is not known yet, or not given. */
function textOf({ constant, typeOid }: WrittenValue, parameters: Parameters): string | null | undefined {
  if (constant.kind === 'constant') return constant.text;
  const parameter = parameters?.[constant.number - 1];
  return parameter === undefined ? undefined : parameterText(parameter, typeOid);
}

interface Found {
  readonly mask: MaskedMember;
  readonly column: string;
  readonly likeness: NonNullable<Likeness>;
}

/** The mask that the value looks like, among all masks on the column. */
function likeMask(
  written: WrittenValue,
  text: string | null,
  masks: MasksOf,
  members: ReadonlySet<string>,
): Found | null {
  for (const column of written.columns) {
    for (const mask of masks(column)) {
      const likeness = maskLikeness({ text, typeOid: written.typeOid, transform: mask.transform, members });
      if (likeness === 'certain' || (likeness === 'possible' && written.replaces)) return { mask, column, likeness };
    }
  }
  return null;
}

export function writtenBackRefusal(
  facts: StatementFacts,
  masks: MasksOf,
  metadata: PolicyMetadata,
  parameters: Parameters,
): Refusal | null {
  const members = new Set(metadata.members.map(({ name }) => name));
  for (const written of facts.written) {
    const text = textOf(written, parameters);
    const found = text === undefined ? null : likeMask(written, text, masks, members);
    if (found === null) continue;
    const { constant } = written;
    const via = constant.kind === 'parameter' ? `$${constant.number}` : 'a constant';
    const what = `cannot be set to what its mask shows (${via}), which would destroy the value`;
    const use = { column: found.column, via, position: constant.position };
    const words = { use, channel: 'mask written back', what, hint: HINTS[found.likeness] } as const;
    return refusedColumn(facts, words, found.mask, metadata);
  }
  return null;
}

/** COPY FROM STDIN: its rows come later and are not looked into, so masks among them could not be told. */
export function copyInRefusal(facts: StatementFacts, masks: MasksOf, metadata: PolicyMetadata): Refusal | null {
  if (facts.command !== 'COPY' || facts.category !== 'write') return null;
  const column = facts.writes.find((name) => masks(name).length > 0);
  const [mask] = column === undefined ? [] : masks(column);
  if (column === undefined || mask === undefined) return null;
  const use = { column, via: 'COPY', position: -1 };
  const what = 'cannot be filled by COPY, in which a mask could not be told from a value';
  const hint = 'Use INSERT, or leave the column out.';
  return refusedColumn(facts, { use, channel: 'mask written back', what, hint }, mask, metadata);
}
