// The embedded server as its users need it: reachable by password only, private, and gone at the end
// however the process that started it ends.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { accountFrom } from './account.ts';
import { installedFolders, installedNativeFolder, runnableBinaries } from './binaries.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-server.ts';
import { freePort, LOOPBACK } from './free-port.ts';

const scratch = mkdtempSync(join(tmpdir(), 'hpol-embedded-test-'));
chmodSync(scratch, 0o777);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const withClient = async <T>(url: string, use: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

const answers = async (url: string): Promise<boolean> => withClient(url, async () => true).catch(() => false);

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('the condition did not come true in 15 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a started server', () => {
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    server = await startEmbeddedPostgres({ settings: { work_mem: '7MB' } });
  });
  afterAll(() => server.stop());

  test('is PostgreSQL 18 in UTF-8 with the settings asked for', async () => {
    const row = await withClient(server.url, async (client) => {
      const result = await client.query(
        `SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('work_mem') AS memory,
                getdatabaseencoding() AS encoding, 'é' ~ '\\w' AS knows_letters`,
      );
      return result.rows[0] as unknown;
    });
    expect(row).toEqual({ version: 18, memory: '7MB', encoding: 'UTF8', knows_letters: true });
  });

  test('asks every connection for a SCRAM password', async () => {
    const methods = await withClient(server.url, async (client) => {
      const result = await client.query('SELECT DISTINCT auth_method FROM pg_hba_file_rules');
      return result.rows as unknown[];
    });
    expect(methods).toEqual([{ auth_method: 'scram-sha-256' }]);
    const wrong = `postgres://${server.superuser}:wrong@${server.host}:${server.port}/postgres`;
    await expect(withClient(wrong, async () => true)).rejects.toThrow('password authentication failed');
  });

  test('listens on the loopback address only, and its folder is private', async () => {
    const { listen, sockets, folder } = await withClient(server.url, async (client) => {
      const result = await client.query<{ listen: string; sockets: string; folder: string }>(
        `SELECT current_setting('listen_addresses') AS listen, current_setting('unix_socket_directories') AS sockets,
                current_setting('data_directory') AS folder`,
      );
      return result.rows[0]!;
    });
    expect([listen, sockets]).toEqual([LOOPBACK, '']);
    expect(statSync(join(folder, '..')).mode & 0o777).toBe(0o700);
    expect(existsSync(join(folder, '..', 'password'))).toBe(false);
  });
});

describe.each(installedFolders())('the binaries in %s', (binaries) => {
  test('can be chosen instead, and letters are letters there, too', async () => {
    const server = await startEmbeddedPostgres({ binaries });
    onTestFinished(() => server.stop());
    const row = await withClient(server.url, async (client) => {
      const result = await client.query(
        `SELECT version() AS version, 'é' ~ '\\w' AS knows_letters, 'a' < 'B' AS sorts_words`,
      );
      return result.rows[0] as { version: string };
    });
    const printed = spawnSync(join(binaries, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout;
    const version = / (\d+(\.\d+)?)/.exec(printed)?.[1] ?? 'no version';
    expect(row).toMatchObject({ knows_letters: true, sorts_words: false });
    expect(row.version).toContain(`PostgreSQL ${version}`);
  });
});

test('stop ends open sessions, is idempotent and leaves no folder', async () => {
  const folder = mkdtempSync(join(scratch, 'stop-'));
  chmodSync(folder, 0o777);
  const server = await startEmbeddedPostgres({ folder });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const ended = new Promise((resolve) => client.on('error', resolve));
  expect(readdirSync(folder)).toHaveLength(1);
  await Promise.all([server.stop(), server.stop()]);
  await ended;
  expect(readdirSync(folder)).toEqual([]);
  expect(await answers(server.url)).toBe(false);
});

test('a port in use is named, and nothing is left', async () => {
  const folder = mkdtempSync(join(scratch, 'taken-'));
  chmodSync(folder, 0o777);
  const port = await freePort();
  const holder = createServer().listen(port, LOOPBACK);
  onTestFinished(() => void holder.close());
  await expect(startEmbeddedPostgres({ folder, port })).rejects.toThrow(`port ${port} is in use`);
  expect(readdirSync(folder)).toEqual([]);
});

test('a setting that PostgreSQL refuses fails with its own words', async () => {
  await expect(startEmbeddedPostgres({ settings: { no_such_setting: '1' } })).rejects.toThrow('no_such_setting');
});

describe('when the process that started it dies', () => {
  const script = `
    import { startEmbeddedPostgres } from '${join(import.meta.dirname, 'embedded-server.ts')}';
    const server = await startEmbeddedPostgres({ folder: process.argv[1] });
    process.stdout.write(server.url + '\\n');
    if (process.argv[2] === 'stay') setInterval(() => undefined, 1000);`;

  const start = async (folder: string, stay: string, uid?: number): Promise<{ child: ChildProcess; url: string }> => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder, stay], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: '/',
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
      child.once('exit', () => reject(new Error('ended before the server started')));
    });
    return { child, url };
  };

  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('by %s, the server and its folder go', async (signal) => {
    const folder = mkdtempSync(join(scratch, 'dies-'));
    chmodSync(folder, 0o777);
    const { child, url } = await start(folder, 'stay');
    expect(await answers(url)).toBe(true);
    child.kill(signal);
    await until(() => readdirSync(folder).length === 0);
    expect(await answers(url)).toBe(false);
  });

  test('by reaching its end, the server does not keep it and goes too', async () => {
    const folder = mkdtempSync(join(scratch, 'ends-'));
    chmodSync(folder, 0o777);
    const { url } = await start(folder, 'leave');
    await until(() => readdirSync(folder).length === 0);
    expect(await answers(url)).toBe(false);
  });

  test.runIf(process.getuid?.() === 0)('an account without privileges can do the same', async () => {
    const folder = mkdtempSync(join(scratch, 'plain-'));
    chmodSync(folder, 0o777);
    const { child, url } = await start(folder, 'stay', 65_534);
    expect(await answers(url)).toBe(true);
    child.kill('SIGTERM');
    await until(() => readdirSync(folder).length === 0);
  });
});

describe('binaries', () => {
  test.runIf(process.getuid?.() === 0)('are copied where the account cannot reach them', () => {
    const hidden = join(scratch, 'hidden');
    mkdirSync(hidden, { mode: 0o700 });
    cpSync(installedNativeFolder(), join(hidden, 'native'), { recursive: true, verbatimSymlinks: true });
    const account = { uid: 65_534, gid: 65_534 };
    const copy = join(scratch, 'copy');
    expect(runnableBinaries(join(hidden, 'native'), account, copy)).toBe(join(copy, 'bin'));
    expect(spawnSync(join(copy, 'bin', 'postgres'), ['--version'], account).status).toBe(0);
  });

  test('are copied with their links where the install script did not run', () => {
    const bare = join(scratch, 'bare', 'native');
    cpSync(installedNativeFolder(), bare, { recursive: true, verbatimSymlinks: true });
    rmSync(join(bare, 'lib', 'libicuuc.so.60'), { force: true });
    const copy = join(scratch, 'linked', 'native');
    mkdirSync(join(scratch, 'linked'));
    expect(runnableBinaries(bare, null, copy)).toBe(join(copy, 'bin'));
  });

  test('are used in place where that works', () => {
    const native = installedNativeFolder();
    expect(runnableBinaries(native, null, join(scratch, 'unused'))).toBe(join(native, 'bin'));
    expect(existsSync(join(scratch, 'unused'))).toBe(false);
  });
});

describe('the lent account', () => {
  test('is nobody where that exists', () => {
    expect(accountFrom('root:x:0:0::/:/bin/sh\nads:x:7:8::/:/bin/sh\nnobody:x:65534:65533::/:/bin/sh\n')).toEqual({
      uid: 65_534,
      gid: 65_533,
    });
  });
  test('is never root', () => {
    expect(accountFrom('root:x:0:0::/:/bin/sh\nads:x:7:8::/:/bin/sh\n')).toEqual({ uid: 7, gid: 8 });
    expect(accountFrom('root:x:0:0::/:/bin/sh\n')).toBeNull();
  });
});
