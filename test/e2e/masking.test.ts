// What reaches a masked client, byte by byte: for each way of asking, either nothing protected or nothing at all. Controls beside the
// attacks make sure that refusing everything fails too.
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestClinic } from '../kit/clinic.ts';
import { findProgram, presence, run } from '../kit/programs.ts';

/** One way through each channel, for the shipped policy; `test/leaks` has the hundreds of others. */
const WAYS: readonly (readonly [string, string])[] = [
  ['plain columns under other names', 'SELECT p.ssn AS harmless, p.* FROM clinical.patients AS p LIMIT 20'],
  ['an expression', 'SELECT reverse(ssn), date_of_birth::text FROM clinical.patients LIMIT 20'],
  ['a whole row as JSON', 'SELECT to_json(p) FROM clinical.patients p LIMIT 20'],
  ['a view', 'SELECT * FROM clinical.patient_directory LIMIT 20'],
  ['free text', 'SELECT notes FROM clinical.encounters LIMIT 100'],
  ['an aggregate', "SELECT string_agg(ssn, ',') FROM clinical.patients"],
  ['COPY', 'COPY clinical.patients TO STDOUT'],
  ['binary COPY', 'COPY clinical.patients TO STDOUT WITH (FORMAT binary)'],
  ['the text of an error', 'SELECT ssn::int FROM clinical.patients'],
  ['a notice', "DO $$ BEGIN RAISE NOTICE '%', (SELECT ssn FROM clinical.patients LIMIT 1); END $$"],
  ['a cursor', 'BEGIN; DECLARE c CURSOR FOR SELECT ssn FROM clinical.patients; FETCH 5 FROM c; ROLLBACK'],
  ['PREPARE and EXECUTE', 'PREPARE q AS SELECT ssn FROM clinical.patients LIMIT 5; EXECUTE q; DEALLOCATE q'],
  ['statistics', 'SELECT tablename, attname, most_common_vals, histogram_bounds FROM pg_stats'],
  ['a comparison', "SELECT id FROM clinical.patients WHERE ssn LIKE '9%'"],
];

let clinic: TestClinic;
beforeAll(async () => {
  clinic = await TestClinic.start();
});
afterAll(() => clinic.stop());

describe.each(['ana', 'scout'] as const)('for %s, no byte shows a protected value through', (user) => {
  test.each(WAYS)('%s', async (_, statement) => {
    const client = await clinic.wire(user);
    const answer = await client.ask(statement);
    // The session must end well or with a FATAL error, and never hang; what was sent is searched either way.
    expect(answer.length).toBeGreaterThan(0);
    expect(clinic.sweep.find(client.received)).toEqual([]);
    client.close();
  });
});

describe('what ana must still be able to do', () => {
  test('read masked rows', async () => {
    const client = await clinic.connect('ana');
    const { rows } = await client.query(
      'SELECT id, ssn, mrn, first_name, date_of_birth FROM clinical.patients WHERE id = 1 LIMIT 1',
    );
    const [patient] = clinic.house.clinic.patients;
    expect(rows).toHaveLength(1);
    const [row] = rows as { ssn: string; mrn: string; first_name: string }[];
    expect(row!.ssn).toBe(`***-**-${patient!.ssn.slice(-4)}`);
    expect(row!.mrn).toMatch(/^p_[0-9a-f]{16}$/);
    expect(row!.first_name).toContain('[phi.name]');
    await client.end();
  });

  test('count, join and group on what is public', async () => {
    const client = await clinic.connect('ana');
    const counted = await client.query('SELECT count(*)::int AS n FROM clinical.patients');
    expect(counted.rows).toEqual([{ n: clinic.house.clinic.patients.length }]);
    const grouped = await client.query(
      'SELECT e.department, count(*)::int AS n FROM clinical.encounters e JOIN clinical.patients p ON p.id = e.patient_id GROUP BY 1 ORDER BY 1',
    );
    const total = (grouped.rows as { n: number }[]).reduce((sum, { n }) => sum + n, 0);
    expect(total).toBe(clinic.house.clinic.encounters.length);
    await client.end();
  });

  test('join two tables on a pseudonym that stays the same', async () => {
    const client = await clinic.connect('ana');
    const ask = async (): Promise<unknown> =>
      (await client.query('SELECT mrn FROM clinical.patients WHERE id = 7 LIMIT 1')).rows;
    expect(await ask()).toEqual(await ask());
    await client.end();
  });
});

describe('drivers', () => {
  const SQL = 'SELECT id, ssn, mrn, last_name, email, date_of_birth FROM clinical.patients ORDER BY id LIMIT 20';

  test('node-postgres, prepared and executed again without a new description', async () => {
    const client = await clinic.connect('ana');
    for (let turn = 0; turn < 3; turn += 1) {
      const { rows } = await client.query({ name: 'again', text: SQL });
      expect(rows).toHaveLength(20);
      expect(clinic.sweep.find(JSON.stringify(rows))).toEqual([]);
    }
    await client.end();
  });

  test('postgres.js, with parameters', async () => {
    const { host, port, user, password, database } = clinic.login('ana');
    const sql = postgres({ host: host!, port: port!, username: user, password: password, database, max: 1 });
    const rows = await sql`SELECT id, ssn, phone FROM clinical.patients WHERE id < ${10} LIMIT 20`;
    expect(rows).toHaveLength(9);
    expect(rows[0]!['ssn']).toMatch(/^\*{3}-\*{2}-\d{4}$/);
    expect(clinic.sweep.find(JSON.stringify(rows))).toEqual([]);
    await sql.end();
  });

  test('binary results', async () => {
    const client = await clinic.connect('ana');
    const { rows } = await client.query({ text: SQL, binary: true } as { text: string });
    expect(rows).toHaveLength(20);
    expect(clinic.sweep.find(JSON.stringify(rows))).toEqual([]);
    await client.end();
  });

  test.skipIf(findProgram('psql') === null)(`${presence('psql')}: a query, \\d and \\dt`, async () => {
    const { host, port, user, password, database } = clinic.login('ana');
    const commands = [SQL, '\\d clinical.patients', '\\dt clinical.*'].flatMap((command) => ['-c', command]);
    const where = ['-X', '-h', host!, '-p', String(port), '-U', user, database];
    const { status, stdout, stderr } = await run('psql', [...where, ...commands], { env: { PGPASSWORD: password } });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('***-**-');
    expect(stdout).toContain('date_of_birth');
    expect(clinic.sweep.find(stdout)).toEqual([]);
  });
});

describe('who sees what', () => {
  const SQL = 'SELECT ssn, last_name FROM clinical.patients WHERE id = 3 LIMIT 1';

  test('bo, a clinician, sees clear values', async () => {
    const client = await clinic.connect('bo');
    const { rows } = await client.query(SQL);
    const patient = clinic.house.clinic.patients[2]!;
    expect(rows).toEqual([{ ssn: patient.ssn, last_name: patient.lastName }]);
    await client.end();
  });

  test("scout, bo's agent, does not inherit that", async () => {
    const client = await clinic.connect('scout');
    const { rows } = await client.query(SQL);
    expect(rows).toHaveLength(1);
    expect(clinic.sweep.find(JSON.stringify(rows))).toEqual([]);
    await client.end();
  });

  test('the sweep does find what bo was sent', async () => {
    const client = await clinic.wire('bo');
    await client.ask(SQL);
    expect(clinic.sweep.find(client.received)).not.toEqual([]);
    client.close();
  });

  test('nobody gets in without the right ticket', async () => {
    const wrong = clinic.connect('ana', { password: clinic.house.tickets.bo });
    await expect(wrong).rejects.toMatchObject({ code: '28P01' });
    const unknown = clinic.connect('ana', { user: 'mallory' });
    await expect(unknown).rejects.toMatchObject({ code: '28P01' });
  });
});
