// An approval that nobody will grant.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

const approve = (terms: string, on = 'postgres.statement'): string =>
  policy(`approve a on ${on} ${terms} because "x"\nflag f on session.open because "x"`);

test.each([
  ['by 21 of "g" within 5m for once', '21'],
  ['by 1 of "g" within 999ms for once', '999ms'],
  ['by 1 of "g" within 5m for 1ms', '1ms'],
])('%s', (terms, underline) => expect(diagnosticsOf(approve(terms))).toMatchObject([{ code: 'HPOL3018', underline }]));

test('whole sessions', () => {
  const terms = 'by 1 of "g" within 5m for once';
  expect(diagnosticsOf(approve(terms, 'postgres.statement, session.open'))).toMatchObject([
    { code: 'HPOL3018', underline: 'session.open' },
  ]);
});

test('what people can meet', () => {
  expect(diagnosticsOf(approve('by 20 of "g" within 1s for 1s'))).toEqual([]);
});
