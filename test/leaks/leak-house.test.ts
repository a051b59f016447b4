// The harness can tell a leak from an answer, and refusing everything from doing one's work: otherwise its table would prove nothing.
import { createServer, type AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { prepareParser } from '../../runtime/postgres/analysis/parser.ts';
import { LOOPBACK } from '../../runtime/postgres/embedded/free-port.ts';
import type { Control, LeakCase, Mode } from './leak-case.ts';
import { startLeakHouse, type LeakHouse } from './leak-house.ts';
import { query, password, startup, together, sslRequest } from './messages.ts';
import { Lines } from './lines.ts';
import { modesOf } from './modes-of.ts';
import { GATEWAY, NOTHING, type Peer } from './peer.ts';
import { runCase, type Verdict } from './run-case.ts';
import { DATABASE, ticketOf } from './world/people.ts';

let house: LeakHouse;
const lines = new Lines();
beforeAll(async () => {
  await prepareParser();
  house = await startLeakHouse();
}, 120_000);
afterAll(async () => {
  await lines.close();
  await house.stop();
});

const attack = (steps: LeakCase['steps'], more: Partial<LeakCase> = {}): LeakCase =>
  ({ kind: 'attack', group: 'naming', name: 'an attack', steps, ...more }) as LeakCase;
const control = (steps: LeakCase['steps'], shows: readonly string[], more: Partial<Control> = {}): LeakCase => ({
  kind: 'control',
  group: 'naming',
  name: 'a control',
  steps,
  shows,
  ...more,
});
const verdict = async (leakCase: LeakCase, mode: Mode = 'simple', peer: Peer = GATEWAY): Promise<Verdict> =>
  (await runCase(house, leakCase, { mode, peer, lines })).verdict;

/** Somebody who sees clear values. */
const CLEAR: Peer = { ...GATEWAY, user: 'bo' };

const SSN = 'SELECT ssn FROM care.patients ORDER BY id';

describe('a leak is found', () => {
  test.each(['simple', 'extended text', 'extended binary'] as const)('when masks do not apply: %s', async (mode) => {
    expect(await verdict(attack(SSN), mode, CLEAR)).toEqual({
      kind: 'leak',
      where: expect.stringContaining('DataRow'),
    });
    expect(await verdict(attack(SSN), mode)).toEqual({ kind: 'equal', isRefused: false });
  });

  test('when nothing stands in between, in rows, COPY, errors, notices, tags and counts alike', async () => {
    const leaky: readonly (readonly [string, string])[] = [
      [SSN, 'DataRow'],
      ['COPY care.patients (ssn) TO STDOUT', 'CopyData'],
      ['SELECT ssn::text::int FROM care.patients', 'ErrorResponse'],
      ['CALL care.announce(1)', 'NoticeResponse'],
      [
        "SELECT set_config('application_name', (SELECT ssn::text FROM care.patients LIMIT 1), false) IS NULL",
        'ParameterStatus',
      ],
      [
        "BEGIN; DELETE FROM care.visits v USING care.patients p WHERE p.id = v.patient_id AND p.ssn < '940'; ROLLBACK",
        'CommandComplete',
      ],
      ["SELECT id FROM care.patients WHERE ssn < '935' ORDER BY id", 'DataRow'],
      [
        "LISTEN a; SELECT pg_notify('a', (SELECT ssn::text FROM care.patients LIMIT 1)) IS NULL",
        'NotificationResponse',
      ],
    ];
    for (const [sql, where] of leaky) {
      expect([sql, await verdict(attack(sql), 'simple', NOTHING)]).toEqual([
        sql,
        { kind: 'leak', where: expect.stringContaining(where) },
      ]);
    }
    expect(await verdict(attack('SELECT id, city FROM care.patients ORDER BY id'), 'simple', NOTHING)).toEqual({
      kind: 'equal',
      isRefused: false,
    });
  });

  test('in a filter that stands on the way and changes one digit', async () => {
    const ports = await Promise.all(house.worlds.map((world) => relay(world.gateway.port)));
    const peer: Peer = {
      ...GATEWAY,
      addressOf: (world) => ({ host: LOOPBACK, port: ports[house.worlds.indexOf(world)]! }),
    };
    expect(await verdict(attack(SSN), 'simple', peer)).toMatchObject({ kind: 'leak' });
  });

  test('where only the order of rows differs, unless the case says that it may', async () => {
    const sql = 'SELECT ssn FROM care.patients GROUP BY ssn';
    expect(await verdict(attack(sql))).toEqual({ kind: 'leak', where: 'the order of rows' });
    expect(await verdict(attack(sql, { anyOrder: true }))).toEqual({ kind: 'order only' });
    const rows = "SELECT id FROM care.patients WHERE mrn < 'MRN5' ORDER BY mrn";
    expect(await verdict(attack(rows, { anyOrder: true }), 'simple', NOTHING)).toMatchObject({ kind: 'leak' });
  });
});

/** Passes everything on, and alters one byte of what the second world sends: a planted leak. */
async function relay(port: number): Promise<number> {
  const server = createServer((client) => {
    const target = connect(port, LOOPBACK);
    const isSecond = port === house.worlds[1].gateway.port;
    client.pipe(target);
    target.on('data', (chunk: Buffer) => client.write(isSecond ? altered(chunk) : chunk));
    target.on('close', () => client.destroy());
    for (const socket of [client, target]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => void server.listen(0, LOOPBACK, resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const altered = (chunk: Buffer): Buffer =>
  Buffer.from(chunk.toString('latin1').replace('***-**-1', '***-**-2'), 'latin1');

describe('a control', () => {
  const cities = 'SELECT id, city FROM care.patients WHERE id < 4 ORDER BY id';
  test('passes when it shows what it must', async () => {
    expect(await verdict(control(cities, ['Bemidji'], { rows: 3 }))).toEqual({ kind: 'equal', isRefused: false });
    expect(await verdict(control(SSN, ['***-**-1037'], { rows: 24 }), 'extended text')).toMatchObject({
      kind: 'equal',
    });
  });
  test('fails when it is refused', async () => {
    expect(await verdict(control('SELECT id FROM care.patients ORDER BY ssn', []))).toEqual({
      kind: 'failed',
      because: expect.stringContaining('care.patients.ssn'),
    });
  });
  test('fails when rows or texts are missing', async () => {
    expect(await verdict(control(cities, [], { rows: 4 }))).toEqual({ kind: 'failed', because: '3 rows instead of 4' });
    expect(await verdict(control(cities, ['Atlantis']))).toEqual({
      kind: 'failed',
      because: 'does not show "Atlantis"',
    });
  });
  test('fails when it leaks', async () => {
    expect(await verdict(control(SSN, []), 'simple', CLEAR)).toMatchObject({ kind: 'leak' });
  });
});

describe('pseudonyms, keyed anew for each world,', () => {
  const mrns = 'SELECT mrn FROM care.patients ORDER BY id';
  test('are compared by where they repeat', async () => {
    expect(await verdict(attack(mrns))).toEqual({ kind: 'equal', isRefused: false });
    const joined = 'SELECT v.mrn, p.mrn FROM care.visits v JOIN care.patients p ON p.id = v.patient_id ORDER BY v.id';
    expect(await verdict(attack(joined), 'extended binary')).toEqual({ kind: 'equal', isRefused: false });
  });
});

describe('a case', () => {
  test('that changes the world leaves it as it was, and the gateway knows', async () => {
    const changing = attack(
      [
        { sql: "UPDATE care.scratch SET note = 'changed'" },
        { sql: 'DROP VIEW care.ward_load' },
        { sql: "ALTER ROLE CURRENT_USER SET work_mem = '9MB'" },
        { elsewhere: ['CREATE TABLE care.left_over (id int)'] },
      ],
      { changes: true },
    );
    await runCase(house, changing, { mode: 'simple', peer: CLEAR, lines });
    expect(await verdict(control('SELECT note FROM care.scratch ORDER BY id', ['a public note']))).toMatchObject({
      kind: 'equal',
    });
    expect(await verdict(control("SELECT current_setting('work_mem')", ['4MB']))).toMatchObject({ kind: 'equal' });
    expect(await verdict(control('SELECT id FROM care.left_over', []))).toMatchObject({ kind: 'failed' });
    expect(await verdict(control('SELECT sum(patients) FROM care.ward_load', ['24']))).toMatchObject({ kind: 'equal' });
  });

  test('may begin before the login, and see every byte of it', async () => {
    const login = together(
      startup([
        ['user', 'ana'],
        ['database', DATABASE],
      ]),
      password(ticketOf('ana')),
    );
    const steps = [
      { bytes: sslRequest(), until: 0 },
      { bytes: login, until: 1 },
      { bytes: query('SELECT city FROM care.patients WHERE id = 1'), until: 1 },
    ];
    expect(await verdict(control(steps, ['Bemidji'], { begins: 'bare' }))).toEqual({ kind: 'equal', isRefused: false });
    const ahead = [{ bytes: together(sslRequest(), login), until: 'close' as const }];
    expect(await verdict(attack(ahead, { begins: 'bare' }))).toEqual({ kind: 'equal', isRefused: true });
  });

  test('may be mistaken about what is owed, which fails in time', async () => {
    expect(await verdict(attack([{ bytes: query('SELECT 1'), until: 2 }]))).toEqual({
      kind: 'failed',
      because: 'waited 20 s for ReadyForQuery number 3 of the connection',
    });
  }, 60_000);

  test('runs in the modes that can carry it', () => {
    expect(modesOf(attack('SELECT 1'))).toEqual(['simple', 'extended text', 'extended binary']);
    expect(modesOf(attack('SELECT 1; SELECT 2'))).toEqual(['simple']);
    expect(modesOf(attack([{ sql: 'SELECT $1', parameters: ['a'] }]))).toEqual(['extended text', 'extended binary']);
    expect(modesOf(attack([{ bytes: query('SELECT 1'), until: 1 }]))).toEqual(['simple']);
    expect(modesOf(attack('SELECT 1', { modes: ['extended text'] }))).toEqual(['extended text']);
  });
});
