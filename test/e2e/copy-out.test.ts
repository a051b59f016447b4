// COPY TO STDOUT for a masked client: every form and format of it, in both protocols, against two worlds that differ in protected values only.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareParser } from '../../runtime/postgres/analysis/parser.ts';
import { attacks, type LeakCase, type Mode } from '../leaks/leak-case.ts';
import { startLeakHouse, type LeakHouse } from '../leaks/leak-house.ts';
import { modesOf } from '../leaks/modes-of.ts';
import { runCase } from '../leaks/run-case.ts';
import { bodyOf, textOf } from './copied-rows.ts';

let house: LeakHouse;
beforeAll(async () => {
  await prepareParser();
  house = await startLeakHouse();
}, 120_000);
afterAll(() => house.stop());

const GROUP = 'bulk and cursors';
const control = (sql: string, shows: readonly string[]): LeakCase => ({
  kind: 'control',
  group: GROUP,
  name: sql,
  steps: sql,
  shows,
});

async function copied(sql: string, mode: Mode = 'simple'): Promise<Buffer> {
  const { verdict, received } = await runCase(house, control(sql, []), { mode });
  expect([sql, mode, verdict]).toEqual([sql, mode, { kind: 'equal', isRefused: false }]);
  return bodyOf(received[0] ?? []);
}

const OPTIONS = [
  '',
  'CSV HEADER',
  "DELIMITER ',' NULL 'none'",
  '(FORMAT text, HEADER)',
  `(FORMAT csv, DELIMITER ';', QUOTE '''', ESCAPE '\\', NULL '-', FORCE_QUOTE *)`,
  "(FORMAT csv, ENCODING 'UTF8', HEADER false)",
  '(FORMAT binary)',
];
const FORMS = [
  'care.patients',
  'care.patients (zip, ssn, id)',
  'patients (birth, city)',
  'care.patient_cache',
  'care.staff',
  'care.doctors',
  'care.labs_2023',
  "(SELECT * FROM care.patients WHERE city = 'Duluth' ORDER BY id)",
  '(SELECT id, ssn, upper(full_name), contact, tags, p FROM care.patients p)',
  '(SELECT mrn FROM care.patients UNION ALL SELECT mrn FROM care.visits)',
  '(TABLE care.visit_view)',
];

test.each(FORMS)('COPY %s says the same in both worlds, in every format and protocol', async (form) => {
  for (const options of OPTIONS) {
    const sql = `COPY ${form} TO STDOUT ${options}`;
    for (const leakCase of attacks(GROUP, [[sql, sql]])) {
      for (const mode of modesOf(leakCase)) {
        const { verdict } = await runCase(house, leakCase, { mode });
        expect([sql, mode, verdict.kind]).toEqual([sql, mode, 'equal']);
      }
    }
  }
});

describe('the rows of a masked client', () => {
  test('hold what the transforms give, under the names and in the order of the columns', async () => {
    const rows = textOf(await copied('COPY care.patients (id, ssn, full_name, birth, zip, city) TO STDOUT CSV HEADER'));
    expect(rows.slice(0, 2)).toEqual([
      'id,ssn,full_name,birth,zip,city',
      '1,***-**-1037,[phi.name],1932-01-01,554,Bemidji',
    ]);
    expect(rows).toHaveLength(25);
  });

  test('come one to a message, as clients of COPY expect', async () => {
    const { received } = await runCase(house, control('COPY care.patients TO STDOUT', []), { mode: 'simple' });
    expect((received[0] ?? []).filter((message) => message[0] === 0x64)).toHaveLength(24);
  });

  test('are NULL where a value is derived, in the words of the format', async () => {
    const sql =
      "COPY (SELECT id, upper(full_name) FROM care.patients WHERE id = 1) TO STDOUT (FORMAT csv, NULL 'none')";
    expect(textOf(await copied(sql))).toEqual(['1,none']);
  });

  test('of free text lose what detectors find', async () => {
    const [first] = textOf(await copied('COPY (SELECT notes FROM care.visits WHERE id = 1) TO STDOUT'));
    expect(first).toBe('Seen for a check. SSN [phi.ssn], call [phi.phone].');
  });

  test('are masked in binary as well', async () => {
    for (const mode of ['simple', 'extended binary'] as const) {
      const bytes = await copied('COPY care.patients (id, ssn, city) TO STDOUT BINARY', mode);
      expect(bytes.subarray(0, 11).toString('latin1')).toBe('PGCOPY\n\xff\r\n\0');
      expect(bytes.includes('***-**-1037') && bytes.includes('Bemidji')).toBe(true);
      expect(bytes.subarray(-2)).toEqual(Buffer.from([0xff, 0xff]));
    }
  });

  test('of a parent leave out those of its children, and generated columns are left out', async () => {
    expect(textOf(await copied('COPY care.staff TO STDOUT CSV'))).toEqual([
      '1,Staff 1,***-**-1037,Desk 1',
      '3,Staff 3,***-**-1111,Desk 3',
      '5,Staff 5,***-**-1185,Desk 5',
    ]);
  });

  test('are masked where a write gives them back', async () => {
    const sql =
      "BEGIN; COPY (UPDATE care.patients SET sex = 'X' WHERE id = 3 RETURNING id, ssn, sex) TO STDOUT; ROLLBACK";
    const { verdict } = await runCase(house, control(sql, ['3\t***-**-1111\tX']), { mode: 'simple' });
    expect(verdict).toEqual({ kind: 'equal', isRefused: false });
  });

  test('are masked among other statements of one text', async () => {
    const sql = 'BEGIN; COPY care.patients (ssn) TO STDOUT; SELECT ssn FROM care.patients WHERE id = 2; COMMIT';
    const { verdict } = await runCase(house, control(sql, ['***-**-1037', '***-**-1074']), { mode: 'simple' });
    expect(verdict).toEqual({ kind: 'equal', isRefused: false });
  });
});

test.each([
  ["COPY care.patients TO STDOUT (ENCODING 'latin1')", 'its rows have to be UTF8'],
  ["COPY care.patients TO '/tmp/x'", 'leaves the session'],
  ["COPY (SELECT ssn FROM care.patients) TO PROGRAM 'cat'", 'leaves the session'],
  ["COPY (SELECT id FROM care.patients WHERE ssn LIKE '9%') TO STDOUT", 'cannot be searched by pattern'],
])('%s is refused: %s', async (sql, words) => {
  const { verdict, received } = await runCase(house, attacks(GROUP, [[sql, sql]])[0]!, { mode: 'simple' });
  expect(verdict).toEqual({ kind: 'equal', isRefused: true });
  expect(Buffer.concat([...(received[0] ?? [])]).toString()).toContain(words);
});
