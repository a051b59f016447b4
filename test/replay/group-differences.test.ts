// Grouping and shortening of findings.
import { expect, test } from 'vitest';
import type { Difference, DifferenceKind } from './difference.ts';
import { countKinds, DifferenceGroups, shorten, type Occurrence } from './group-differences.ts';

const difference = (kind: DifferenceKind, member: string): Difference => ({
  kind,
  member,
  before: { text: 'keep last 4', rule: null },
  after: { text: 'clear', rule: null },
});
const at = (user: string, record: number): Occurrence => ({
  file: 'a.jsonl',
  record,
  session: 's',
  user,
  identityKind: 'person',
  statement: 'SELECT 1',
});

test('equal differences of one identity are one group with the first as example', () => {
  const groups = new DifferenceGroups();
  groups.add(difference('masked', 'phi.ssn'), at('ana', 2));
  groups.add(difference('exposed', 'phi.ssn'), at('ana', 3));
  groups.add(difference('exposed', 'phi.mrn'), at('ana', 4));
  groups.add(difference('exposed', 'phi.mrn'), at('ana', 5));
  groups.add(difference('exposed', 'phi.mrn'), at('bo', 6));
  const found = groups.sorted();
  expect(found.map(({ kind, member, user, count, example }) => [kind, member, user, count, example.record])).toEqual([
    ['exposed', 'phi.mrn', 'ana', 2, 4],
    ['exposed', 'phi.ssn', 'ana', 1, 3],
    ['exposed', 'phi.mrn', 'bo', 1, 6],
    ['masked', 'phi.ssn', 'ana', 1, 2],
  ]);
  expect(countKinds(found)).toEqual({ exposed: 3, blocked: 0, needs_approval: 0, masked: 1, changed: 0 });
});

test('statements become one line of at most 100 characters', () => {
  expect(shorten('  SELECT\n\t1 ')).toBe('SELECT 1');
  expect(shorten('é'.repeat(300))).toHaveLength(100);
  expect(shorten('🙂'.repeat(300)).isWellFormed()).toBe(true);
  expect(shorten('é'.repeat(300)).endsWith('…')).toBe(true);
  expect(shorten('a\u001B[2Jb\u202Ec')).toBe('a\uFFFD[2Jb\uFFFDc');
  expect(shorten('x'.repeat(100))).toBe('x'.repeat(100));
});
