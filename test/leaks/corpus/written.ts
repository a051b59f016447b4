// Attacks that write, and read what they have written. They make plain cases, and run nothing.
import type { Attack } from '../leak-case.ts';

/** The public table that most of them write into. */
export const NOTES = 'SELECT id, note, amount, day, data FROM care.scratch ORDER BY id, note';
export const MESSAGES = 'SELECT body, priority FROM care.messages ORDER BY body';

/** Statements that write, and then one that reads what they have written. */
export const moved = (name: string, writes: readonly string[], read: string = NOTES): Attack => ({
  kind: 'attack',
  group: 'writes',
  name,
  changes: true,
  steps: [...writes, read].map((sql) => ({ sql })),
});
