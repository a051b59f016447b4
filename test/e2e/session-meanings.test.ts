// What names mean while a session goes on, for somebody for whom data is masked: temporary tables, the search path on servers that report it and
// on those that do not, and statements that find out what they mean when they run.
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareParser } from '../../runtime/postgres/analysis/parser.ts';
import { installedFolders } from '../../runtime/postgres/embedded/binaries.ts';
import { startLeakWorld, type LeakWorld } from '../leaks/leak-world.ts';
import { bind, execute, parse, sync, together } from '../leaks/messages.ts';
import { signIn } from '../leaks/sign-in.ts';
import { DATABASE, ticketOf } from '../leaks/world/people.ts';

/** The oldest server that is here does not report search_path, where it is older than 18. */
const SERVERS = [
  ['the embedded server', undefined] as const,
  ...installedFolders()
    .slice(0, 1)
    .map((folder) => [folder, folder] as const),
];

describe.each(SERVERS)('on %s', (_name, folder) => {
  let world: LeakWorld;
  beforeAll(async () => {
    await prepareParser();
    world = await startLeakWorld('one', folder);
  }, 120_000);
  afterAll(() => world.stop());

  async function withAna(work: (ask: (sql: string) => Promise<readonly unknown[][]>) => Promise<void>): Promise<void> {
    const { host, port } = world.gateway;
    const client = new Client({ host, port, user: 'ana', password: ticketOf('ana'), database: DATABASE });
    await client.connect();
    try {
      await work(async (sql) => (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows);
    } finally {
      await client.end();
    }
  }

  test('a temporary table is known at once, in a transaction too, and forgotten when that is taken back', () =>
    withAna(async (ask) => {
      await ask('BEGIN');
      await ask('CREATE TEMP TABLE kept AS SELECT id, city FROM care.patients WHERE id < 3');
      expect(await ask('SELECT id, upper(city) FROM kept ORDER BY id')).toEqual([
        [1, 'BEMIDJI'],
        [2, 'WINONA'],
      ]);
      await ask('ROLLBACK');
      await expect(ask('SELECT * FROM kept')).rejects.toThrow('the relation kept is not in the catalog');
      await ask('CREATE TEMP TABLE kept (note text)');
      await ask("INSERT INTO kept VALUES ('mine')");
      expect(await ask('SELECT note FROM kept')).toEqual([['mine']]);
      await ask('DROP TABLE kept');
      await expect(ask('SELECT * FROM kept')).rejects.toThrow('not in the catalog');
    }));

  test('a failure takes back what was made with it', () =>
    withAna(async (ask) => {
      await expect(ask('CREATE TEMP TABLE lost (a int); SELECT 1 / 0')).rejects.toThrow('division by zero');
      await expect(ask('SELECT * FROM lost')).rejects.toThrow('the relation lost is not in the catalog');
    }));

  test('bare names are resolved along a path that was set, and not along one that may have been taken back', () =>
    withAna(async (ask) => {
      expect(await ask('SELECT ssn FROM patients WHERE id = 1')).toEqual([['***-**-1037']]);
      await ask('SET search_path = pg_catalog');
      await expect(ask('SELECT ssn FROM patients')).rejects.toThrow('not in the catalog');
      await ask('SET search_path = public, care');
      expect(await ask('SELECT upper(ssn), city FROM patients WHERE id = 1')).toEqual([['[phi.ssn]', 'Bemidji']]);
      await ask('BEGIN');
      await ask('SET search_path = pg_catalog');
      await ask('ROLLBACK');
      expect(await ask('SELECT ssn FROM care.patients WHERE id = 1')).toEqual([['***-**-1037']]);
      await ask("SELECT set_config('search_path', 'care', false)");
      expect(await ask('SELECT ssn FROM care.patients WHERE id = 2')).toEqual([['***-**-1074']]);
    }));

  test('what is no query means what names mean when it runs', async () => {
    const line = await signIn(world.gateway, { user: 'ana' });
    await line.ask(
      together(
        parse({ name: 'c', sql: 'COPY (SELECT note FROM scratch) TO STDOUT' }),
        bind({ portal: 'c', statement: 'c' }),
        parse({ name: 's', sql: 'SET search_path = public' }),
        bind({ portal: 's', statement: 's' }),
        execute('s'),
        execute('c'),
        sync(),
      ),
    );
    line.destroy();
    expect(Buffer.concat(line.messages).toString()).toContain('the relation scratch is not in the catalog');
  });

  test('an error about a name keeps its words, one about a value does not', () =>
    withAna(async (ask) => {
      await expect(ask('SELECT ssn, no_such_function(id) FROM care.patients')).rejects.toThrow('no_such_function');
      const failed = await ask("SELECT ssn, ('x' || id)::int FROM care.patients").catch((error: unknown) => error);
      expect(failed).toMatchObject({
        message: 'invalid text representation (details withheld by policy)',
        detail: expect.stringMatching(/^What was asked is statement \d+ of the recording [0-9a-f-]{36}\.$/),
      });
    }));
});
