// Which words of the target a masked client may see, and what stands for the others.
import { expect, test } from 'vitest';
import { readReport } from '../wire/read-backend.ts';
import { isAboutText, mayQuoteRows, templatedReport } from './server-text.ts';

const fields = (pairs: { readonly [code: string]: string }): ReadonlyMap<string, string> =>
  new Map(Object.entries(pairs));
const PLACE = { sessionId: '6f1c0000-0000-4000-8000-000000000000', statement: 7 };

test('a template keeps what no value can hide in, and says where the statement is recorded', () => {
  const report = templatedReport(
    'E',
    fields({
      S: 'ERROR',
      V: 'ERROR',
      C: '22P02',
      P: '8',
      M: 'invalid input: "900-00-0001"',
      D: 'x',
      H: 'x',
      W: 'x',
      R: 'x',
    }),
    PLACE,
  );
  expect(Object.fromEntries(readReport(report.subarray(5)))).toEqual({
    S: 'ERROR',
    V: 'ERROR',
    C: '22P02',
    P: '8',
    M: 'invalid text representation (details withheld by policy)',
    D: `What was asked is statement 7 of the recording ${PLACE.sessionId}.`,
  });
});

test('fields of another form than the protocol gives them are left out', () => {
  const report = templatedReport('N', fields({ S: 'NOTICE 900-00-0001', C: '900-0', P: '9000000001x' }), PLACE);
  expect([...readReport(report.subarray(5)).keys()]).toEqual(['M', 'D']);
});

test.each([
  [{ C: '42703', F: 'parse_relation.c' }, true],
  [{ C: '42883', F: 'parse_func.c' }, true],
  // A type or a relation that is looked up by a value is not there, either.
  [{ C: '42704', F: 'parse_type.c' }, false],
  [{ C: '42P01', F: 'namespace.c' }, false],
  [{ C: '42P01', F: 'parse_relation.c', W: 'PL/pgSQL function run(text) line 1 at EXECUTE' }, false],
  [{ C: '42601', F: 'parse_relation.c', q: 'SELECT …' }, false],
  [{ C: '42501', F: 'pl_exec.c' }, false],
  [{ C: '22P02', F: 'parse_expr.c' }, false],
])('%j is about the text of the statement alone: %s', (report, expected) => {
  expect(isAboutText(fields(report))).toBe(expected);
});

test.each([
  [{ C: '23505' }, true],
  [{ C: 'P0001', W: 'PL/pgSQL function' }, true],
  [{ C: '42P07' }, false],
])('%j may quote rows: %s', (report, expected) => {
  expect(mayQuoteRows(fields(report))).toBe(expected);
});
