// Class members: their patterns and their detectors.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy, programOf } from './testing.ts';

const member = (text: string): string => policy(`class c { a: ${text} }\nmask m of c with redact because "x"`);

test('names are in lower case as PostgreSQL reads them, and stand as written in quotes', () => {
  const { members } = programOf(member('column Clinical.{Patients, "My Table"}.*_Name detect us_ssn detect /x/i'));
  expect(members).toMatchObject([
    {
      name: 'c.a',
      columns: [{ schema: ['clinical'], relation: ['patients', 'My Table'], column: ['*_name'] }],
      detectors: [{ kind: 'named', name: 'us_ssn' }, { kind: 'pattern' }],
    },
  ]);
});

test.each([
  ['column a.b', 'HPOL2017', 'a.b', ''],
  ['column a.b.c.d', 'HPOL2017', 'a.b.c.d', ''],
  ['column a.b."x*"', 'HPOL2018', '"x*"', ''],
  ['column a.b.""', 'HPOL2018', '""', ''],
  ['detect us_snn', 'HPOL2002', 'us_snn', 'did you mean `us_ssn`?'],
  ['detect horoscope', 'HPOL2002', 'horoscope', 'detectors are `us_ssn`'],
])('%s', (text, code, underline, help) => {
  expect(diagnosticsOf(member(text))).toMatchObject([{ code, underline, help: expect.stringContaining(help) }]);
});
