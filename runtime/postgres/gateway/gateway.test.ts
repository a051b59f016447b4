// The gateway in front of a real PostgreSQL, with the drivers that people use.
import type { Submittable } from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StatementDecided } from '../../recording/records.ts';
import { startClinic, type Clinic } from '../../../test/kit/gateway-clinic.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await startClinic();
});
afterAll(() => clinic.stop());

interface RowCursor extends Submittable {
  read(count: number): Promise<{ ssn: string }[]>;
  close(): Promise<void>;
}

/** pg-cursor has no types of its own. */
const openCursor = async (sql: string): Promise<RowCursor> => {
  const name: string = 'pg-cursor';
  const { default: Cursor } = (await import(name)) as { default: new (sql: string) => RowCursor };
  return new Cursor(sql);
};

const MASKED = '[phi.ssn]';

describe('node-postgres', () => {
  test('a masked identity sees the mask, another one the value, in both protocols', async () => {
    const [ana, bo] = [await clinic.connect('ana'), await clinic.connect('bo')];
    const sql = 'SELECT id, ssn FROM people ORDER BY id LIMIT 2';
    expect((await ana.query(sql)).rows).toEqual([
      { id: 1, ssn: MASKED },
      { id: 2, ssn: MASKED },
    ]);
    expect((await bo.query(sql)).rows[1]).toEqual({ id: 2, ssn: '900-00-0002' });
    expect((await ana.query('SELECT ssn FROM people WHERE id = $1', [7])).rows).toEqual([{ ssn: MASKED }]);
    expect((await bo.query('SELECT ssn FROM people WHERE id = $1', [7])).rows).toEqual([{ ssn: '900-00-0007' }]);
    await Promise.all([ana.end(), bo.end()]);
  });

  test('a prepared statement is masked each time it is executed', async () => {
    const ana = await clinic.connect('ana');
    for (const id of [1, 2, 3]) {
      const { rows } = await ana.query({ name: 'by_id', text: 'SELECT ssn FROM people WHERE id = $1', values: [id] });
      expect(rows).toEqual([{ ssn: MASKED }]);
    }
    await ana.end();
  });

  test('a cursor that fetches in batches is masked in each of them', async () => {
    const ana = await clinic.connect('ana');
    const cursor = ana.query(await openCursor('SELECT ssn FROM people ORDER BY id'));
    const batches = [await cursor.read(10), await cursor.read(10), await cursor.read(2000)];
    expect(batches.map((rows) => rows.length)).toEqual([10, 10, 980]);
    expect(new Set(batches.flat().map((row) => row.ssn))).toEqual(new Set([MASKED]));
    await cursor.close();
    await ana.end();
  });

  test('an SQL cursor and an SQL prepared statement are masked', async () => {
    const ana = await clinic.connect('ana');
    await ana.query('BEGIN');
    await ana.query('DECLARE c CURSOR FOR SELECT ssn FROM people ORDER BY id');
    expect((await ana.query('FETCH 2 FROM c')).rows).toEqual([{ ssn: MASKED }, { ssn: MASKED }]);
    await ana.query('COMMIT');
    await ana.query('PREPARE p AS SELECT ssn FROM people WHERE id = 5');
    expect((await ana.query('EXECUTE p')).rows).toEqual([{ ssn: MASKED }]);
    await ana.end();
  });

  test('several statements in one query are masked one by one', async () => {
    const ana = await clinic.connect('ana');
    const results = (await ana.query(
      'SELECT 1 AS one; SELECT ssn FROM people WHERE id = 1; SELECT 3 AS three',
    )) as unknown as {
      rows: unknown[];
    }[];
    expect(results.map(({ rows }) => rows)).toEqual([[{ one: 1 }], [{ ssn: MASKED }], [{ three: 3 }]]);
    await ana.end();
  });

  test('of several statements none runs when one is refused', async () => {
    const bo = await clinic.connect('bo');
    await expect(bo.query("UPDATE people SET name = 'x' WHERE id = 1; DROP TABLE people")).rejects.toThrow('no_drop');
    expect((await bo.query('SELECT name FROM people WHERE id = 1')).rows).toEqual([{ name: 'name 1' }]);
    await bo.end();
  });

  test('a refused statement fails its transaction as an error of the server would, and the session lives on', async () => {
    const bo = await clinic.connect('bo');
    await bo.query('BEGIN');
    await expect(bo.query('DROP TABLE people')).rejects.toMatchObject({
      code: '42501',
      message: 'blocked by policy rule no_drop: migrations only',
    });
    await expect(bo.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    await bo.query('ROLLBACK');
    expect((await bo.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await expect(bo.query({ text: 'DROP TABLE people', values: [], name: 'drop' })).rejects.toMatchObject({
      code: '42501',
    });
    expect((await bo.query('SELECT count(*)::int AS n FROM people')).rows).toEqual([{ n: 1000 }]);
    await bo.end();
  });

  test('a large result is relayed and masked as a whole', async () => {
    const [ana, bo] = [await clinic.connect('ana'), await clinic.connect('bo')];
    const sql = "SELECT repeat('x',300) AS filler, ssn FROM people, generate_series(1, 50)";
    const [masked, clear] = [await ana.query<{ ssn: string }>(sql), await bo.query<{ ssn: string }>(sql)];
    expect(masked.rows.length).toBe(50_000);
    expect(masked.rows.every((row) => row.ssn === MASKED)).toBe(true);
    expect(clear.rows.every((row) => row.ssn.startsWith('900-00-'))).toBe(true);
    await Promise.all([ana.end(), bo.end()]);
  });

  test('one message that is longer than many chunks arrives', async () => {
    const [ana, bo] = [await clinic.connect('ana'), await clinic.connect('bo')];
    const sql = "SELECT repeat('y',20000000) AS big, ssn FROM people WHERE id = 1";
    expect((await bo.query<{ big: string }>(sql)).rows[0]?.big.length).toBe(20_000_000);
    const [row] = (await ana.query<{ big: string; ssn: string }>(sql)).rows;
    expect([row?.big.length, row?.ssn]).toEqual([20_000_000, MASKED]);
    await Promise.all([ana.end(), bo.end()]);
  });
});

describe('postgres.js', () => {
  const open = (user: string): postgres.Sql =>
    postgres({
      host: '127.0.0.1',
      port: clinic.gateway.port,
      user,
      password: `ticket-${user}`,
      database: 'clinic',
      max: 1,
    });

  test('a described and pipelined statement is masked, again when it is reused', async () => {
    const sql = open('ana');
    const ask = async (id: number): Promise<unknown> => [...(await sql`SELECT ssn FROM people WHERE id = ${id}`)];
    expect(await Promise.all([ask(1), ask(2), ask(3)])).toEqual([
      [{ ssn: MASKED }],
      [{ ssn: MASKED }],
      [{ ssn: MASKED }],
    ]);
    expect(await ask(4)).toEqual([{ ssn: MASKED }]);
    await sql.end();
  });

  test('cursor, transaction and error in the middle', async () => {
    const sql = open('ana');
    const seen: unknown[] = [];
    await sql`SELECT ssn FROM people ORDER BY id LIMIT 25`.cursor(10, (rows) => void seen.push(...rows));
    expect(seen).toEqual(Array.from({ length: 25 }, () => ({ ssn: MASKED })));
    await expect(sql.begin((tx) => [tx`SELECT 1`, tx`SELECT 1 / 0`, tx`SELECT 2`])).rejects.toThrow('division by zero');
    expect([...(await sql`SELECT 1 AS one`)]).toEqual([{ one: 1 }]);
    await sql.end();
  });

  test('COPY in both directions', async () => {
    const sql = open('bo');
    await sql`CREATE TABLE copied (id int, word text)`;
    const writable = await sql`COPY copied FROM STDIN`.writable();
    await new Promise<void>((resolve, reject) => {
      writable.on('error', reject).on('finish', resolve);
      writable.end('1\tone\n2\ttwo\n');
    });
    const chunks: Buffer[] = [];
    for await (const chunk of await sql`COPY copied TO STDOUT`.readable()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('1\tone\n2\ttwo\n');
    await sql.end();
  });
});

describe('records', () => {
  test('a statement has its decision on record, then its response with its result', async () => {
    const ana = await clinic.connect('ana');
    const recorder = clinic.services.recorders.at(-1);
    await ana.query('SELECT ssn FROM people ORDER BY id LIMIT 3');
    await ana.end();
    await expect.poll(() => recorder?.closedBecause).toBe('the client ended the session');
    expect(recorder?.records.map(({ kind }) => kind)).toEqual(['session.open', 'catalog', 'statement', 'response']);
    const decided = recorder?.records.find((record): record is StatementDecided => record.kind === 'statement');
    expect(decided).toMatchObject({ statement: 1, via: 'query', enforcement: { action: 'forward' } });
    const masked = { 'phi.ssn redact': 3 };
    expect(recorder?.records.find(({ kind }) => kind === 'response')).toMatchObject({
      results: [{ outcome: 'complete', tag: 'SELECT 3', rows: 3, masked }],
    });
    expect(JSON.stringify(recorder?.records)).not.toContain('900-00');
  });

  test('a session whose records cannot be written ends at once', async () => {
    const bo = await clinic.connect('bo');
    const recorder = clinic.services.recorders.at(-1);
    if (recorder) recorder.failAfter = recorder.records.length;
    await expect(bo.query('SELECT ssn FROM people')).rejects.toThrow('the session cannot be recorded');
    await expect(bo.query('SELECT 1')).rejects.toThrow(/not queryable|terminated/);
  });
});

test('a client that vanishes in the middle of a result ends its session only', async () => {
  const bo = await clinic.connect('bo');
  const recorder = clinic.services.recorders.at(-1);
  const query = bo.query("SELECT repeat('z', 1000) FROM generate_series(1, 500000)").catch(() => 'gone');
  await expect.poll(() => recorder?.records.some(({ kind }) => kind === 'response')).toBe(true);
  (bo as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  expect(await query).toBe('gone');
  await expect.poll(() => recorder?.closedBecause).toBe('the client went away');
  const other = await clinic.connect('bo');
  expect((await other.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await other.end();
});
