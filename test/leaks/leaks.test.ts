// The no-leak contract, held on every run: the whole corpus and some generated statements on the embedded PostgreSQL, and the README’s comparison
// says what is true of us. `npm run leaks` does the same at length, on every version that is here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ALL_CASES } from './corpus/all-cases.ts';
import { generateStatement } from './generator/generate-statement.ts';
import { modesOf } from './modes-of.ts';
import { tableIn } from './published-table.ts';
import { troubles } from './run-corpus.ts';
import { runSuite, type SuiteResult } from './run-suite.ts';
import { scores, type GroupScore } from './score.ts';
import { EMBEDDED } from './servers.ts';

/** `npm run leaks` sends twenty thousand. */
const STATEMENTS = 300;
/** And two thousand of these. */
const PIPELINES = 60;
/** The last of these seeds change rows, and roll back. */
const SEED = 700;

// Worlds that were changed take most of the time to be made anew, so here these cases run in one mode.
let suite: SuiteResult;
let total: GroupScore;
beforeAll(async () => {
  suite = await runSuite(EMBEDDED, {
    cases: ALL_CASES,
    generate: generateStatement,
    statements: STATEMENTS,
    seed: SEED,
    pipelines: PIPELINES,
    modes: (leakCase) => modesOf(leakCase).slice(0, leakCase.changes === true ? 1 : undefined),
  });
  total = scores(suite.results).find(({ group }) => group === 'all')!;
}, 600_000);

describe('the corpus', () => {
  test('leaks nothing, and every control passes', () => expect(troubles(suite.results)).toEqual([]));

  test('is large, and most of its controls and a good part of its attacks get an answer', () => {
    expect(total.attacks).toBeGreaterThanOrEqual(250);
    expect(total.controls).toBeGreaterThanOrEqual(60);
    // Refusing everything would leak nothing, too.
    expect(total.attacks - total.refused).toBeGreaterThan(total.attacks / 8);
  });
});

describe('generated statements', () => {
  test('leak nothing', () => {
    expect(suite.generated.leaks.map(({ seed, where, sql }) => `seed ${seed}, ${where}: ${sql}`)).toEqual([]);
    expect(suite.generated.statements).toBe(STATEMENTS);
  });
  test('are answered often enough to prove something', () => {
    expect(suite.generated.answered).toBeGreaterThan(STATEMENTS / 4);
  });
});

test('made-up sequences of protocol messages leak nothing', () => {
  expect(troubles(suite.pipelines)).toEqual([]);
  expect(suite.pipelines).toHaveLength(PIPELINES);
});

describe('a search for protected values in every spelling finds none', () => {
  test('in what clients received', () => expect(suite.received).toEqual([]));
  test('in recordings, responses, the store, catalogs and the log', () => {
    expect(suite.swept.flatMap(({ found }) => found)).toEqual([]);
    for (const { recordings, bytes } of suite.swept) {
      expect(recordings).toBeGreaterThan(100);
      expect(bytes).toBeGreaterThan(1_000_000);
    }
  });
});

describe('the comparison in the README', () => {
  const rows = (tableIn(readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')) ?? '').split('\n');
  const cells = (start: string): readonly string[] =>
    (rows.find((row) => row.startsWith(`| ${start} |`)) ?? '').split('|').map((cell) => cell.trim());

  test('counts the attacks of this corpus; `npm run leaks -- --baselines --write` makes it so', () => {
    expect(cells('all').slice(2, 4)).toEqual([String(total.attacks), String(total.leaks)]);
    expect(cells('controls passed')[3]).toBe(`${total.passed} of ${total.controls}`);
  });

  test('counts what each of the others leaves open', () => {
    const others = cells('all').slice(4, -1).map(Number);
    expect(others).toHaveLength(3);
    for (const open of others) expect(open).toBeGreaterThan(total.attacks / 10);
  });
});
