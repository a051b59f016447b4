// The commands over real files: statuses, what is printed, and who may do what.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { ApprovalBook } from '../approvals/approval-book.ts';
import { question } from '../approvals/testing.ts';
import { closedRecording } from '../evidence/testing.ts';
import { loadSigner } from '../evidence/signing-key.ts';
import { hashTicket } from '../identity/ticket.ts';
import { openSqliteStore } from '../store/open-sqlite-store.ts';
import { runCommandLine } from './command-line.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Runs a command line; gives its status and what it printed. */
async function policyd(...argv: readonly string[]) {
  const printed = { stdout: '', stderr: '' };
  const into = (name: keyof typeof printed) => (text: unknown) => {
    printed[name] += `${String(text)}\n`;
    return true;
  };
  vi.spyOn(console, 'log').mockImplementation(into('stdout'));
  vi.spyOn(console, 'error').mockImplementation(into('stderr'));
  vi.spyOn(process.stderr, 'write').mockImplementation(into('stderr'));
  vi.spyOn(process.stdout, 'write').mockImplementation(into('stdout'));
  const status = await runCommandLine(argv);
  vi.restoreAllMocks();
  return { status, ...printed };
}

const TARGET = {
  protocol: 'postgres',
  address: '127.0.0.1:1',
  database: 'd',
  credential: { user: 'u', password: 'env:X' },
};

function place() {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-cli-'));
  const entry = (user: string, group: string): object => ({
    user,
    kind: 'person',
    groups: [group],
    ticket_sha256: hashTicket(`t-${user}`),
  });
  writeFileSync(
    join(folder, 'identities.yaml'),
    JSON.stringify([entry('bo', 'clinicians'), entry('pri', 'privacy-office')]),
  );
  const config = join(folder, 'policyd.yaml');
  writeFileSync(config, JSON.stringify({ policy: 'p', identities: 'identities.yaml', targets: { clinic: TARGET } }));
  const book = new ApprovalBook(openSqliteStore(join(folder, 'state/policyd.db')));
  const signer = loadSigner(join(folder, 'state'));
  return { folder, config, book, signer, recordings: join(folder, 'recordings') };
}

test('an approval is listed, shown, and decided by whoever proves to be allowed', async () => {
  const { config, book } = place();
  const id = book.file(question({ statement: 'SELECT 1 -- \u001b[31mred\nFROM x' }));
  expect(await policyd('approvals', 'list', '-c', config)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(new RegExp(`${id} +pending +bo`)) as string,
  });
  const shown = await policyd('approvals', 'show', id, '-c', config);
  expect(shown).toMatchObject({ status: 0, stdout: expect.stringContaining(String.raw`\u001b[31mred`) as string });
  expect(shown.stdout).not.toContain('\u001b');
  vi.stubEnv('POLICYD_TICKET', 't-pri');
  expect(await policyd('approvals', 'approve', id, '--as', 'bo', '-c', config)).toEqual({
    status: 1,
    stdout: '',
    stderr: 'error: POLICYD_TICKET does not hold the ticket of bo\n',
  });
  vi.stubEnv('POLICYD_TICKET', 't-bo');
  expect(await policyd('approvals', 'approve', id, '--as', 'bo', '-c', config)).toMatchObject({
    status: 1,
    stderr: 'error: bo asked for this and cannot decide on it\n',
  });
  vi.stubEnv('POLICYD_TICKET', 't-pri');
  expect(await policyd('approvals', 'approve', id, '--as', 'pri', '--reason', 'audit', '-c', config)).toEqual({
    status: 0,
    stdout: `${id} is approved\n`,
    stderr: '',
  });
  expect(book.find(id)?.votes).toMatchObject([{ by: 'pri', verdict: 'approve', reason: 'audit' }]);
  expect(await policyd('approvals', 'list', '-c', config)).toMatchObject({ stdout: 'nothing waits\n' });
  expect(await policyd('approvals', 'show', 'apr-none', '-c', config)).toMatchObject({
    status: 2,
    stderr: 'error: there is no approval apr-none\n',
  });
});

test('verify proves a file or a folder, and names the first bad record', async () => {
  const { folder, recordings, signer } = place();
  const { path, bytes } = closedRecording(recordings, signer, [{ kind: 'fault', message: 'x' }]);
  expect(await policyd('verify', path)).toMatchObject({
    status: 0,
    stdout: `ok    ${path}: 4 records\n1 verified, 0 bad\n`,
  });
  expect(await policyd('verify', recordings, '--key', join(folder, 'state/evidence-key.pub.pem'))).toMatchObject({
    status: 0,
  });
  writeFileSync(path, bytes.toString('utf8').replace('"message":"x"', '"message":"y"'));
  expect(await policyd('verify', recordings)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('record 1 (line 2)') as string,
  });
  expect(await policyd('verify', path, '--key', join(folder, 'state/evidence-key.pem'))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('private key') as string,
  });
  expect(await policyd('verify', join(folder, 'none'))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining(join(folder, 'none')) as string,
  });
  const elsewhere = mkdtempSync(join(tmpdir(), 'hpol-cli-'));
  expect(await policyd('verify', elsewhere)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('no recording') as string,
  });
  writeFileSync(join(elsewhere, 'x-s1.hrec.jsonl'), bytes);
  expect(await policyd('verify', elsewhere)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--key') as string,
  });
});

const message = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
};
const field = (name: string): Buffer => Buffer.concat([Buffer.from(`${name}\0`), Buffer.alloc(18)]);
const value = (bytes: Buffer | null): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes === null ? -1 : bytes.length);
  return Buffer.concat([length, bytes ?? Buffer.alloc(0)]);
};

test('play shows rows that were cut across records, and never lets them command the terminal', async () => {
  const { config, recordings, signer } = place();
  const two = Buffer.from([0, 2]);
  const stream = Buffer.concat([
    message('T', two, field('ssn'), field('raw')),
    message('D', two, value(Buffer.from('***-**-6789')), value(Buffer.from([0, 255]))),
    message('D', two, value(null), value(Buffer.from('\u001b]0;x'))),
    message('D', two, value(Buffer.from('third')), value(null)),
    message('C', Buffer.from('SELECT 3\0')),
    message('N', Buffer.from('SNOTICE\0C00000\0Mwaiting\u0007\0\0')),
  ]);
  const released = [stream.subarray(0, 61), stream.subarray(61)].map(
    (part) => ({ kind: 'response', bytes: part.toString('base64'), repeats: [], results: [] }) as const,
  );
  const { path } = closedRecording(recordings, signer, [...released, { kind: 'fault', message: 'gone' }]);
  const { status, stdout } = await policyd('recordings', 'play', path, '--rows', '2');
  expect(status).toBe(0);
  expect(stdout.split('\n').slice(1, 9)).toEqual([
    '   ssn          raw',
    '   -----------  ------------',
    String.raw`   ***-**-6789  \x00ff`,
    String.raw`   NULL         \x1b5d303b78`,
    '   … 1 more rows',
    String.raw`   NOTICE 00000: waiting\u0007`,
    '   fault: gone',
    expect.stringContaining('closed: the client left'),
  ]);
  expect(await policyd('sessions', 'list', '-c', config)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('s1       ana') as string,
  });
  expect(await policyd('recordings', 'list', '-c', config)).toMatchObject({
    stdout: expect.stringContaining('closed') as string,
  });
  const shown = await policyd('recordings', 'show', 's1', '-c', config);
  expect(shown.stdout).toBe(readFileSync(path, 'utf8'));
  expect(await policyd('sessions', 'show', 's9', '-c', config)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('no recording s9') as string,
  });
});

test('a ticket proves who its owner is, and only its hash is for the file', async () => {
  const { config } = place();
  const { stdout } = await policyd('ticket', 'new');
  const [ticket = '', hash = ''] = stdout.split('\n');
  expect(hash).toBe(`ticket_sha256: ${hashTicket(ticket)}`);
  vi.stubEnv('POLICYD_TICKET', 't-bo');
  expect(await policyd('whoami', '--as', 'bo', '-c', config)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('"clinicians"') as string,
  });
  expect(await policyd('whoami', '--as', 'pri', '-c', config)).toMatchObject({ status: 1 });
});

test('wrong use ends with 2 and says what was meant', async () => {
  expect(await policyd('serv')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Did you mean serve?') as string,
  });
  expect(await policyd('serve', '--confg', 'x')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--config') as string,
  });
  expect(await policyd('approvals', 'approve', 'apr-x', '-c', '/nowhere/x.yaml', '--as', 'pri')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^error: \/nowhere\/x\.yaml: HPOL6000/) as string,
  });
  expect(await policyd('quickstart', '--port', 'x')).toMatchObject({ status: 2 });
  expect(await policyd('--version')).toMatchObject({ status: 0, stdout: '0.1.0\n\n' });
});
