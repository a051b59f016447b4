// Gathers equal differences over many recorded events into one line with a count, so that a changed rule reads as one finding.
import { DIFFERENCE_KINDS, type Difference, type DifferenceKind } from './difference.ts';

/** Where a difference was found: enough to open the recording at that place. `statement` is one line, shortened. */
export interface Occurrence {
  readonly file: string;
  readonly record: number;
  readonly session: string;
  readonly user: string;
  readonly identityKind: string;
  readonly statement: string;
}

export interface DifferenceGroup extends Difference {
  readonly user: string;
  readonly identityKind: string;
  /** How many recorded events differ so. */
  readonly count: number;
  /** The first of them. */
  readonly example: Occurrence;
}

const keyOf = ({ kind, member, before, after }: Difference, { user, identityKind }: Occurrence): string =>
  JSON.stringify([kind, user, identityKind, member, before, after]);

/** Groups as they come, so that memory grows with the number of different findings and not with that of events. */
export class DifferenceGroups {
  readonly #groups = new Map<string, DifferenceGroup>();

  add(difference: Difference, example: Occurrence): void {
    const key = keyOf(difference, example);
    const { user, identityKind } = example;
    const known = this.#groups.get(key) ?? { ...difference, user, identityKind, count: 0, example };
    this.#groups.set(key, { ...known, count: known.count + 1 });
  }

  /** Most dangerous first, then most frequent first. */
  sorted(): readonly DifferenceGroup[] {
    const rank = ({ kind }: DifferenceGroup): number => DIFFERENCE_KINDS.indexOf(kind);
    return [...this.#groups.values()].sort((a, b) => rank(a) - rank(b) || b.count - a.count);
  }
}

/** Number of groups of each kind, every kind named. */
export function countKinds(groups: readonly DifferenceGroup[]): Readonly<Record<DifferenceKind, number>> {
  const counts = { exposed: 0, blocked: 0, needs_approval: 0, masked: 0, changed: 0 };
  for (const { kind } of groups) counts[kind] += 1;
  return counts;
}

const MAX_STATEMENT_CHARACTERS = 100;

/** Control characters and text direction marks: a recorded statement must not steer the terminal that shows it. */
const UNPRINTABLE = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A statement as one line of at most 100 characters. Literals stay: a recording holds what the client itself sent. */
export function shorten(statement: string): string {
  const line = statement.replace(/\s+/g, ' ').replace(UNPRINTABLE, '\uFFFD').trim();
  if (line.length <= MAX_STATEMENT_CHARACTERS) return line;
  // A cut between the halves of a surrogate pair would print as garbage.
  return `${line.slice(0, MAX_STATEMENT_CHARACTERS - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
