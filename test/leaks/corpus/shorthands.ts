// Short forms in which most cases are written. They make plain cases, and run nothing.
import { attacks, type Attack, type Group } from '../leak-case.ts';

/** A name, and texts each of which becomes a statement of its own, so that the refusal of one does not hide another. */
export type Texts = readonly [name: string, texts: readonly string[]];

/** Attacks of several statements that stand alone: all run, whatever becomes of the others. */
export const statements = (group: Group, pairs: readonly Texts[]): readonly Attack[] =>
  pairs.map(([name, texts]) => ({ kind: 'attack', group, name, steps: texts.map((sql) => ({ sql })) }));

/** One value of every patient, in a public order. */
export const computed = (group: Group, pairs: readonly Texts[]): readonly Attack[] =>
  statements(
    group,
    pairs.map(([name, texts]) => [name, texts.map((text) => `SELECT id, ${text} FROM care.patients ORDER BY id`)]),
  );

/** Patients that are chosen by a protected value. */
export const chosen = (
  group: Group,
  pairs: readonly (readonly [name: string, condition: string])[],
): readonly Attack[] =>
  attacks(
    group,
    pairs.map(([name, condition]) => [name, `SELECT id FROM care.patients WHERE ${condition} ORDER BY id`]),
  );
