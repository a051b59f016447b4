// What the no-leak contract does not cover, shown against the two worlds: each of these tests holds a statement of docs/limits.md. When
// one of them fails, a limit has moved, and the page is to be changed with it.
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startLeakHouse, type LeakHouse } from './leak-house.ts';
import type { LeakWorld } from './leak-world.ts';
import { DATABASE, ticketOf, type Person } from './world/people.ts';
import { PATIENTS, secretsOf } from './world/protected-values.ts';

let house: LeakHouse;
const clients: Client[] = [];
beforeAll(async () => {
  house = await startLeakHouse();
}, 120_000);
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()));
});
afterAll(() => house.stop());

async function connect(world: LeakWorld, user: Person = 'ana'): Promise<Client> {
  const client = new Client({ ...world.gateway, user, password: ticketOf(user), database: DATABASE });
  client.on('error', () => undefined);
  await client.connect();
  clients.push(client);
  return client;
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** The rows that ana gets in each world. */
const inBoth = (sql: string): Promise<readonly Rows[]> =>
  Promise.all(
    house.worlds.map(async (world) => (await (await connect(world)).query<Record<string, unknown>>(sql)).rows),
  );

/** Runs in both worlds, around the gateway. */
const elsewhere = async (...statements: readonly string[]): Promise<void> => {
  await Promise.all(house.worlds.map((world) => world.elsewhere(statements)));
};

const known = secretsOf('one', 5);

describe('equality', () => {
  test('whoever knows a value can ask whether it is there, and whose it is', async () => {
    const [one, two] = await inBoth(`SELECT id, city FROM care.patients WHERE ssn = '${known.ssn}'`);
    expect(one).toMatchObject([{ id: 5 }]);
    expect(two).toEqual([]);
  });

  test('a hundred guesses fit in one statement, and nobody counts the statements', async () => {
    const guesses = Array.from({ length: PATIENTS }, (_, at) => `'${secretsOf('one', at + 1).ssn}'`).join(', ');
    const [one, two] = await inBoth(`SELECT id FROM care.patients WHERE ssn IN (${guesses}) ORDER BY id`);
    expect([one!.length, two!.length]).toEqual([PATIENTS, 0]);
  });

  test('equal values are seen to be equal, in groups and joins', async () => {
    const [one] = await inBoth('SELECT count(*)::int AS labs FROM care.labs l JOIN care.patients p ON p.ssn = l.ssn');
    expect(one).toEqual([{ labs: 20 }]);
  });
});

describe('rows', () => {
  test('that they exist, how many they are, and which of their values are NULL, is seen', async () => {
    const counts = 'SELECT count(*)::int AS all, count(full_name)::int AS named FROM care.patients';
    for (const rows of await inBoth(counts)) expect(rows).toEqual([{ all: PATIENTS, named: PATIENTS - 2 }]);
    for (const rows of await inBoth('SELECT id FROM care.patients WHERE full_name IS NULL ORDER BY id'))
      expect(rows).toEqual([{ id: 12 }, { id: 24 }]);
  });

  test('those of groups may come in the order of the values that they are grouped by', async () => {
    const [one, two] = await inBoth('SELECT ssn FROM care.patients GROUP BY ssn');
    expect(one).not.toEqual(two);
    const sorted = (rows: Rows): readonly string[] => rows.map((row) => JSON.stringify(row)).toSorted();
    expect(sorted(one!)).toEqual(sorted(two!));
  });
});

test('time: a statement may take long exactly when a value is there', async () => {
  const [one, two] = await Promise.all(
    house.worlds.map(async (world) => {
      const client = await connect(world);
      const started = performance.now();
      const { rowCount } = await client.query(`SELECT pg_sleep(0.5) FROM care.patients WHERE ssn = '${known.ssn}'`);
      return { rowCount, ms: performance.now() - started };
    }),
  );
  expect([one!.rowCount, two!.rowCount]).toEqual([1, 0]);
  expect(one!.ms).toBeGreaterThan(490);
});

test('transforms show what they are declared to show', async () => {
  const [one, two] = await inBoth('SELECT ssn, birth::text, zip FROM care.patients WHERE id = 5');
  expect(one).toEqual([{ ssn: '***-**-1185', birth: '1940-01-01', zip: '554' }]);
  expect(one).toEqual(two);
});

describe('what the policy does not name', () => {
  test('is shown as it is', async () => {
    const [one] = await inBoth('SELECT doctor, fee FROM care.visits WHERE id = 1');
    expect(one).toEqual([{ doctor: 'Dr. Birch', fee: '101.50' }]);
  });

  test('may hold protected values, if somebody who sees them copies them there, or a trigger of the owner does', async () => {
    try {
      await elsewhere(
        `CREATE FUNCTION care.on_floor() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.name := (SELECT full_name FROM care.patients WHERE id = 5); RETURN NEW; END'`,
        'CREATE TRIGGER copies BEFORE UPDATE ON care.wards FOR EACH ROW EXECUTE FUNCTION care.on_floor()',
        'UPDATE care.wards SET floor = 9 WHERE id = 1',
      );
      const [one, two] = await inBoth('SELECT name FROM care.wards WHERE id = 1');
      expect(one).toEqual([{ name: known.fullName }]);
      expect(two).toEqual([{ name: secretsOf('two', 5).fullName }]);
    } finally {
      await house.restore();
    }
  }, 60_000);
});

test('free text: what no detector finds is shown', async () => {
  try {
    await elsewhere(
      `UPDATE care.visits SET notes = 'Spoke with ' || (SELECT full_name FROM care.patients WHERE id = 5) || ', SSN 931-31-1185.' WHERE id = 1`,
    );
    const [one] = await inBoth('SELECT notes FROM care.visits WHERE id = 1');
    expect(one).toEqual([{ notes: expect.stringContaining(known.fullName) }]);
    expect(one).not.toEqual([{ notes: expect.stringContaining('931-31-1185') }]);
  } finally {
    await house.restore();
  }
}, 60_000);

test('a view that somebody redefines around the gateway shows its new column until the catalog is read again', async () => {
  const define = (column: string): string =>
    `CREATE OR REPLACE VIEW care.shown AS SELECT id, ${column} AS shown FROM care.patients`;
  try {
    await elsewhere(define('city'), 'GRANT SELECT ON care.shown TO PUBLIC');
    for (const world of house.worlds) {
      const bo = await connect(world, 'bo');
      await bo.query('CREATE TEMP TABLE read_again (); DROP TABLE read_again');
      await bo.query('SELECT 1');
    }
    const sql = 'SELECT shown FROM care.shown WHERE id = 5';
    expect((await inBoth(sql))[0]).toEqual([{ shown: 'Bemidji' }]);
    await elsewhere(define('full_name'));
    expect((await inBoth(sql))[0]).toEqual([{ shown: known.fullName }]);
  } finally {
    await house.restore();
  }
}, 60_000);

test('sizes: how much room tables and indexes take, and how many rows the server believes them to have, is seen', async () => {
  const sql = `SELECT pg_relation_size('care.patients') > 0 AS filled, pg_total_relation_size('care.patients_name') > 0 AS indexed,
    (SELECT reltuples FROM pg_class WHERE oid = 'care.patients'::regclass) AS believed`;
  for (const rows of await inBoth(sql)) expect(rows).toEqual([{ filled: true, indexed: true, believed: PATIENTS }]);
});

test('writing: whoever may write can destroy a protected value, and try guesses against a unique constraint', async () => {
  try {
    const outcome = await Promise.all(
      house.worlds.map(async (world) => {
        const ana = await connect(world);
        const overwritten = await ana.query(`UPDATE care.patients SET full_name = 'nobody' WHERE id = 5`);
        const guess = ana.query(`UPDATE care.patients SET ssn = '${secretsOf('one', 6).ssn}' WHERE id = 5`);
        const taken = await guess.then(
          () => 'free',
          () => 'taken',
        );
        return [overwritten.rowCount, taken];
      }),
    );
    expect(outcome).toEqual([
      [1, 'taken'],
      [1, 'free'],
    ]);
  } finally {
    await house.restore();
  }
}, 60_000);
