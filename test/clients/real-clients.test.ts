// Clients as people run them, signed in as somebody for whom data is masked: they connect, look around and read, and nothing is in the way.
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool, type Submittable } from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram, presence, run } from '../kit/programs.ts';
import { startLeakWorld, type LeakWorld } from '../leaks/leak-world.ts';
import { DATABASE, ticketOf } from '../leaks/world/people.ts';

let world: LeakWorld;
beforeAll(async () => {
  world = await startLeakWorld('one');
}, 120_000);
afterAll(() => world.stop());

const login = (): { host: string; port: number; user: string; password: string; database: string } => ({
  ...world.gateway,
  user: 'ana',
  password: ticketOf('ana'),
  database: DATABASE,
});

interface RowCursor extends Submittable {
  read(count: number): Promise<{ id: number; ssn: string }[]>;
  close(): Promise<void>;
}

/** pg-cursor has no types of its own. */
async function openCursor(sql: string, values: readonly unknown[]): Promise<RowCursor> {
  const name: string = 'pg-cursor';
  const { default: Cursor } = (await import(name)) as {
    default: new (sql: string, values: readonly unknown[]) => RowCursor;
  };
  return new Cursor(sql, values);
}

/** Of each command the plain form, the one with system objects and the one with everything; some words have no such form. */
const DESCRIBES =
  `d da dA dAc dAf dAo dAp db dc dC dconfig dd dD ddp dE des det deu dew df dF dFd dFp dFt dg di dl dL dm dn do dO dp dP drds dRp dRs ds dt dT du dv
  dx dX dy l z`.split(/\s+/);
const SUBJECTS =
  `care.wards care.patients care.visits care.labs care.labs_2023 care.doctors care.patient_view care.patient_cache care.ward_load care.messages_id_seq
  care.patients_name care.severity`.split(/\s+/);
const SCRIPT = [
  ...DESCRIBES.flatMap((word) => [`\\${word}`, `\\${word}S`, `\\${word}+`, `\\${word} pat*`]),
  ...SUBJECTS.flatMap((subject) => [`\\d ${subject}`, `\\d+ ${subject}`]),
  '\\dF+ english',
  '\\sf+ care.shout',
  '\\sv care.patient_view',
].join('\n');

/** What an older psql asks a newer server in vain, with the gateway or without it. */
const OF_ANOTHER_VERSION = /(?:coll|dat)iculocale/;
/** Only a superuser may read it whole; the server's own words are withheld. */
const NOT_ALLOWED_ANYWAY = /insufficient privilege/;
/** `\\deu+` spells out the options of user mappings, which hold passwords. */
const SECRETS = /pg_user_mappings\.umoptions/;

describe('psql', () => {
  const psql = findProgram('psql');
  test.skipIf(psql === null)(
    `answers every describe command (${presence('psql')})`,
    async () => {
      const { host, port, user, password, database } = login();
      const flags = ['-X', '-h', host, '-p', String(port), '-U', user, database];
      const { status, stdout, stderr } = await run(psql!, flags, {
        input: SCRIPT,
        env: { PGPASSWORD: password, PAGER: '' },
        timeoutMs: 120_000,
      });
      const errors = stderr.split('\n').filter((line) => /ERROR|FATAL|refused|masked for you/.test(line));
      expect(
        errors.filter((line) => ![OF_ANOTHER_VERSION, NOT_ALLOWED_ANYWAY, SECRETS].some((known) => known.test(line))),
      ).toEqual([]);
      expect(status).toBe(0);
      for (const shown of [
        'Table "care.patients"',
        '"patients_pkey" PRIMARY KEY',
        'Partition key: RANGE (taken)',
        'visit_notice BEFORE INSERT',
        'View "care.patient_view"',
        'CREATE OR REPLACE VIEW',
      ])
        expect(stdout).toContain(shown);
    },
    150_000,
  );
});

test('Kysely finds tables and columns, and reads in a transaction', async () => {
  const database = new Kysely<{ 'care.wards': { id: number; name: string } }>({
    dialect: new PostgresDialect({ pool: new Pool(login()) }),
  });
  const tables = await database.introspection.getTables();
  const patients = tables.find(({ schema, name }) => schema === 'care' && name === 'patients');
  expect(patients?.columns.map(({ name }) => name)).toEqual(expect.arrayContaining(['id', 'ssn', 'city']));
  expect((await database.introspection.getSchemas()).map(({ name }) => name)).toContain('care');
  const wards = await database
    .transaction()
    .setIsolationLevel('serializable')
    .execute((inside) => inside.selectFrom('care.wards').select(['id', 'name']).orderBy('id').execute());
  expect(wards[0]).toEqual({ id: 1, name: 'Cardiology' });
  await database.destroy();
});

test('postgres.js fetches the types, describes, streams and takes savepoints', async () => {
  const { user, ...rest } = login();
  const sql = postgres({ ...rest, username: user, max: 1 });
  expect(await sql`SELECT tags, city FROM care.patients WHERE id = ANY (${[1, 2]}) ORDER BY id`).toMatchObject([
    { tags: null, city: 'Bemidji' },
    { tags: null, city: 'Winona' },
  ]);
  const cities: string[] = [];
  for await (const rows of sql<{ city: string }[]>`SELECT city FROM care.patients ORDER BY id`.cursor(5))
    cities.push(...rows.map(({ city }) => city));
  expect(cities).toHaveLength(24);
  expect(
    (await sql`SELECT ssn, id FROM care.patients WHERE city = ${'x'}`.describe()).columns.map(({ name }) => name),
  ).toEqual(['ssn', 'id']);
  const inside = await sql.begin('read only', (outer) =>
    outer.savepoint((inner) => inner<{ one: number }[]>`SELECT 1 AS one`),
  );
  expect(inside[0]).toEqual({ one: 1 });
  await sql.end();
});

test('node-postgres reads with a cursor, portal by portal', async () => {
  const client = new Client(login());
  await client.connect();
  const cursor = client.query(await openCursor('SELECT id, ssn FROM care.patients WHERE id > $1 ORDER BY id', [2]));
  const first = await cursor.read(3);
  const rest = await cursor.read(100);
  expect([first.length, rest.length]).toEqual([3, 19]);
  expect(first[0]).toEqual({ id: 3, ssn: '***-**-1111' });
  await cursor.close();
  await client.end();
});
