// Policies as clients meet them: Rego beside hpol on live sessions, cursors and prepared statements included, and a policy that expires under one.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleOf, compileText, newKeys, publicPem, regoBundlePath } from '../../test/kit/bundles.ts';
import { hashTicket } from '../identity/ticket.ts';
import { PgClient } from '../postgres/catalog/pg-client.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../postgres/embedded/embedded-server.ts';
import { runCommandLine } from './command-line.ts';
import { openConfig } from './open-config.ts';
import { startPolicyd } from './start-policyd.ts';

let server: EmbeddedPostgres;
beforeAll(async () => {
  server = await startEmbeddedPostgres();
  const owner = new PgClient(server.url);
  await owner.connect();
  await owner.query(
    "CREATE TABLE people (id int, name text, ssn text); INSERT INTO people VALUES (1, 'Ana Silva', '900-12-3456'), (2, 'Bo Ek', '900-12-9999')",
  );
  await owner.end();
});
afterAll(() => server.stop());

const MODULE = compileText(`policy people
default allow
class phi {
  name: column public.people.name
  ssn: column public.people.ssn
}
mask ssn of phi.ssn unless "clinicians" in identity.groups with keep last 4 because "minimum necessary"
`);

function house(bundle: Uint8Array, changes: object = {}): { readonly folder: string; readonly config: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-in-session-'));
  const write = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(folder, name), content, { mode: 0o600 });
  write('p.tar.gz', bundle);
  write('password', server.password);
  write(
    'identities.yaml',
    JSON.stringify([
      { user: 'ana', kind: 'person', groups: ['nurses'], ticket_sha256: hashTicket('t-ana') },
      { user: 'bo', kind: 'person', groups: ['clinicians'], ticket_sha256: hashTicket('t-bo') },
    ]),
  );
  const credential = { user: server.superuser, password: 'file:password' };
  const target = { protocol: 'postgres', address: `127.0.0.1:${server.port}`, database: 'postgres', credential };
  const config = {
    policy: 'p.tar.gz',
    identities: 'identities.yaml',
    listen: { postgres: { port: 0 } },
    targets: { clinic: target },
    ...changes,
  };
  write('policyd.yaml', JSON.stringify(config));
  return { folder, config: join(folder, 'policyd.yaml') };
}

async function client(port: number, user: string): Promise<PgClient> {
  const connection = new PgClient({ host: '127.0.0.1', port, user, password: `t-${user}`, database: 'clinic' });
  connection.on('error', () => undefined);
  await connection.connect();
  return connection;
}

test('Rego masks and blocks beside hpol, on every way to the values, and the recording can be proved', async () => {
  const rego = [{ bundle: regoBundlePath('hospital'), entrypoint: 'hospital/decision' }];
  const { folder, config } = house(await bundleOf(MODULE), { rego });
  const policyd = await startPolicyd(openConfig(config), { log: () => undefined });
  const ana = await client(policyd.addresses.postgres.port, 'ana');
  const bo = await client(policyd.addresses.postgres.port, 'bo');
  const masked = { id: 1, name: '[phi.name]', ssn: '***-**-**56' };
  const rows = async (who: PgClient, sql: string, values: unknown[] = []): Promise<unknown> =>
    (await who.query(sql, values)).rows;
  expect(await rows(ana, 'SELECT * FROM people WHERE id = 1')).toEqual([masked]);
  expect(await rows(ana, 'SELECT * FROM people WHERE id = $1', [1])).toEqual([masked]);
  await ana.query('BEGIN');
  await ana.query('DECLARE c CURSOR FOR SELECT * FROM people ORDER BY id');
  expect(await rows(ana, 'FETCH 1 FROM c')).toEqual([masked]);
  await ana.query('COMMIT');
  expect(await rows(bo, 'SELECT * FROM people WHERE id = 1')).toEqual([
    { id: 1, name: 'Ana Silva', ssn: '900-12-3456' },
  ]);
  await expect(
    ana.query('SELECT substr(name, 1, 1) AS initial FROM people WHERE name LIKE $1', ['A%']),
  ).rejects.toThrow(/phi\.name/);
  await expect(bo.query('DROP TABLE people')).rejects.toThrow('tables are dropped by migrations only');
  await Promise.all([ana.end(), bo.end()]);
  await policyd.stop();
  const recordings = join(folder, 'recordings');
  expect(await runCommandLine(['verify', recordings])).toBe(0);
  const [name = ''] = readdirSync(recordings).filter((each) => each.endsWith('.jsonl'));
  const recorded = readFileSync(join(recordings, name), 'utf8');
  const [digest] = /(?<="policy":")[0-9a-f]{64}/.exec(recorded) ?? [];
  expect(digest).not.toBe(MODULE.metadata.moduleSha256);
});

test('a policy that expires under a session blocks its next statement, and a newer one lets it go on', async () => {
  const keys = newKeys();
  let now = Date.now();
  const end = now + 60_000;
  const { folder, config } = house(await bundleOf(MODULE, { notAfter: end, sequence: 1 }, keys), {
    bundle: { keys: { release: 'key.pub.pem' } },
  });
  writeFileSync(join(folder, 'key.pub.pem'), publicPem(keys));
  const policyd = await startPolicyd(openConfig(config), { log: () => undefined, now: () => now });
  const bo = await client(policyd.addresses.postgres.port, 'bo');
  const count = async (): Promise<unknown> => (await bo.query('SELECT count(*)::int AS n FROM people')).rows;
  expect(await count()).toEqual([{ n: 2 }]);
  now = end + 1;
  await expect(count()).rejects.toThrow(
    `the policy of this gateway was for use until ${new Date(end).toISOString()}, which is over`,
  );
  await expect(client(policyd.addresses.postgres.port, 'ana')).rejects.toThrow('which is over');
  await expect(policyd.reload()).rejects.toThrow('which is over');
  writeFileSync(join(folder, 'p.tar.gz'), await bundleOf(MODULE, { notAfter: end + 60_000, sequence: 2 }, keys));
  await policyd.reload();
  expect(await count()).toEqual([{ n: 2 }]);
  await bo.end();
  await policyd.stop();
});
