// Two members of classes that share a column, masked by different transforms of equal strength at once. The gateway then
// does neither of the two and redacts the column.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { coverOf } from '../logic/cover.ts';
import { all } from '../logic/formula.ts';
import type { ClassMember, MaskEntry } from '../program/program.ts';
import type { Span } from '../source/span.ts';
import { printTransform, TRANSFORM_STRENGTH } from '../vocabulary/transforms.ts';
import { sharedColumn } from './shared-column.ts';
import type { StudiedRule, Study } from './study.ts';

/** An entry of a mask with the rule that it belongs to. */
interface Placed extends MaskEntry {
  readonly studied: StudiedRule;
  readonly span: Span;
}

/** The masks of two members that share a column. */
interface Overlap {
  readonly first: readonly Placed[];
  readonly second: readonly Placed[];
  readonly column: string;
}

/** So many pairs of patterns are compared, and so many pairs of masks. */
const MAX_PAIRS = 200_000;

export function clashingMembers(study: Study): readonly Diagnostic[] {
  const byMember = new Map<number, Placed[]>();
  for (const studied of study.rules) {
    for (const entry of studied.entries) {
      const placed = byMember.get(entry.member) ?? [];
      placed.push({ ...entry, studied });
      byMember.set(entry.member, placed);
    }
  }
  let left = MAX_PAIRS;
  return overlapsOf(study.members, byMember).flatMap(({ first, second, column }) => {
    left -= first.length * second.length;
    if (left < 0) return [];
    const pairs = first.flatMap((one) => second.map((other) => [one, other] as const));
    const clash = pairs.find(([one, other]) => clashes(one, other, study));
    return clash ? [report(clash[0], clash[1], column, study.members)] : [];
  });
}

const strengthOf = ({ transform }: MaskEntry): number => TRANSFORM_STRENGTH[transform.kind];

/** Both apply on some event on which no stronger mask does. */
function clashes(one: Placed, other: Placed, study: Study): boolean {
  const strength = strengthOf(one);
  if (strength !== strengthOf(other) || printTransform(one.transform) === printTransform(other.transform)) return false;
  const both = all([one.studied.condition, other.studied.condition]);
  const firing = study.reasoner.search([both]);
  if (firing.kind !== 'found') return false;
  const accepts = ({ entries }: StudiedRule): boolean =>
    entries.some(
      (entry) => (entry.member === one.member || entry.member === other.member) && strengthOf(entry) > strength,
    );
  return coverOf(both, firing.model, { ...study, accepts }).kind === 'open';
}

function report(one: Placed, other: Placed, column: string, members: readonly ClassMember[]): Diagnostic {
  const [later, earlier] = one.span.start > other.span.start ? [one, other] : [other, one];
  const nameOf = ({ member }: Placed): string => `\`${members[member]?.name}\``;
  const [first, second] = [printTransform(earlier.transform), printTransform(later.transform)];
  const labels = [{ span: earlier.span, text: `\`${first}\` for ${nameOf(earlier)} is here` }];
  const parameters = { earlier: nameOf(earlier), later: nameOf(later), first, second, column };
  return diagnose('HPOL3017', later.span, parameters, { labels });
}

function overlapsOf(
  members: readonly ClassMember[],
  byMember: ReadonlyMap<number, readonly Placed[]>,
): readonly Overlap[] {
  const masked = members.flatMap((member, number) => {
    const placed = byMember.get(number);
    return placed ? [{ member, placed }] : [];
  });
  const found: Overlap[] = [];
  let pairs = 0;
  for (const [at, first] of masked.entries()) {
    for (const second of masked.slice(at + 1)) {
      pairs += first.member.columns.length * second.member.columns.length;
      if (pairs > MAX_PAIRS) return found;
      const column = sharedBy(first.member, second.member);
      if (column !== null) found.push({ first: first.placed, second: second.placed, column });
    }
  }
  return found;
}

function sharedBy(member: ClassMember, other: ClassMember): string | null {
  for (const one of member.columns) {
    for (const two of other.columns) {
      const column = sharedColumn(one, two);
      if (column !== null) return column;
    }
  }
  return null;
}
