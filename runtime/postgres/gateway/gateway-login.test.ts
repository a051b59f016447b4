// Signing in: TLS and SCRAM on both legs, startup packets that are refused, targets that are not there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldsOf, startup, WireClient, type BackendMessage } from '../../../test/kit/wire-client.ts';
import { RecorderFault } from '../../recording/recorder.ts';
import { freePort } from '../embedded/free-port.ts';
import { createGateway } from './gateway.ts';
import type { GatewayServices } from './services.ts';
import { startClinic, type Clinic } from '../../../test/kit/gateway-clinic.ts';
import { identityOf, testServices, testTarget } from './testing.ts';

/** A certificate for 127.0.0.1 that is its own authority, made for this run. */
function makeCertificate(): { readonly cert: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hpol-tls-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', cert, '-days', '1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...files, ...subject], { stdio: 'ignore' });
  const pair = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  rmSync(folder, { recursive: true });
  return pair;
}

function verifierOf(password: string): string {
  const salt = Buffer.from('0123456789abcdef');
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
  const keyed = (label: string): Buffer => createHmac('sha256', salted).update(label).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}

const identities: GatewayServices['identities'] = {
  method: (user) => (user === 'sam' ? { kind: 'scram', verifier: verifierOf('open sesame') } : { kind: 'ticket' }),
  verifyTicket: (user, secret) => (secret === `ticket-${user}` ? identityOf(user) : null),
  identity: identityOf,
};

const tls = makeCertificate();
let clinic: Clinic;
beforeAll(async () => {
  clinic = await startClinic({
    services: { identities },
    gateway: { tls },
    server: { tls, settings: { log_connections: 'on' } },
    target: { tls: { mode: 'require', ca: tls.cert } },
  });
});
afterAll(() => clinic.stop());

const errorOf = (messages: readonly BackendMessage[]): { readonly [letter: string]: string } =>
  fieldsOf(messages.find(({ type }) => type === 'E') ?? { type: 'E', body: Buffer.alloc(0) });
const address = (): { host: string; port: number } => ({ host: '127.0.0.1', port: clinic.gateway.port });

describe('signing in', () => {
  test('TLS on both legs', async () => {
    const ana = await clinic.connect('ana', { ssl: { ca: tls.cert } });
    expect((await ana.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).rows).toEqual([{ ssl: true }]);
    const [opened] = clinic.services.recorders.at(-1)?.records ?? [];
    expect(opened).toMatchObject({ kind: 'session.open', tls: { client: true, target: true } });
    await ana.end();
  });

  test('SCRAM, with the right password only', async () => {
    const sam = await clinic.connect('sam', { password: 'open sesame' });
    expect((await sam.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await sam.end();
    await expect(clinic.connect('sam', { password: 'guess' })).rejects.toMatchObject({ code: '28P01' });
  });

  test('a wrong ticket and an unknown user get the same words', async () => {
    const words = 'authentication failed for user "ana"';
    const hint = expect.stringContaining('your ticket');
    await expect(clinic.connect('ana', { password: 'wrong' })).rejects.toMatchObject({
      code: '28P01',
      message: words,
      hint,
    });
    expect(clinic.services.reports.at(-1)).toMatchObject({ kind: 'login_refused', user: 'ana' });
  });

  test('an unknown target', async () => {
    await expect(clinic.connect('ana', { database: 'other' })).rejects.toMatchObject({
      code: '3D000',
      message: 'the target "other" does not exist',
      hint: expect.stringContaining('target of this gateway'),
    });
  });

  test('a session that the policy blocks is refused with the reason, on record', async () => {
    await expect(clinic.connect('mallory')).rejects.toMatchObject({
      code: '28000',
      message: 'the session is blocked by policy rule nobody: not today',
    });
    expect(clinic.services.recorders.at(-1)?.records.map(({ kind }) => kind)).toEqual(['session.open', 'fault']);
  });

  test('the client’s application name reaches the target', async () => {
    const bo = await clinic.connect('bo', { application_name: 'report' });
    expect((await bo.query('SHOW application_name')).rows).toEqual([{ application_name: 'report' }]);
    await bo.end();
  });
});

describe('startup packets', () => {
  const refused: readonly (readonly [string, Buffer, string])[] = [
    ['user twice', twice('user'), 'twice'],
    ['database twice', twice('database'), 'twice'],
    ['a role in options', startup({ user: 'ana', options: '-c role=postgres' }), 'role'],
    ['a role in long options', startup({ user: 'ana', options: '--role=postgres' }), 'role'],
    [
      'a session_replication_role',
      startup({ user: 'ana', session_replication_role: 'replica' }),
      'session_replication_role',
    ],
    ['replication', startup({ user: 'ana', replication: 'database' }), 'replication'],
    ['another encoding', startup({ user: 'ana', client_encoding: 'SJIS' }), 'UTF8'],
    ['strings with escapes', startup({ user: 'ana', options: '-cstandard_conforming_strings=off' }), 'must be on'],
    ['no user', startup({ database: 'clinic' }), 'no user'],
    ['a length over the limit', Buffer.from([0, 0, 0x40, 0]), 'length'],
    ['a length below its own size', Buffer.from([0, 0, 0, 3]), 'length'],
    ['another protocol', Buffer.from([0, 0, 0, 9, 0, 2, 0, 0, 0]), 'version'],
    ['data behind SSLRequest', Buffer.from([0, 0, 0, 8, 4, 210, 22, 47, 0]), 'unencrypted'],
    ['data behind GSSENCRequest', Buffer.from([0, 0, 0, 8, 4, 210, 22, 48, 0]), 'unencrypted'],
  ];
  test.each(refused)('%s', async (_name, bytes, words) => {
    const client = await WireClient.open(address());
    client.send(bytes);
    expect(errorOf(await client.until('nothing'))).toMatchObject({
      S: 'FATAL',
      C: '08P01',
      M: expect.stringContaining(words),
    });
  });

  test('harmless settings in options are taken', async () => {
    const bo = await clinic.connect('bo', { options: '-c statement_timeout=1234' });
    expect((await bo.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '1234ms' }]);
    await bo.end();
  });

  test('GSSENCRequest is declined and a newer minor version is negotiated', async () => {
    const client = await WireClient.open(address());
    client.send(Buffer.from([0, 0, 0, 8, 4, 210, 22, 48]));
    await expect.poll(() => client.received.toString()).toBe('N');
    const newer = startup({ user: 'ana', '_pq_.unknown': '1' });
    newer[7] = 2;
    client.send(newer);
    await expect.poll(() => client.received.toString('latin1')).toContain('_pq_.unknown\0R');
    client.close();
  });

  function twice(name: string): Buffer {
    const one = startup({ user: 'ana', [name]: 'ana', filler: 'x' });
    const at = one.indexOf('filler\0x\0');
    const both = Buffer.concat([one.subarray(0, at), Buffer.from(`${name}\0bo\0\0`)]);
    both.writeInt32BE(both.length);
    return both;
  }
});

describe('what is not there', () => {
  test('a target that is down gives a clear error, and the gateway lives', async () => {
    const port = await freePort();
    const services = testServices({ target: () => testTarget({ port }) });
    const gateway = await createGateway(services, { host: '127.0.0.1', port: 0, tls: null });
    for (const user of ['ana', 'bo']) {
      const client = new Client({
        host: '127.0.0.1',
        port: gateway.port,
        user,
        password: `ticket-${user}`,
        database: 'clinic',
      });
      await expect(client.connect()).rejects.toMatchObject({
        code: '08006',
        message: 'the target clinic cannot be reached: nothing accepts connections at its address',
        hint: expect.stringContaining('tell whoever runs this gateway'),
      });
    }
    const address = `connect ECONNREFUSED 127.0.0.1:${port}`;
    expect(services.reports.map(({ kind, user }) => `${kind} ${user}`)).toEqual([
      'target_unavailable ana',
      'target_unavailable bo',
    ]);
    expect(services.reports[0]?.message).toContain(address);
    await gateway.stop();
  });

  test('a target whose catalog was never read is said to be unreachable when it is, and to have no catalog otherwise', async () => {
    const catalog = {
      current: () => {
        throw new Error('the catalog is not known');
      },
      ensureFresh: () => Promise.reject(new Error('permission denied for pg_class')),
      refresh: () => Promise.reject(new Error('no')),
    };
    const credential = () =>
      Promise.resolve({ user: clinic.server.superuser, password: { reveal: () => clinic.server.password } });
    for (const [port, words] of [
      [await freePort(), 'cannot be reached: nothing accepts connections at its address'],
      [clinic.server.port, 'has a catalog that the gateway cannot read'],
    ] as const) {
      const services = testServices({
        target: () => testTarget({ port, credential, catalog, tls: { mode: 'prefer', ca: null } }),
      });
      const gateway = await createGateway(services, { host: '127.0.0.1', port: 0, tls: null });
      const client = new Client(`postgres://bo:ticket-bo@127.0.0.1:${gateway.port}/clinic`);
      await expect(client.connect()).rejects.toMatchObject({ code: '08006', message: `the target clinic ${words}` });
      await gateway.stop();
    }
  });

  test('a target without TLS where it is required, and one with another certificate', async () => {
    const ca = makeCertificate().cert;
    const credential = (): Promise<{ user: string; password: { reveal(): string } }> =>
      Promise.resolve({ user: clinic.server.superuser, password: { reveal: () => clinic.server.password } });
    const services = testServices({
      target: () => testTarget({ port: clinic.server.port, credential, tls: { mode: 'require', ca } }),
    });
    const gateway = await createGateway(services, { host: '127.0.0.1', port: 0, tls: null });
    const client = new Client({
      host: '127.0.0.1',
      port: gateway.port,
      user: 'bo',
      password: 'ticket-bo',
      database: 'clinic',
    });
    await expect(client.connect()).rejects.toMatchObject({ code: '08006' });
    await gateway.stop();
  });

  test('a target whose password is wrong', async () => {
    const services = testServices({ target: () => testTarget({ port: clinic.server.port }) });
    const gateway = await createGateway(services, { host: '127.0.0.1', port: 0, tls: null });
    const client = new Client({
      host: '127.0.0.1',
      port: gateway.port,
      user: 'bo',
      password: 'ticket-bo',
      database: 'clinic',
    });
    await expect(client.connect()).rejects.toMatchObject({ code: '08006', message: expect.stringContaining('28P01') });
    await gateway.stop();
  });

  test('a recording that cannot be started refuses the session', async () => {
    const services = testServices({
      target: () => clinic.services.target('clinic'),
      openRecorder: () => {
        throw new RecorderFault('read-only');
      },
    });
    const gateway = await createGateway(services, { host: '127.0.0.1', port: 0, tls: null });
    const client = new Client({
      host: '127.0.0.1',
      port: gateway.port,
      user: 'bo',
      password: 'ticket-bo',
      database: 'clinic',
    });
    await expect(client.connect()).rejects.toMatchObject({ code: '58030', message: 'the session cannot be recorded' });
    expect(services.reports).toMatchObject([{ kind: 'session_failed', user: 'bo', message: 'read-only' }]);
    await gateway.stop();
  });

  test('a login that takes too long is closed', async () => {
    const gateway = await createGateway(testServices(), { host: '127.0.0.1', port: 0, tls: null, loginTimeoutMs: 50 });
    const client = await WireClient.open({ host: '127.0.0.1', port: gateway.port });
    expect(errorOf(await client.until('nothing'))['M']).toBe('the login took too long');
    await gateway.stop();
  });

  test('stopping ends sessions with a clear error', async () => {
    const services = testServices({ target: () => clinic.services.target('clinic') });
    const gateway = await createGateway(services, { host: '127.0.0.1', port: 0, tls: null });
    const bo = await WireClient.signIn(
      { host: '127.0.0.1', port: gateway.port },
      { user: 'bo', database: 'clinic', password: 'ticket-bo' },
    );
    await gateway.stop();
    expect(errorOf(await bo.until('nothing'))).toMatchObject({ S: 'FATAL', C: '57P01' });
    expect(services.recorders[0]?.closedBecause).toBe('the gateway is shutting down');
  });

  test('a port in use is an error with its code', async () => {
    const { port } = clinic.gateway;
    await expect(createGateway(testServices(), { host: '127.0.0.1', port, tls: null })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
