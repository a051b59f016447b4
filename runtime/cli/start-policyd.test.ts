// The wiring: what is let go when it cannot start, reloading, and a crash in the middle of a session.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashTicket } from '../identity/ticket.ts';
import { PgClient } from '../postgres/catalog/pg-client.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../postgres/embedded/embedded-server.ts';
import { runCommandLine } from './command-line.ts';
import { openConfig } from './open-config.ts';
import { startPolicyd } from './start-policyd.ts';

let server: EmbeddedPostgres;
beforeAll(async () => {
  server = await startEmbeddedPostgres();
});
afterAll(() => server.stop());

const POLICY = (ssn: string): string => `policy people
default allow

class phi {
  ssn: column public.people.ssn
}

mask phi_by_default
  of phi
  with { ssn: ${ssn} }
  because "minimum necessary"
`;

interface House {
  readonly folder: string;
  readonly config: string;
  readonly policy: string;
}

function house(changes: object = {}): House {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-policyd-'));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const policy = write('people.hpol', POLICY('redact'));
  write('identities.yaml', `- { user: ana, kind: person, ticket_sha256: ${hashTicket('t-ana')} }\n`);
  write('password', server.password);
  const credential = { user: server.superuser, password: 'file:password' };
  const target = { protocol: 'postgres', address: `127.0.0.1:${server.port}`, database: 'postgres', credential };
  const config = {
    policy: 'people.hpol',
    identities: 'identities.yaml',
    listen: { postgres: { port: 0 } },
    targets: { clinic: target },
    ...changes,
  };
  return { folder, config: write('policyd.yaml', JSON.stringify(config)), policy };
}

async function client(port: number): Promise<PgClient> {
  const connection = new PgClient({ host: '127.0.0.1', port, user: 'ana', password: 't-ana', database: 'clinic' });
  connection.on('error', () => undefined);
  await connection.connect();
  return connection;
}

const start = ({ config }: House, log: (line: string) => void = () => undefined) =>
  startPolicyd(openConfig(config), { log });

test('one that cannot listen lets go of everything, and says which port', async () => {
  const taken = createServer();
  await once(taken.listen(0, '127.0.0.1'), 'listening');
  const { port } = taken.address() as AddressInfo;
  const place = house({ listen: { postgres: { port } } });
  await expect(start(place)).rejects.toThrow(`127.0.0.1:${port}: the port is in use`);
  await expect(start(place)).rejects.toThrow('the port is in use');
  taken.close();
  await once(taken, 'close');
  const policyd = await start(place);
  await expect(start(place)).rejects.toThrow('in use by this very process');
  await policyd.stop();
  expect(readdirSync(join(place.folder, 'recordings'))).toEqual([]);
});

test('what stands in the way is named, with the reason in words', async () => {
  const { folder } = house();
  const file = join(folder, 'password');
  const refused = (changes: object): Promise<string> =>
    start(house(changes)).then(
      () => 'started',
      (error: Error) => `${error.name}: ${error.message}`,
    );
  const inTheWay = 'a file stands where a folder should be';
  expect(await refused({ recordings: { folder: file } })).toBe(
    `CliFault: cannot use the recordings folder ${file}: ${inTheWay}`,
  );
  expect(await refused({ recordings: { folder: `${file}/below` } })).toBe(
    `CliFault: cannot use the recordings folder ${file}/below: ${inTheWay}`,
  );
  expect(await refused({ state: `${file}/state` })).toBe(
    `CliFault: cannot use the evidence key in ${file}/state: ${inTheWay}`,
  );
  expect(await refused({ store: `sqlite:${file}` })).toMatch(/^CliFault: the store \S+ cannot be used: file is not a/);
  expect(await refused({ store: `sqlite:${file}/s.db` })).toBe(
    `CliFault: the store ${file}/s.db cannot be used: ${inTheWay}`,
  );
  const tls = { cert: file, key: file };
  expect(await refused({ listen: { postgres: { port: 0, tls } } })).toMatch(
    `CliFault: cannot use the certificate ${file} with the private key ${file}: `,
  );
  expect(await refused({ policy: '.' })).toMatch(/^CliFault: cannot load the policy \S+: it is a folder$/);
  expect(await refused({ identities: 'absent.yaml' })).toMatch(/absent\.yaml: no such file or directory$/);
});

test('a policy that is broken or absent is named', async () => {
  const place = house();
  writeFileSync(place.policy, 'policy people\n');
  await expect(start(place)).rejects.toThrow(/people\.hpol has errors\n[^]*HPOL\d{4}/);
  await expect(start(house({ policy: 'absent.hpol' }))).rejects.toThrow(/absent\.hpol: no such file or directory/);
  await expect(start(house({ policy: 'identities.yaml' }))).rejects.toThrow(
    /identities\.yaml: the bundle cannot be used/,
  );
});

test('a policy that is too large to compile is printed with its place', async () => {
  const place = house();
  writeFileSync(place.policy, POLICY('redact').replace('people.ssn', 'people.ssn detect /(a|b)*a(a|b){20}/'));
  await expect(start(place)).rejects.toThrow(/has errors\nerror\[HPOL4005\][^]*people\.hpol:5:40\n[^]*\^{18}\n/);
});

test('reload swaps the policy under a live session, and a broken one changes nothing', async () => {
  const place = house();
  const owner = new PgClient(server.url);
  await owner.connect();
  await owner.query(
    "DROP TABLE IF EXISTS people; CREATE TABLE people (ssn text); INSERT INTO people VALUES ('900-12-3456')",
  );
  const policyd = await start(place);
  const ana = await client(policyd.addresses.postgres.port);
  const seen = async (): Promise<unknown> => (await ana.query('SELECT ssn FROM people')).rows;
  expect(await seen()).toEqual([{ ssn: '[phi.ssn]' }]);
  writeFileSync(place.policy, 'nonsense');
  await expect(policyd.reload()).rejects.toThrow('has errors');
  expect(await seen()).toEqual([{ ssn: '[phi.ssn]' }]);
  writeFileSync(place.policy, POLICY('keep last 4'));
  await policyd.reload();
  expect(await seen()).toEqual([{ ssn: '***-**-3456' }]);
  await ana.end();
  await owner.end();
  await policyd.stop();
});

test('a target that is down refuses the session and not the gateway', async () => {
  const down = {
    protocol: 'postgres',
    address: '127.0.0.1:1',
    database: 'x',
    credential: { user: 'u', password: 'file:password' },
  };
  const lines: string[] = [];
  const policyd = await start(house({ targets: { clinic: down } }), (line) => lines.push(line));
  for (let times = 0; times < 2; times++) {
    await expect(client(policyd.addresses.postgres.port)).rejects.toThrow(/the target clinic cannot be reached/);
  }
  expect(lines.join('\n')).toContain('target_unavailable');
  expect(lines.join('\n')).toContain('ECONNREFUSED');
  expect(lines.join('\n')).not.toContain(server.password);
  await policyd.stop();
});

/** `policyd serve` in a process of its own. */
const serve = ({ config }: House): ChildProcessByStdio<null, null, Readable> =>
  spawn(process.execPath, [join(import.meta.dirname, 'policyd.ts'), 'serve', '-c', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });

const portOf = (child: ChildProcessByStdio<null, null, Readable>): Promise<number> =>
  new Promise((resolve) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /listening for PostgreSQL on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
  });

test('a second one on the same configuration says which process is in its way, and ends with 2', async () => {
  const place = house();
  const first = serve(place);
  await portOf(first);
  const second = serve(place);
  const [said, [status]] = await Promise.all([text(second.stderr), once(second, 'close')]);
  expect(status).toBe(2);
  const folder = join(place.folder, 'recordings');
  expect(said).toBe(
    `error: cannot use the recordings folder ${folder}: it is in use by process ${first.pid}; stop that policyd first, or, if the process is none, remove ${folder}/.policyd.pid\n`,
  );
  first.kill('SIGTERM');
  expect((await once(first, 'close'))[0]).toBe(0);
});

test('kill -9 in a session: the next start closes the recording, and it can be proved', async () => {
  const place = house({ listen: { postgres: { port: 0 } } });
  const child = serve(place);
  const port = await portOf(child);
  const ana = await client(port);
  expect((await ana.query("SELECT 'seen' AS mark")).rows).toEqual([{ mark: 'seen' }]);
  child.kill('SIGKILL');
  await once(child, 'close');
  const recordings = join(place.folder, 'recordings');
  expect(await runCommandLine(['verify', recordings])).toBe(1);
  const lines: string[] = [];
  const policyd = await start(place, (line) => lines.push(line));
  expect(lines.join('\n')).toContain('had no end: closed');
  await policyd.stop();
  expect(await runCommandLine(['verify', recordings])).toBe(0);
  const [name = ''] = readdirSync(recordings).filter((each) => each.endsWith('.jsonl'));
  const released = [...readFileSync(join(recordings, name), 'utf8').matchAll(/"kind":"response","bytes":"([^"]*)"/g)];
  expect(Buffer.concat(released.map((match) => Buffer.from(match[1] ?? '', 'base64'))).includes('seen')).toBe(true);
});
