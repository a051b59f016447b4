// What the tables count: a case once, as badly as it did in its worst mode, and a leaking control as a leak.
import { expect, test } from 'vitest';
import type { LeakCase } from './leak-case.ts';
import { publishedTable, renewTable, tableIn } from './published-table.ts';
import { troubles, type CaseResult } from './run-corpus.ts';
import type { Verdict } from './run-case.ts';
import { scores, scoreTable } from './score.ts';

const attack = (name: string): LeakCase => ({ kind: 'attack', group: 'naming', name, steps: 'SELECT 1' });
const control = (name: string): LeakCase => ({
  kind: 'control',
  group: 'errors',
  name,
  steps: 'SELECT 1',
  shows: ['1'],
});

const EQUAL: Verdict = { kind: 'equal', isRefused: false };
const REFUSED: Verdict = { kind: 'equal', isRefused: true };
const LEAK: Verdict = { kind: 'leak', where: 'message 3 (DataRow)' };
const FAILED: Verdict = { kind: 'failed', because: '2 rows instead of 3' };
const inModes = (leakCase: LeakCase, ...verdicts: readonly Verdict[]): readonly CaseResult[] =>
  verdicts.map((verdict) => ({ leakCase, mode: 'simple', verdict }));

const RESULTS = [
  ...inModes(attack('masked'), EQUAL, EQUAL),
  ...inModes(attack('refused'), REFUSED, REFUSED),
  ...inModes(attack('refused in one mode'), REFUSED, EQUAL),
  ...inModes(attack('open in one mode'), REFUSED, LEAK, EQUAL),
  ...inModes(attack('another order'), { kind: 'order only' }, EQUAL),
  ...inModes(attack('stuck'), FAILED, EQUAL),
  ...inModes(control('works'), EQUAL, { kind: 'order only' }),
  ...inModes(control('broken'), EQUAL, FAILED),
  ...inModes(control('leaks'), LEAK, EQUAL),
];

test('each group is scored, and all of them', () => {
  const [naming, errors, all] = scores(RESULTS);
  const none = { attacks: 0, leaks: 0, open: 0, orderOnly: 0, unanswered: 0, refused: 0, controls: 0, passed: 0 };
  expect(naming).toEqual({
    ...none,
    group: 'naming',
    attacks: 6,
    leaks: 1,
    open: 1,
    orderOnly: 1,
    unanswered: 1,
    refused: 1,
  });
  expect(errors).toEqual({ ...none, group: 'errors', leaks: 1, controls: 3, passed: 1 });
  expect(all).toMatchObject({ group: 'all', attacks: 6, leaks: 2, open: 1, controls: 3, passed: 1 });
  expect(scoreTable(scores(RESULTS)).split('\n')).toHaveLength(4);
});

test('every leak and every failure is named, and nothing else', () => {
  expect(troubles(RESULTS)).toEqual([
    'LEAK    attack “open in one mode” (naming, simple): message 3 (DataRow)',
    'FAILED  attack “stuck” (naming, simple): 2 rows instead of 3',
    'FAILED  control “broken” (errors, simple): 2 rows instead of 3',
    'LEAK    control “leaks” (errors, simple): message 3 (DataRow)',
  ]);
});

test('the published table has a column for each peer, and is found again in the page', () => {
  const ours = { peer: 'hpol', scores: scores(inModes(attack('a'), EQUAL)) };
  const other = { peer: 'by name', scores: scores(inModes(attack('a'), LEAK)) };
  const table = publishedTable([ours, other]);
  expect(table.split('\n')[2]).toBe('| naming | 1 | 0 | 1 |');
  const page = renewTable('before\n<!-- measured: leaks -->\nold\n<!-- end -->\nafter\n', table);
  expect(page).toBe(`before\n<!-- measured: leaks -->\n\n${table}\n\n<!-- end -->\nafter\n`);
  expect(tableIn(page)).toBe(table);
  expect(tableIn('nothing here')).toBeNull();
});
