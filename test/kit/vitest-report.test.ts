// What the check reports must never be better than what happened.
import { expect, test } from 'vitest';
import { countsOf } from './vitest-report.ts';

const report = (passed: number, failed: number, pending = 0): string =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending });

test.each([
  ['a good run', report(7, 0, 2), 0, { passed: 7, failed: 0, skipped: 2 }],
  ['failed tests', report(5, 2), 1, { passed: 5, failed: 2, skipped: 0 }],
  ['an error outside any test', report(7, 0), 1, { passed: 7, failed: 1, skipped: 0 }],
  ['no report', null, 1, { passed: 0, failed: 1, skipped: 0 }],
  ['no report although the runner is content', null, 0, { passed: 0, failed: 1, skipped: 0 }],
  ['a torn report', '{"numPassedTests": 7', 0, { passed: 0, failed: 1, skipped: 0 }],
  ['a run of no tests', report(0, 0), 0, { passed: 0, failed: 1, skipped: 0 }],
] as const)('%s', (_, text, status, counts) => expect(countsOf(text, status)).toEqual(counts));
