// Statements of a size and depth that nobody writes by hand, and tables as large as PostgreSQL allows, sent by somebody for whom data is
// masked: each is answered or refused in bounded time, never passed on without being understood, and the gateway serves on.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, DatabaseError } from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../runtime/postgres/embedded/free-port.ts';
import { residentMebibytes } from '../bench/processes.ts';
import { startPolicydProcess, type PolicydProcess } from '../kit/policyd-process.ts';
import { fieldsOf, message, WireClient } from '../kit/wire-client.ts';
import { startLeakWorld, type LeakWorld } from '../leaks/leak-world.ts';
import { DATABASE, GATEWAY_ROLE, ticketOf, type Person } from '../leaks/world/people.ts';
import { secretsOf } from '../leaks/world/protected-values.ts';

const WIDE_COLUMNS = 1_600;
const LIMIT_MS = 20_000;
const LIMIT_MEBIBYTES = 2_048;

let world: LeakWorld;
/** In a process of its own, so that its end would be seen. */
let gateway: PolicydProcess;

const repeat = (count: number, piece: (at: number) => string, separator = ', '): string =>
  Array.from({ length: count }, (_, at) => piece(at)).join(separator);
const nested = (count: number, open: string, inside: string, close: string): string =>
  `${open.repeat(count)}${inside}${close.repeat(count)}`;

beforeAll(async () => {
  world = await startLeakWorld('one');
  await world.elsewhere([
    `CREATE TABLE care.wide (ssn text, ${repeat(WIDE_COLUMNS - 1, (at) => `c${at} int`)})`,
    // A row has to fit on a page: most of it stays NULL.
    `INSERT INTO care.wide (ssn, c0) VALUES ('${secretsOf('one', 1).ssn}', 7)`,
    `GRANT SELECT ON care.wide TO ${GATEWAY_ROLE}`,
  ]);
  const port = await freePort();
  const config = JSON.parse(readFileSync(join(world.folder, 'policyd.yaml'), 'utf8')) as Record<string, unknown>;
  const path = join(world.folder, 'of-its-own.yaml');
  const own = {
    listen: { postgres: { address: '127.0.0.1', port } },
    store: `sqlite:${join(world.folder, 'own.db')}`,
    recordings: { folder: join(world.folder, 'own') },
  };
  writeFileSync(path, JSON.stringify({ ...config, ...own }), { mode: 0o600 });
  gateway = await startPolicydProcess(path, port);
}, 120_000);
afterAll(async () => {
  const status = await gateway.stop();
  await world.stop();
  if (status !== 0) throw new Error(`the gateway ended with status ${status}`);
});

const login = (user: Person): { host: string; port: number; user: string; password: string; database: string } => ({
  host: '127.0.0.1',
  port: gateway.port,
  user,
  password: ticketOf(user),
  database: DATABASE,
});

async function connect(user: Person = 'ana'): Promise<Client> {
  const client = new Client(login(user));
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** A change of the schema by somebody who sees clear values makes the gateway read the catalog; the next statement waits for it. */
async function readAgain(): Promise<void> {
  const bo = await connect('bo');
  await bo.query('CREATE TEMP TABLE read_again (); DROP TABLE read_again');
  await bo.query('SELECT 1');
}

interface Answer {
  readonly rows: readonly unknown[][];
  readonly refusal: string | null;
}

/** What comes back, and within what time; the session must serve on. */
async function ask(text: string): Promise<Answer> {
  const client = await connect();
  await client.query("SET statement_timeout = '15s'");
  const started = performance.now();
  const answer = await client.query<unknown[]>({ text, rowMode: 'array' }).then(
    ({ rows }) => ({ rows, refusal: null }),
    (error: unknown) => {
      if (!(error instanceof DatabaseError)) throw error;
      return { rows: [], refusal: error.message };
    },
  );
  expect(performance.now() - started).toBeLessThan(LIMIT_MS);
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  expect(residentMebibytes(gateway.pid)).toBeLessThan(LIMIT_MEBIBYTES);
  return answer;
}

describe('is answered, with its masks', () => {
  test.each<readonly [string, string, (rows: readonly unknown[][]) => void]>([
    [
      '1,000 parentheses',
      `SELECT ${nested(1_000, '(', 'ssn', ')')} FROM care.patients WHERE id = 1`,
      (rows) => expect(rows).toEqual([['***-**-1037']]),
    ],
    [
      '200 sub-selects',
      nested(200, 'SELECT * FROM (', 'SELECT id, ssn FROM care.patients WHERE id = 1', ') s'),
      (rows) => expect(rows).toEqual([[1, '***-**-1037']]),
    ],
    [
      'a chain of 10,000 conditions',
      `SELECT city FROM care.patients WHERE id = 1 AND (${repeat(10_000, (at) => `sex <> 'x${at}'`, ' AND ')})`,
      (rows) => expect(rows).toHaveLength(1),
    ],
    [
      'a list of 50,000 numbers',
      `SELECT count(*) FROM care.patients WHERE id IN (${repeat(50_000, String)})`,
      (rows) => expect(rows).toEqual([['24']]),
    ],
    [
      'a join of 100 tables',
      `SELECT t0.ssn FROM care.patients t0 ${repeat(99, (at) => `JOIN care.wards t${at + 1} ON t${at + 1}.id = ${at === 0 ? 't0.ward_id' : `t${at}.id`}`, ' ')} WHERE t0.id = 1`,
      (rows) => expect(rows).toEqual([['***-**-1037']]),
    ],
    [
      'a table of 1,600 columns',
      'SELECT * FROM care.wide',
      (rows) => expect(rows[0]!.slice(0, 3)).toEqual(['***-**-1037', 7, null]),
    ],
    [
      '1,664 columns, the most of a result',
      `SELECT ssn, ${repeat(1_663, () => 'c0')} FROM care.wide`,
      (rows) => expect([rows[0]!.length, rows[0]![0]]).toEqual([1_664, '***-**-1037']),
    ],
    [
      'one row of 20,000 keys in JSON',
      'SELECT jsonb_object_agg(n, n) FROM generate_series(1, 20000) n',
      (rows) => expect(Object.keys(rows[0]![0] as object)).toHaveLength(20_000),
    ],
    [
      '5,000 rows of VALUES',
      `SELECT count(*) FROM (VALUES ${repeat(5_000, (at) => `(${at}, 'x')`)}) v`,
      (rows) => expect(rows).toEqual([['5000']]),
    ],
    ['a literal of 2 MB', `SELECT length('${'x'.repeat(2_000_000)}')`, (rows) => expect(rows).toEqual([[2_000_000]])],
    [
      '300 CTEs, each of the one before',
      `WITH ${repeat(300, (at) => `w${at} AS (SELECT id, ssn FROM ${at === 0 ? 'care.patients WHERE id = 1' : `w${at - 1}`})`)} SELECT ssn FROM w299`,
      (rows) => expect(rows).toEqual([['***-**-1037']]),
    ],
  ])('%s', async (_, text, check) => {
    const { rows, refusal } = await ask(text);
    expect(refusal).toBeNull();
    check(rows);
  });
});

describe('is refused, and the session serves on', () => {
  const ssn = 'FROM care.patients';
  test.each<readonly [string, string, RegExp]>([
    ['100,000 parentheses', `SELECT ${nested(100_000, '(', 'ssn', ')')} ${ssn}`, /cannot be read/],
    ['50,000 casts', `SELECT ssn${'::text'.repeat(50_000)} ${ssn}`, /cannot be read|nested too deeply/],
    ['5,000 casts', `SELECT ssn${'::text'.repeat(5_000)} ${ssn}`, /nested too deeply/],
    ['5,000 negations', `SELECT city ${ssn} WHERE ${'NOT '.repeat(5_000)} true`, /nested too deeply/],
    ['3,000 calls within one another', `SELECT ${nested(3_000, 'lower(', 'ssn', ')')} ${ssn}`, /nested too deeply/],
    ['2,000 rows within one another', `SELECT ${nested(2_000, 'ROW(', 'ssn', ')')} ${ssn}`, /nested too deeply/],
    [
      '5,000 sub-selects',
      nested(5_000, 'SELECT * FROM (', 'SELECT ssn FROM care.patients', ') s'),
      /cannot be read|nested too deeply/,
    ],
    ['1,000 scalar sub-selects', `SELECT ${nested(1_000, '(SELECT ', `ssn ${ssn}`, ')')}`, /nested too deeply/],
    ['a union of 10,000', repeat(10_000, () => `SELECT ssn ${ssn}`, ' UNION ALL '), /cannot be read|nested too deeply/],
    [
      '10,000 concatenations',
      `SELECT ${repeat(10_000, () => 'ssn', ' || ')} ${ssn}`,
      /cannot be read|nested too deeply/,
    ],
    [
      '101 constants for a masked column',
      `SELECT id ${ssn} WHERE ssn IN (${repeat(101, (at) => `'${at}'`)})`,
      /IN with computed or many values/,
    ],
    [
      '10,000 constants for a masked column, one by one',
      `SELECT id ${ssn} WHERE ${repeat(10_000, (at) => `ssn = '${at}'`, ' OR ')}`,
      /more than 100 constants/,
    ],
    ['more than 4 MiB', `SELECT '${'x'.repeat(4_300_000)}'`, /cannot be read: the text is longer/],
    ['more than 10,000 statements', 'SELECT 1;'.repeat(10_001), /more than 10000 statements/],
    ['operators without end', `SELECT ${'+'.repeat(1_000_000)}1`, /operator characters in a row/],
    ['comments without end', '/*'.repeat(1_000_000), /operator characters in a row|comments directly/],
    [
      '10,000 columns',
      `SELECT ${repeat(10_000, () => 'ssn')} ${ssn}`,
      /target lists can have at most 1664 entries|program limit exceeded|withheld/,
    ],
    [
      'words that are no function known to anybody',
      `SELECT care.run('SELECT ssn FROM care.patients')`,
      /not known|not looked into|runs|EXECUTE|masked for you/,
    ],
  ])('%s', async (_, text, reason) => {
    const { refusal } = await ask(text);
    expect(refusal).toMatch(reason);
  });

  test.each([
    ['bytes that are no UTF-8', Buffer.from([0xc3, 0x28, 0xff])],
    ['a NUL', Buffer.from([0])],
  ])(
    'with %s in a literal: the message is malformed, and the session ends before the target sees it',
    async (_, bytes) => {
      const client = await WireClient.signIn(login('ana'), login('ana'));
      client.send(
        message(
          'Q',
          Buffer.concat([Buffer.from("SELECT city FROM care.patients WHERE city = '"), bytes, Buffer.from("'\0")]),
        ),
      );
      const answer = await client.until('never');
      expect(answer.map(({ type }) => type)).toEqual(['E']);
      expect(fieldsOf(answer[0]!)['S']).toBe('FATAL');
      expect((await (await connect()).query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    },
  );

  test('with a parameter whose bytes are no UTF-8: the server refuses it, and its words are withheld', async () => {
    const client = await WireClient.signIn(login('ana'), login('ana'));
    const bytes = Buffer.from([0xff, 0xfe]);
    const bind = Buffer.concat([
      Buffer.from('\0\0'),
      Buffer.from([0, 0, 0, 1, 0, 0, 0, bytes.length]),
      bytes,
      Buffer.from([0, 0]),
    ]);
    const parse = Buffer.concat([Buffer.from('\0SELECT id FROM care.patients WHERE ssn = $1\0'), Buffer.from([0, 0])]);
    client.send(
      Buffer.concat([
        message('P', parse),
        message('B', bind),
        message('E', Buffer.from('\0\0\0\0\0')),
        message('S', Buffer.alloc(0)),
      ]),
    );
    const answer = await client.until('Z');
    expect(answer.map(({ type }) => type)).not.toContain('D');
    expect((await client.ask('SELECT 1')).map(({ type }) => type)).toContain('D');
    client.close();
  });
});

describe('while the schema changes', () => {
  const other = secretsOf('one', 2).fullName;

  test('a prepared statement over a view that passes another column afterwards shows no protected value', async () => {
    await world.elsewhere([
      'CREATE VIEW care.changing AS SELECT id, city AS shown FROM care.patients',
      `GRANT SELECT ON care.changing TO ${GATEWAY_ROLE}`,
    ]);
    await readAgain();
    const client = await connect();
    const statement = { name: 'changing', text: 'SELECT shown FROM care.changing WHERE id = 2' };
    expect((await client.query(statement)).rows).toEqual([{ shown: 'Winona' }]);
    await world.elsewhere([
      'DROP VIEW care.changing',
      'CREATE VIEW care.changing AS SELECT id, full_name AS shown FROM care.patients',
      `GRANT SELECT ON care.changing TO ${GATEWAY_ROLE}`,
    ]);
    const after = await client.query(statement).then(
      ({ rows }) => JSON.stringify(rows),
      (error: unknown) => String(error),
    );
    expect(after).not.toContain(other);
    expect((await (await connect()).query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('a view that is gone gives an error, and the session serves on', async () => {
    await world.elsewhere([
      'CREATE VIEW care.passing AS SELECT id, ssn FROM care.patients',
      `GRANT SELECT ON care.passing TO ${GATEWAY_ROLE}`,
    ]);
    await readAgain();
    const client = await connect();
    expect((await client.query('SELECT ssn FROM care.passing WHERE id = 1')).rows).toEqual([{ ssn: '***-**-1037' }]);
    await world.elsewhere(['DROP VIEW care.passing']);
    await expect(client.query('SELECT ssn FROM care.passing WHERE id = 1')).rejects.toThrow(
      /undefined table|does not exist|withheld/,
    );
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('a table that is renamed while a statement on it waits is still masked', async () => {
    const owner = new Client({
      host: world.postgres.host,
      port: world.postgres.port,
      user: world.postgres.superuser,
      password: world.postgres.password,
      database: DATABASE,
    });
    await owner.connect();
    onTestFinished(() => owner.end());
    await owner.query('BEGIN; LOCK TABLE care.staff IN ACCESS EXCLUSIVE MODE');
    const client = await connect();
    const waiting = client.query<{ ssn: string }>('SELECT ssn FROM care.staff ORDER BY id').then(
      ({ rows }) => JSON.stringify(rows),
      (error: unknown) => String(error),
    );
    const waits = 'SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted';
    while ((await owner.query<{ waiting: number }>(waits)).rows[0]!.waiting === 0);
    await owner.query(
      'ALTER TABLE care.staff RENAME COLUMN ssn TO was_ssn; ALTER TABLE care.staff RENAME COLUMN name TO ssn; COMMIT',
    );
    const answer = await waiting;
    for (let id = 1; id <= 6; id += 1) expect(answer).not.toContain(secretsOf('one', id).ssn);
    await owner.query(
      'ALTER TABLE care.staff RENAME COLUMN ssn TO name; ALTER TABLE care.staff RENAME COLUMN was_ssn TO ssn',
    );
  });
});

describe('a schema that doubles at each step', () => {
  const STEPS = 40;

  test('views over the one before, twice each, are looked through once each', async () => {
    const views = Array.from({ length: STEPS }, (_, at) =>
      at === 0
        ? 'CREATE VIEW care.twice0 AS SELECT id, ssn, city FROM care.patients'
        : `CREATE VIEW care.twice${at} AS SELECT a.id, a.ssn, a.city || b.city AS city FROM care.twice${at - 1} a JOIN care.twice${at - 1} b ON a.id = b.id`,
    );
    await world.elsewhere([...views, `GRANT SELECT ON ALL TABLES IN SCHEMA care TO ${GATEWAY_ROLE}`]);
    await readAgain();
    // The server would plan this for ever, so the statement asks for what is not there.
    expect((await ask(`SELECT nothing FROM care.twice${STEPS - 1}`)).refusal).toMatch(/nothing/);
  });

  test('functions that call the one before, twice each, are looked into once each', async () => {
    const functions = Array.from({ length: STEPS }, (_, at) => {
      const body = at === 0 ? 'SELECT upper(x)' : `SELECT care.both${at - 1}(x) || care.both${at - 1}(x)`;
      // So that the server does not put the body in the place of the call.
      return `CREATE FUNCTION care.both${at}(x text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER AS '${body}'`;
    });
    await world.elsewhere(functions);
    await readAgain();
    const { rows, refusal } = await ask(`SELECT care.both${STEPS - 1}(ssn) FROM care.patients WHERE false`);
    if (refusal === null) expect(rows).toEqual([]);
    else expect(refusal).toMatch(/masked for you/);
  });

  test('functions that call each other are no endless walk', async () => {
    await world.elsewhere([
      `CREATE FUNCTION care.pong(x int) RETURNS text LANGUAGE plpgsql STABLE AS 'BEGIN RETURN care.ping(x); END'`,
      `CREATE FUNCTION care.ping(x int) RETURNS text LANGUAGE sql STABLE AS 'SELECT CASE WHEN x > 3 THEN ''end'' ELSE care.pong(x + 1) END'`,
    ]);
    await readAgain();
    const { rows, refusal } = await ask('SELECT care.ping(1)');
    if (refusal === null) expect(rows).toEqual([['end']]);
    else expect(refusal).toMatch(/masked for you/);
  });
});

test('a message over the limit of its length ends its session alone', async () => {
  const client = await WireClient.signIn(login('ana'), login('ana'));
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeInt32BE(17 * 1024 * 1024, 1);
  client.send(head);
  const answer = await client.until('never');
  expect(answer.map(({ type }) => type)).toEqual(['E']);
  expect((await (await connect()).query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});
