// What must not work must fail closed, say why, and leave the gateway alive for everybody else.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../runtime/postgres/embedded/free-port.ts';
import { policyc, policyd, TestClinic } from '../kit/clinic.ts';
import { startPolicydProcess } from '../kit/policyd-process.ts';
import { fieldsOf, message, startup, WireClient } from '../kit/wire-client.ts';

let clinic: TestClinic;
const scratch = mkdtempSync(join(tmpdir(), 'hpol-bad-input-'));
beforeAll(async () => {
  clinic = await TestClinic.start();
});
afterAll(async () => {
  await clinic.stop();
  rmSync(scratch, { recursive: true, force: true });
});

type Config = Record<string, unknown>;
type Change = (config: Config) => void;

const houseConfig = (): Config => JSON.parse(readFileSync(clinic.house.config, 'utf8')) as Config;

/** A configuration like the house's on another port, with a store and recordings of its own, and one thing changed. */
function configFor(port: number, change: Change = () => undefined): string {
  const folder = mkdtempSync(join(scratch, 'gateway-'));
  const config = {
    ...houseConfig(),
    listen: { postgres: { address: '127.0.0.1', port } },
    store: `sqlite:${join(folder, 'store.db')}`,
    recordings: { folder: join(folder, 'recordings') },
  };
  change(config);
  const path = join(folder, 'policyd.yaml');
  writeFileSync(path, JSON.stringify(config));
  return path;
}

const targetAt =
  (address: string): Change =>
  (config) => {
    (config['targets'] as { clinic: { address: string } }).clinic.address = address;
  };

async function gatewayLives(): Promise<void> {
  const client = await clinic.connect('ana');
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await client.end();
}

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

describe('on the wire, before signing in', () => {
  test.each([
    ['a startup packet that is too long', Buffer.concat([int32(1_000_000), int32(196_608)])],
    ['a startup packet that is too short', Buffer.concat([int32(3), int32(196_608)])],
    ['an unknown protocol', Buffer.concat([int32(8), int32(0x0009_0000)])],
    ['text of another protocol', Buffer.from('GET / HTTP/1.1\r\nHost: clinic\r\n\r\n')],
    ['a user given twice', startupWith(['user', 'ana', 'user', 'bo', 'database', 'clinic'])],
    ['a replication connection', startup({ user: 'ana', database: 'clinic', replication: 'database' })],
    ['a role in options', startup({ user: 'ana', database: 'clinic', options: '-c role=postgres' })],
    ['no user', startup({ database: 'clinic' })],
  ])('%s ends that connection only', async (_, bytes) => {
    const client = await WireClient.open(clinic.house.gateway);
    client.send(bytes);
    const answer = await client.until('never');
    expect(answer.filter(({ type }) => type !== 'E')).toEqual([]);
    for (const refusal of answer) expect(fieldsOf(refusal)['S']).toBe('FATAL');
    await gatewayLives();
  });
});

function startupWith(pairs: readonly string[]): Buffer {
  const body = Buffer.concat([int32(196_608), Buffer.from(`${pairs.join('\0')}\0\0`)]);
  return Buffer.concat([int32(body.length + 4), body]);
}

describe('on the wire, in a session', () => {
  test.each([
    ['a message that is too long', Buffer.concat([Buffer.from('Q'), int32(0x7fff_ffff)])],
    ['a negative length', Buffer.concat([Buffer.from('Q'), int32(-5)])],
    ['an unknown message', message('!', Buffer.from('x'))],
    ['a query without its end', message('Q', Buffer.from('SELECT 1'))],
    ['a Bind whose lengths lie', message('B', Buffer.from([0, 0, 0, 0, 0x7f, 0xff, 0, 0, 0, 1]))],
    ['a function call', message('F', Buffer.concat([int32(1598), Buffer.alloc(6)]))],
  ])('%s never reaches the target', async (_, bytes) => {
    const client = await clinic.wire('ana');
    const before = client.received.length;
    client.send(bytes);
    client.send(message('X', Buffer.alloc(0)));
    await client.until('never');
    const answer = client.received.subarray(before).toString('latin1');
    expect(answer).toMatch(/FATAL|ERROR/);
    await gatewayLives();
  });
});

describe('around the gateway', () => {
  test('a port in use is named, with status 2', async () => {
    const { port } = clinic.house.gateway;
    const { status, stderr } = await policyd(['serve', '-c', configFor(port)]);
    expect(status).toBe(2);
    expect(stderr).toContain(`:${port}`);
    expect(stderr).toContain('in use');
  });

  test('an unknown database is refused', async () => {
    await expect(clinic.connect('ana', { database: 'nowhere' })).rejects.toThrow(/nowhere|database|target/);
    await gatewayLives();
  });

  test('an unreadable configuration is named, with status 2', async () => {
    const path = join(scratch, 'missing.yaml');
    const { status, stderr } = await policyd(['serve', '-c', path]);
    expect(status).toBe(2);
    expect(stderr).toContain(path);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('an unknown key of the configuration is named, with status 2', async () => {
    const path = configFor(await freePort(), (config) => (config['recordngs'] = {}));
    const { status, stderr } = await policyd(['serve', '-c', path]);
    expect(status).toBe(2);
    expect(stderr).toContain('recordngs');
  });
});

describe('policies', () => {
  test('a malformed one gives every error with its frame, status 1 and no stack', async () => {
    const path = join(scratch, 'bad.hpol');
    writeFileSync(
      path,
      'policy bad\ndefault allow\n\nblock a on postgres.statement when statement.limit > 1 because "x"\n\nallow ok on session.open because "x"\n\nblok b\nmask c of nothing with redact because "y"\n',
    );
    const { status, stderr } = await policyc(['check', path]);
    expect(status).toBe(1);
    expect(stderr.match(/HPOL\d{4}/g)?.length).toBeGreaterThanOrEqual(3);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('an unreadable one is named, with status 2', async () => {
    const path = join(scratch, 'none.hpol');
    const { status, stderr } = await policyc(['check', path]);
    expect(status).toBe(2);
    expect(stderr).toContain(path);
  });

  test('a broken bundle is named, with status 2', async () => {
    const path = join(scratch, 'broken.bundle.tar.gz');
    writeFileSync(path, 'not a bundle');
    const { status, stderr } = await policyc(['eval', path, '--event', 'session.open', '--input', '-'], {
      input: '{}',
    });
    expect(status).toBe(2);
    expect(stderr).toContain(path);
  });
});

describe('a gateway whose surroundings fail', () => {
  const startWith = async (change: Change): Promise<{ port: number }> => {
    const port = await freePort();
    const gateway = await startPolicydProcess(configFor(port, change), port);
    onTestFinished(async () => {
      await gateway.stop();
    });
    return { port };
  };

  test('a recordings folder that cannot be written refuses every session', async () => {
    const blocked = join(scratch, 'a-file');
    writeFileSync(blocked, '');
    const attempt = startWith((config) => (config['recordings'] = { folder: join(blocked, 'recordings') }));
    // Refusing to start is as good as refusing each session: no data flows either way.
    const outcome = await attempt.then(
      async ({ port }) =>
        clinic.connect('ana', { port }).then(
          () => 'served',
          () => 'refused',
        ),
      () => 'did not start',
    );
    expect(['refused', 'did not start']).toContain(outcome);
  });

  test('a target that is down gives a clear error, and the gateway lives', async () => {
    const deadPort = await freePort();
    const { port } = await startWith(targetAt(`127.0.0.1:${deadPort}`));
    for (let turn = 0; turn < 2; turn += 1) {
      await expect(clinic.connect('ana', { port })).rejects.toThrow(/clinic|target/);
    }
  });

  test('a target that speaks another protocol gives a clear error', async () => {
    const impostor = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const impostorPort = await freePort();
    impostor.listen(impostorPort, '127.0.0.1');
    onTestFinished(() => void impostor.close());
    const { port } = await startWith(targetAt(`127.0.0.1:${impostorPort}`));
    await expect(clinic.connect('ana', { port })).rejects.toThrow(/clinic|target|protocol/);
  });
});
