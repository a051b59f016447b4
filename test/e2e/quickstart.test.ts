// The first minute of a new user: one command, commands to paste, Ctrl-C, and nothing left.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort, LOOPBACK } from '../../runtime/postgres/embedded/free-port.ts';
import { syntheticClinic } from '../../runtime/cli/quickstart/clinic.ts';
import { policyd, until } from '../kit/clinic.ts';
import { findProgram, presence, run, type Ended } from '../kit/programs.ts';
import { Sweep } from '../kit/sweep.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { patients } = syntheticClinic(50);
const sweep = new Sweep(patients);

let child: ChildProcess;
let said = '';
beforeAll(async () => {
  const port = await freePort();
  const program = [join(ROOT, 'bin/policyd'), 'quickstart', '--port', String(port)];
  child = spawn(process.execPath, program, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  await until(() => said.includes('Ctrl-C') || child.exitCode !== null, 'the start', 30_000);
  if (child.exitCode !== null) throw new Error(`the quick start ended: ${said}`);
});
afterAll(() => void child.kill('SIGKILL'));

/** The printed command that contains a text, run by a shell as a user would paste it. */
function paste(part: string): Promise<Ended> {
  const line = said.split('\n').find((candidate) => candidate.includes(part));
  if (line === undefined) throw new Error(`no printed command has ${part}`);
  return run('/bin/sh', ['-c', line.trim()], {
    env: { PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}` },
  });
}

describe.skipIf(findProgram('psql') === null)(`the printed commands, ${presence('psql')}`, () => {
  test('ana sees masked rows', async () => {
    const { status, stdout } = await paste('-U ana clinic -c "SELECT id, mrn');
    expect(status).toBe(0);
    expect(stdout).toContain('***-**-');
    expect(sweep.find(stdout)).toEqual([]);
  });
  test('bo sees clear rows', async () => {
    const { status, stdout } = await paste('-U bo clinic -c "SELECT id, mrn');
    expect(status).toBe(0);
    expect(stdout).toContain(patients[0]!.ssn);
  });
  test('scout sees masked rows', async () => {
    const { status, stdout } = await paste('-U scout clinic -c "SELECT id, mrn');
    expect(status).toBe(0);
    expect(stdout).toContain('***-**-');
    expect(sweep.find(stdout)).toEqual([]);
  });
  test('the block says which rule', async () => {
    const { status, stderr } = await paste('DROP TABLE');
    expect(status).toBe(1);
    expect(stderr).toContain('schema_change');
  });
});

test('a second one says that the port is in use, with status 2', async () => {
  const port = await freePort();
  const holder = createServer().listen(port, LOOPBACK);
  onTestFinished(() => void holder.close());
  const { status, stderr } = await policyd(['quickstart', '--port', String(port)]);
  expect(status).toBe(2);
  expect(stderr).toContain(`port ${port} is in use`);
});

test('Ctrl-C ends it well and leaves nothing behind', async () => {
  const recordings = /recordings\s+(\/\S+)/.exec(said)?.[1];
  expect(recordings).toBeDefined();
  const folder = join(recordings!, '..');
  expect(existsSync(folder)).toBe(true);
  const port = Number(/PostgreSQL 18\s+127\.0\.0\.1:(\d+)/.exec(said)?.[1]);
  child.kill('SIGINT');
  await until(() => child.exitCode !== null, 'the end');
  expect(child.exitCode).toBe(0);
  expect(existsSync(folder)).toBe(false);
  // The database's port is free again.
  await new Promise<void>((settle, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => server.close(() => settle()));
  });
});
