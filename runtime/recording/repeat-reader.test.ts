// Repetitions come back as what they repeat, within the window and not beyond it.
import { expect, test } from 'vitest';
import { RepeatReader } from './repeat-reader.ts';
import { REPEAT_WINDOW, type RecordingRecord, type StatementDecided } from './records.ts';

const header = (seq: number) => ({ seq, at: '2026-01-01T00:00:00.000Z', prev: String(seq) });
const allow = { effect: 'allow', decided_by: null, reason: 'r', doc: '', rules: [], approvals: [], masks: [] } as const;
const decided = (statement: number): RecordingRecord & StatementDecided => ({
  ...header(statement),
  kind: 'statement',
  statement,
  via: 'parse',
  parameters: [],
  searchPath: ['public'],
  policy: 'p',
  event: { event: 'postgres.statement', statement: { text: `SELECT ${statement}` } },
  decision: allow,
  enforcement: { action: 'forward', refusal: null, columns: null, hideServerText: false },
});
const repeated = (statement: number, as: number): RecordingRecord => ({
  ...header(statement),
  kind: 'statement.repeated',
  statement,
  as,
  via: 'execute',
  parameters: ['7'],
});

test('a repetition is the statement with its own number, way and parameters', () => {
  const reader = new RepeatReader();
  reader.take(decided(1));
  const again = { ...decided(1), ...header(2), statement: 2, via: 'execute', parameters: ['7'] };
  expect(reader.take(repeated(2, 1))).toEqual([again]);
});

test('a response comes behind the statements that it repeats', () => {
  const reader = new RepeatReader();
  reader.take(decided(1));
  const repeats = [{ statement: 2, as: 1, via: 'execute', parameters: [null] }] as const;
  const response: RecordingRecord = { ...header(3), kind: 'response', bytes: '', repeats, results: [] };
  const again = { ...decided(1), ...header(3), statement: 2, via: 'execute', parameters: [null] };
  expect(reader.take(response)).toEqual([again, response]);
});

test('what was never recorded cannot be repeated', () => {
  expect(new RepeatReader().take(repeated(2, 1))).toBeNull();
  const repeats = [{ statement: 2, as: 1, via: 'execute', parameters: [] }] as const;
  expect(new RepeatReader().take({ ...header(3), kind: 'response', bytes: '', repeats, results: [] })).toBeNull();
});

test('the window ends', () => {
  const reader = new RepeatReader();
  reader.take(decided(1));
  expect(reader.take(repeated(1 + REPEAT_WINDOW, 1))).not.toBeNull();
  expect(reader.take(repeated(2 + REPEAT_WINDOW, 1))).toBeNull();
  reader.take(decided(3 + REPEAT_WINDOW));
  expect(reader.take(repeated(4, 1))).toBeNull();
});
