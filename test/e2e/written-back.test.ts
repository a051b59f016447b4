// A client that reads masked rows and saves them destroys nothing: what a mask shows is not written over what it hides, by any way that
// drivers and people save rows. Real values are written as always.
import { join } from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readRecording } from '../../runtime/recording/read-recording.ts';
import { policyc, policyd, TestClinic, until } from '../kit/clinic.ts';

let clinic: TestClinic;
let direct: Client;
let ana: Client;
let bo: Client;
beforeAll(async () => {
  clinic = await TestClinic.start();
  direct = await clinic.direct();
  ana = await clinic.connect('ana');
  bo = await clinic.connect('bo');
});
afterAll(() => clinic.stop());

const PATIENT = 'SELECT * FROM clinical.patients WHERE id = 7';
let before: unknown;
beforeEach(async () => {
  before = (await direct.query(PATIENT)).rows[0];
});
const patient = async (): Promise<unknown> => (await direct.query(PATIENT)).rows[0];

interface Refused {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}
const refused = async (text: string, values: readonly unknown[] = []): Promise<Refused> =>
  ana.query(text, [...values]).then(
    () => Promise.reject(new Error(`it was not refused: ${text}`)),
    ({ code, message, hint }: Refused) => ({ code, message, hint }),
  );

const COLUMNS = ['mrn', 'ssn', 'first_name', 'last_name', 'date_of_birth', 'zip', 'phone', 'email'] as const;

describe('a row that was read is saved', () => {
  test.each(COLUMNS)('the column %s alone, as a parameter and as a constant', async (column) => {
    const shown = (await ana.query(`SELECT ${column}::text AS shown FROM clinical.patients WHERE id = 7`)).rows[0] as {
      shown: string;
    };
    const update = (value: string): string => `UPDATE clinical.patients SET ${column} = ${value} WHERE id = 7`;
    const error = await refused(update('$1'), [shown.shown]);
    expect(error.code).toBe('42501');
    expect(error.message).toMatch(
      new RegExp(
        `^clinical.patients.${column} .* cannot be set to what its mask shows \\(\\$1\\).*, at line 1, column \\d+$`,
      ),
    );
    expect(error.message + error.hint).not.toContain(shown.shown);
    expect((await refused(update(`'${shown.shown}'`))).message).toContain('(a constant)');
    expect(await patient()).toEqual(before);
  });

  test('whole, with every column in its place, as drivers read values', async () => {
    const { rows } = await ana.query(PATIENT);
    const row = rows[0] as Record<string, unknown>;
    const names = Object.keys(row).filter((name) => name !== 'id');
    const sets = names.map((name, index) => `${name} = $${index + 2}`).join(', ');
    await refused(`UPDATE clinical.patients SET ${sets} WHERE id = $1`, [row['id'], ...names.map((name) => row[name])]);
    const places = Object.keys(row).map((_, index) => `$${index + 1}`);
    await refused(
      `INSERT INTO clinical.patients VALUES (${places.join(', ')}) ON CONFLICT (id) DO UPDATE SET ssn = EXCLUDED.ssn`,
      Object.values(row),
    );
    expect(await patient()).toEqual(before);
  });

  test.each<[string, string, readonly unknown[]]>([
    [
      'a date as a driver writes one',
      'UPDATE clinical.patients SET date_of_birth = $1 WHERE id = 7',
      [new Date(1961, 0, 1)],
    ],
    ['a cast', "UPDATE clinical.patients SET ssn = '***-**-1234'::varchar WHERE id = 7", []],
    ['a list of columns', "UPDATE clinical.patients SET (city, ssn) = ('Springfield', '***-**-1234') WHERE id = 7", []],
    [
      'many rows at once',
      'UPDATE clinical.patients p SET ssn = v.ssn FROM (VALUES (7, $1), (8, $2)) v(id, ssn) WHERE p.id = v.id',
      ['900-11-2222', '***-**-1234'],
    ],
    [
      'MERGE',
      `MERGE INTO clinical.patients p USING (SELECT 7 AS id, '[phi.name]' AS n) v ON p.id = v.id
         WHEN MATCHED THEN UPDATE SET last_name = v.n`,
      [],
    ],
    ['COALESCE', 'UPDATE clinical.patients SET ssn = COALESCE($1, ssn) WHERE id = 7', ['***-**-1234']],
    [
      'CASE',
      "UPDATE clinical.patients SET ssn = CASE WHEN city = 'x' THEN 'y' ELSE '***-**-1234' END WHERE id = 7",
      [],
    ],
    [
      'INSERT',
      `INSERT INTO clinical.encounters (id, patient_id, occurred_at, department, reason, notes)
         VALUES (90001, 7, now(), 'x', 'y', 'SSN [phi.ssn], call later')`,
      [],
    ],
    [
      'INSERT of a query',
      "INSERT INTO clinical.patients SELECT 90001, 'MRN00099999', '***-**-1234', 'A', 'B', '1961-07-23', 'F', 'C', '55401'",
      [],
    ],
    [
      'WITH',
      "WITH u AS (UPDATE clinical.patients SET ssn = '***-**-1234' WHERE id = 7 RETURNING id) SELECT * FROM u WHERE id > 0",
      [],
    ],
  ])('by %s', async (_, text, values) => {
    expect((await refused(text, values)).message).toContain('cannot be set to what its mask shows');
    expect(await patient()).toEqual(before);
  });

  test('by PREPARE and EXECUTE of SQL', async () => {
    await ana.query('PREPARE save(text, int) AS UPDATE clinical.patients SET ssn = $1 WHERE id = $2');
    expect((await refused("EXECUTE save('***-**-1234', 7)")).message).toContain('cannot be set to what its mask shows');
    expect(await patient()).toEqual(before);
    expect((await ana.query("EXECUTE save('900-11-2222', 7)")).rowCount).toBe(1);
    expect(await patient()).toMatchObject({ ssn: '900-11-2222' });
  });

  test('by COPY', async () => {
    const message = await refused('COPY clinical.patients FROM STDIN').then((error) => error.message);
    expect(message).toContain('cannot be filled by COPY');
    expect(await patient()).toEqual(before);
  });
});

describe('what is written as always', () => {
  test.each<[string, string, readonly unknown[]]>([
    [
      'a patient with real values',
      'INSERT INTO clinical.patients VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
      [90_002, 'MRN00099998', '900-44-5555', 'Ada', 'Example', '1961-01-01', 'F', 'Springfield', '55401', null, null],
    ],
    [
      'a real value',
      'UPDATE clinical.patients SET ssn = $1, date_of_birth = $2 WHERE id = 8',
      ['900-44-5556', '1961-07-23'],
    ],
    [
      'nothing for a value that is not given',
      'UPDATE clinical.patients SET ssn = COALESCE($1, ssn) WHERE id = 8',
      [null],
    ],
    ['the value itself', 'UPDATE clinical.patients SET ssn = ssn, city = $1 WHERE id = 8', ['Shelbyville']],
    [
      'an upsert',
      `INSERT INTO clinical.patients (id, mrn, ssn, first_name, last_name, date_of_birth, sex, city, zip)
         VALUES (8, 'MRN1', '900-44-5557', 'A', 'B', '1961-07-23', 'F', 'C', '55401')
         ON CONFLICT (id) DO UPDATE SET ssn = COALESCE(EXCLUDED.ssn, patients.ssn)`,
      [],
    ],
    ['a placeholder where nothing is protected', "UPDATE clinical.patients SET city = '[phi.ssn]' WHERE id = 8", []],
    ['COPY of what is not protected', 'COPY clinical.encounters (id) TO STDOUT', []],
  ])('%s', async (_, text, values) => {
    await expect(ana.query(text, [...values])).resolves.toBeDefined();
  });

  test('masks are no concern of somebody who sees clear values', async () => {
    await bo.query("UPDATE clinical.patients SET last_name = '[phi.name]' WHERE id = 9");
    await bo.query('UPDATE clinical.patients SET ssn = $1 WHERE id = 9', ['***-**-1234']);
    const { rows } = await direct.query('SELECT last_name, ssn FROM clinical.patients WHERE id = 9');
    expect(rows).toEqual([{ last_name: '[phi.name]', ssn: '***-**-1234' }]);
  });
});

test('the recording says by what way, which rule and which column, is played so, and replays to the same', async () => {
  const decided = clinic.records('ana').filter((record) => record.kind === 'statement');
  const found = decided.find(({ via, enforcement }) => via === 'execute' && enforcement.refusal !== null);
  expect(found?.enforcement).toMatchObject({
    action: 'refuse',
    refusal: {
      rule: 'phi_by_default',
      detail: expect.stringContaining('Minimum necessary') as unknown,
      cause: { channel: 'mask written back', column: 'clinical.patients.mrn', member: 'phi.mrn', via: '$1', line: 1 },
    },
  });
  await ana.end();
  await bo.end();
  const isClosed = (path: string): boolean => [...readRecording(path)].at(-1)?.kind === 'checkpoint';
  await until(() => clinic.recordingPaths().every(isClosed), 'the end of every recording');
  const ended = clinic.recordingPaths().map((path) => [path, [...readRecording(path)]] as const);
  const [path = ''] =
    ended.find(([, [first]]) => first?.kind === 'session.open' && first.identity.user === 'ana') ?? [];
  const played = await policyd(['recordings', 'play', path]);
  expect(played.stdout).toMatch(
    /because: Rule phi_by_default masks it for you: Minimum necessary.*\n +cause: rule phi_by_default; mask written back; clinical\.patients\.mrn; phi\.mrn; \$1; line 1, column \d+\n/,
  );
  const policy = join(import.meta.dirname, '../../policies/clinical/clinical.hpol');
  const replayed = await policyc(['test', policy, '--recordings', clinic.house.recordings, '--fail-on', 'any']);
  expect(replayed).toMatchObject({ status: 0, stderr: '' });
});
