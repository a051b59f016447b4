// A real PostgreSQL for the quick start and the tests: started in a private temporary folder, on the loopback
// address only, with a random superuser password, and gone without a trace when it stops or this process ends.
// Durability is off: never use it for data that matters.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canEnter, lentAccount, type Account } from './account.ts';
import { installedNativeFolder, runnableBinaries } from './binaries.ts';
import { LOOPBACK, freePort } from './free-port.ts';
import { guard, type Guardian } from './guardian.ts';

export interface EmbeddedOptions {
  /** Where the temporary folder is made; the system's own place by default. */
  readonly folder?: string;
  /** A free one by default. */
  readonly port?: number;
  /** Server settings, such as `{ log_statement: 'all' }`. */
  readonly settings?: { readonly [name: string]: string };
  /** A folder that holds `initdb` and `postgres` of version 14 or later; those that npm installed by default. */
  readonly binaries?: string;
  /** PEM texts; with them the server offers TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface EmbeddedPostgres {
  readonly host: typeof LOOPBACK;
  readonly port: number;
  readonly superuser: string;
  readonly password: string;
  /** `postgres://…/postgres`, as the superuser. */
  readonly url: string;
  /** Ends every session, stops the server and removes its folder. Idempotent. */
  stop(): Promise<void>;
}

const SUPERUSER = 'postgres';
const PORT_TRIES = 5;
const LOG_TAIL_CHARACTERS = 4_000;
const SETTINGS: { readonly [name: string]: string } = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '100',
};

/** What a started program said last, and how it ended. */
class ProgramFault extends Error {
  override readonly name = 'ProgramFault';
}

interface Place {
  readonly folder: string;
  readonly bin: string;
  readonly account: Account | null;
  readonly guardian: Guardian;
}

function giveTo(account: Account | null, path: string, mode: number): void {
  chmodSync(path, mode);
  if (account) chownSync(path, account.uid, account.gid);
}

function writePrivate(place: Place, name: string, text: string): string {
  const path = join(place.folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  giveTo(place.account, path, 0o600);
  return path;
}

/** Runs a program of PostgreSQL with nothing inherited but a search path; messages are in English. */
function launch(place: Place, program: string, programArguments: readonly string[]): ChildProcess {
  return spawn(join(place.bin, program), programArguments, {
    ...place.account,
    cwd: place.folder,
    detached: true,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Settles when `program` prints `sign`, or ends well where no sign is asked for; fails with what it said last. */
function outcome(child: ChildProcess, program: string, sign: string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-LOG_TAIL_CHARACTERS);
      if (sign !== null && log.includes(sign)) resolve();
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (sign === null && code === 0) resolve();
      else reject(new ProgramFault(`${program} ended with status ${code}: ${log.trim()}`));
    });
  });
}

/** UTF-8 that sorts by code points and knows letters: the provider for it is there since version 17, else the system's own locale is. */
function localeFlags(place: Place): readonly string[] {
  const printed = spawnSync(join(place.bin, 'initdb'), ['--version'], { ...place.account, encoding: 'utf8' }).stdout;
  const version = Number(/ (\d+)/.exec(printed)?.[1] ?? '0');
  return version >= 17
    ? ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    : ['--encoding=UTF8', '--locale=C.UTF-8'];
}

async function initialise(place: Place, password: string): Promise<void> {
  const passwordFile = writePrivate(place, 'password', `${password}\n`);
  const flags = ['--no-sync', '--no-instructions', '--auth=scram-sha-256', `--username=${SUPERUSER}`];
  const paths = [`--pgdata=${join(place.folder, 'data')}`, `--pwfile=${passwordFile}`];
  await outcome(launch(place, 'initdb', [...paths, ...flags, ...localeFlags(place)]), 'initdb', null);
  rmSync(passwordFile);
}

async function serve(place: Place, port: number, settings: { readonly [name: string]: string }): Promise<void> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = launch(place, 'postgres', ['-D', join(place.folder, 'data'), '-p', String(port), ...flags]);
  if (child.pid !== undefined) place.guardian.watch(child.pid);
  await outcome(child, 'postgres', 'database system is ready to accept connections');
  // The server must not keep this process alive; its guardian stops it at the end.
  child.unref();
  if (child.stderr && 'unref' in child.stderr) (child.stderr as unknown as { unref(): void }).unref();
}

/** Starts on the wanted port, or on a free one; a free port that is taken at the last moment is replaced. */
async function serveSomewhere(place: Place, options: EmbeddedOptions): Promise<number> {
  const tls = options.tls && {
    ssl: 'on',
    ssl_cert_file: writePrivate(place, 'server.crt', options.tls.cert),
    ssl_key_file: writePrivate(place, 'server.key', options.tls.key),
  };
  const settings = { ...SETTINGS, ...tls, ...options.settings };
  for (let tries = 1; ; tries += 1) {
    const port = options.port ?? (await freePort());
    try {
      await serve(place, port, settings);
      return port;
    } catch (error) {
      const isTaken = error instanceof ProgramFault && error.message.includes('Address already in use');
      if (isTaken && options.port !== undefined) throw new Error(`port ${port} is in use`, { cause: error });
      if (!isTaken || tries === PORT_TRIES) throw error;
    }
  }
}

/** Starts a server in about a second. Throws an Error that says what PostgreSQL said. */
export async function startEmbeddedPostgres(options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const account = lentAccount();
  const folder = mkdtempSync(join(options.folder ?? tmpdir(), 'hpol-postgres-'));
  const guardian = guard(folder);
  try {
    giveTo(account, folder, 0o700);
    if (account && !canEnter(account, folder)) {
      throw new Error(
        `PostgreSQL does not run as root, and account ${account.uid} may not enter ${folder}; set TMPDIR`,
      );
    }
    const bin = options.binaries ?? runnableBinaries(installedNativeFolder(), account, join(folder, 'native'));
    const place: Place = { folder, bin, account, guardian };
    const password = randomBytes(18).toString('base64url');
    await initialise(place, password);
    const port = await serveSomewhere(place, options);
    let stopped: Promise<void> | null = null;
    return {
      host: LOOPBACK,
      port,
      superuser: SUPERUSER,
      password,
      url: `postgres://${SUPERUSER}:${password}@${LOOPBACK}:${port}/postgres`,
      stop: () => (stopped ??= guardian.finish()),
    };
  } catch (error) {
    await guardian.finish();
    throw error;
  }
}
