// The machine without sockets: a conversation with a real server is kept once, then played back cut at every offset,
// damaged in every byte, and mixed with noise.
import { connect } from 'node:net';
import { array, check, constantFrom, nat, oneof, property, uint8Array } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { message, query } from '../../../test/kit/wire-client.ts';
import { startClinic, type Clinic } from '../../../test/kit/gateway-clinic.ts';
import { FrontendReader } from '../wire/frontend-reader.ts';
import { Session } from './session.ts';
import { TargetLogin, type TargetReady } from './target-login.ts';
import { identityOf, TestRecorder, testServices, testTarget } from './testing.ts';

const z = (text: string): Buffer => Buffer.from(`${text}\0`);
const parse = (name: string, sql: string): Buffer => message('P', Buffer.concat([z(name), z(sql), Buffer.alloc(2)]));
const bind = (portal: string, statement: string): Buffer =>
  message('B', Buffer.concat([z(portal), z(statement), Buffer.alloc(6)]));
const execute = (portal: string): Buffer => message('E', Buffer.concat([z(portal), Buffer.alloc(4)]));
const sync = message('S', Buffer.alloc(0));

/** Everything that needs care, in one go: rows, refusals, errors, names, a query within a failed batch, copy data. */
const SCRIPT = Buffer.concat([
  query('SELECT id, ssn FROM people ORDER BY id LIMIT 2'),
  query('SELECT 1; SELECT ssn FROM people WHERE id = 3'),
  query('DROP TABLE people'),
  parse('s', 'SELECT ssn FROM people WHERE id = 4'),
  bind('', 's'),
  execute(''),
  bind('', 's'),
  execute(''),
  sync,
  parse('', 'SELECT ssn::int FROM people'),
  bind('', ''),
  execute(''),
  query('SELECT 2'),
  sync,
  query('COPY (VALUES (1), (2)) TO STDOUT'),
  query('SELECT name FROM people WHERE id = 5'),
]);

interface Run {
  readonly toClient: Buffer;
  readonly toTarget: Buffer;
  readonly records: string;
  readonly recorder: TestRecorder;
  readonly failure: string | null | undefined;
}

function play(client: readonly Buffer[], target: readonly Buffer[]): Run {
  const recorder = new TestRecorder();
  const sent: { client: Buffer[]; target: Buffer[] } = { client: [], target: [] };
  let failure: string | null | undefined;
  const session = newSession(recorder, {
    toClient: (bytes) => void sent.client.push(bytes),
    toTarget: (bytes) => void sent.target.push(bytes),
    ended: (reason) => {
      failure = reason;
    },
  });
  for (const chunk of client) session.clientBytes(chunk);
  for (const chunk of target) session.targetBytes(chunk);
  const others = recorder.records.flatMap((record): readonly unknown[] =>
    record.kind === 'response' ? record.results : [record],
  );
  return {
    toClient: Buffer.concat(sent.client),
    toTarget: Buffer.concat(sent.target),
    records: JSON.stringify(others),
    recorder,
    failure,
  };
}

function newSession(recorder: TestRecorder, ports: ConstructorParameters<typeof Session>[1]): Session {
  const facts = {
    identity: identityOf('ana'),
    session: { id: 's', protocol: 'postgres', clientAddress: '127.0.0.1', started: 0, application: null, reason: null },
    target: { name: 'clinic', labels: {} },
  };
  const options = { services: testServices(), target: testTarget(), facts, recorder, isMasked: true };
  const parameters = new Map([['search_path', '"$user", public']]);
  return new Session({ ...options, parameters }, ports, new FrontendReader(100_000));
}

let clinic: Clinic;
let answers: Buffer;

/** Signs in to the server itself and plays the script through a session; gives what the server sent. */
async function converse(): Promise<Buffer> {
  const { server } = clinic;
  const socket = connect(server.port, server.host);
  const credential = { user: server.superuser, password: { reveal: () => server.password } };
  const startup = {
    kind: 'startup',
    user: 'a',
    database: 'b',
    application: null,
    settings: new Map(),
    negotiate: null,
  } as const;
  const login = new TargetLogin({ credential, database: 'postgres', startup, isEncrypted: false });
  await new Promise<TargetReady>((resolve) => {
    socket.on('data', (chunk) => {
      const { replies, ready } = login.feed(chunk);
      for (const reply of replies) socket.write(reply);
      if (ready) resolve(ready);
    });
    socket.write(login.start());
  });
  socket.removeAllListeners('data');
  const received: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const session = newSession(new TestRecorder(), {
    toClient: (bytes) => {
      if (bytes.includes('name 5')) resolve();
    },
    toTarget: (bytes) => void socket.write(bytes),
    ended: (failure) => reject(new Error(`ended: ${failure}`)),
  });
  socket.on('data', (chunk) => {
    received.push(chunk);
    session.targetBytes(chunk);
  });
  session.clientBytes(SCRIPT);
  await promise;
  socket.destroy();
  return Buffer.concat(received);
}

beforeAll(async () => {
  clinic = await startClinic();
  answers = await converse();
});
afterAll(() => clinic.stop());

/** Where the lengths of DataRow messages stand. */
function rowLengths(bytes: Buffer): ReadonlySet<number> {
  const found = new Set<number>();
  for (let at = 0; at < bytes.length; at += bytes.readInt32BE(at + 1) + 1) {
    if (bytes[at] !== 0x44) continue;
    for (const offset of [1, 2, 3, 4]) found.add(at + offset);
  }
  return found;
}

const SECRET = /900-00|0004-|009/;

describe('a conversation', () => {
  test('is masked, and ends with everything answered', () => {
    const whole = play([SCRIPT], [answers]);
    expect(whole.failure).toBeUndefined();
    expect(answers.toString('latin1')).toMatch(SECRET);
    expect(whole.toClient.toString('latin1')).not.toMatch(SECRET);
    expect(whole.toClient.toString('latin1').match(/\[phi\.ssn\]/g)?.length).toBe(5);
    expect(JSON.stringify(whole.recorder.records)).not.toMatch(SECRET);
  });

  test('gives the same bytes and records when it is cut at any offset of either side', () => {
    const whole = play([SCRIPT], [answers]);
    const cuts: Run[] = [];
    for (let at = 1; at < SCRIPT.length; at += 1)
      cuts.push(play([SCRIPT.subarray(0, at), SCRIPT.subarray(at)], [answers]));
    for (let at = 1; at < answers.length; at += 1)
      cuts.push(play([SCRIPT], [answers.subarray(0, at), answers.subarray(at)]));
    const single = (bytes: Buffer): Buffer[] => Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    cuts.push(play(single(SCRIPT), single(answers)));
    for (const cut of cuts) {
      expect(cut.toClient.equals(whole.toClient)).toBe(true);
      expect(cut.toTarget.equals(whole.toTarget)).toBe(true);
      expect(cut.records).toBe(whole.records);
    }
  });

  test('releases nothing before its record is flushed', () => {
    const recorder = new TestRecorder();
    const order: boolean[] = [];
    const session = newSession(recorder, {
      toClient: () => void order.push(recorder.flushed === recorder.records.length),
      toTarget: () => undefined,
      ended: () => undefined,
    });
    session.clientBytes(SCRIPT);
    for (let at = 0; at < answers.length; at += 100) session.targetBytes(answers.subarray(at, at + 100));
    expect(order.length).toBeGreaterThan(3);
    expect(order.every(Boolean)).toBe(true);
  });

  // The length of a row that passes unmasked is believed: such rows are relayed before they are whole.
  test('leaks nothing when any other byte of the server is another one', () => {
    const leaks: string[] = [];
    const lengths = rowLengths(answers);
    for (let at = 0; at < answers.length; at += 1) {
      if (lengths.has(at)) continue;
      for (const flip of [0x01, 0x80, (answers[at] ?? 0) ^ 0x4e]) {
        const damaged = Buffer.from(answers);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const { toClient } = play([SCRIPT], [damaged]);
        if (SECRET.test(toClient.toString('latin1'))) leaks.push(`${at} ^ ${flip}`);
      }
    }
    expect(leaks).toEqual([]);
  });

  test('never throws, whatever comes from either side', () => {
    const chunk = oneof(
      uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      constantFrom(...Array.from('BCdcfDEFHpPQSXZT12sntGHNAK')).map((type) =>
        message(type, Buffer.from('x\0y\0\0\0\0\0')),
      ),
      nat({ max: SCRIPT.length }).map((at) => SCRIPT.subarray(at)),
    );
    const { failed } = check(
      property(array(chunk, { maxLength: 6 }), array(chunk, { maxLength: 6 }), (client, target) => {
        const { failure, recorder } = play(client, target);
        // Whatever ended the session also closed its recording.
        return failure === undefined || recorder.closedBecause !== null;
      }),
      { numRuns: 500 },
    );
    expect(failed).toBe(false);
  });
});

test('what may change something is flushed before the target gets it', () => {
  const recorder = new TestRecorder();
  const flushed: number[] = [];
  const session = newSession(recorder, {
    toClient: () => undefined,
    toTarget: () => void flushed.push(recorder.flushed),
    ended: () => undefined,
  });
  session.clientBytes(query('SELECT 1'));
  session.clientBytes(query("INSERT INTO people VALUES (0, 'x', 'y')"));
  expect(flushed[0]).toBe(0);
  expect(flushed[1]).toBe(recorder.records.length);
});

test('rows that nobody asked for end the session', () => {
  const row = message('D', Buffer.from([0, 1, 0, 0, 0, 1, 0x78]));
  expect(play([], [row]).failure).toBe('the target sent rows that nobody asked for');
  expect(play([query('SELECT ssn FROM people')], [row]).failure).toBe('the target sent rows without describing them');
});

test('a target that accepts what was refused ends the session', () => {
  const { failure } = play([query('DROP TABLE people')], [message('C', z('DROP TABLE'))]);
  expect(failure).toBe('the target sent a result that nobody asked for');
});
