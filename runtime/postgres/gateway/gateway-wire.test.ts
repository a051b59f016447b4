// What no well-behaved driver sends: pipelines with errors, names that change under way, malformed messages.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldsOf, message, query, WireClient, type BackendMessage } from '../../../test/kit/wire-client.ts';
import { startClinic, type Clinic } from '../../../test/kit/gateway-clinic.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await startClinic({ gateway: { maxFrontendBytes: 100_000 } });
});
afterAll(() => clinic.stop());

const z = (text: string): Buffer => Buffer.from(`${text}\0`);
const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const parse = (name: string, sql: string): Buffer => message('P', Buffer.concat([z(name), z(sql), int16(0)]));
const bind = (portal: string, statement: string): Buffer =>
  message('B', Buffer.concat([z(portal), z(statement), int16(0), int16(0), int16(0)]));
const describeOf = (kind: 'S' | 'P', name: string): Buffer => message('D', Buffer.concat([Buffer.from(kind), z(name)]));
const closeOf = (kind: 'S' | 'P', name: string): Buffer => message('C', Buffer.concat([Buffer.from(kind), z(name)]));
const execute = (portal: string, rows = 0): Buffer =>
  message('E', Buffer.concat([z(portal), Buffer.from([0, 0, 0, rows])]));
const sync = message('S', Buffer.alloc(0));
const flush = message('H', Buffer.alloc(0));

const types = (messages: readonly BackendMessage[]): string => messages.map(({ type }) => type).join('');
const errorOf = (messages: readonly BackendMessage[]): { readonly [letter: string]: string } =>
  fieldsOf(messages.find(({ type }) => type === 'E') ?? { type: 'E', body: Buffer.alloc(0) });
const cells = (messages: readonly BackendMessage[]): string[] =>
  messages.filter(({ type }) => type === 'D').map(({ body }) => body.subarray(6).toString());

const SECRET = 'SELECT ssn FROM people WHERE id = 1';
const HARMLESS = "SELECT 'public' FROM people WHERE id = 1";

test.each(['ana', 'bo'])('a statement that executes itself does not take the gateway down, for %s', async (user) => {
  const client = await clinic.wire(user);
  client.send(Buffer.concat([parse('s', 'EXECUTE s'), sync, bind('', 's'), execute(''), sync, query('EXECUTE s')]));
  await client.until('Z');
  const executed = await client.until('Z');
  expect(types(executed)).toMatch(/E[^D]*Z$/);
  expect(types(await client.until('Z'))).toMatch(/EZ$/);
  expect(types(await client.ask('SELECT 1'))).toBe('TDCZ');
  client.close();
});

describe('pipelines', () => {
  test('an error skips to Sync, and what follows is answered', async () => {
    const ana = await clinic.wire('ana');
    const first = [
      parse('', 'SELECT 1 / (id - id) FROM people'),
      bind('', ''),
      execute(''),
      parse('', SECRET),
      bind('', ''),
      execute(''),
      sync,
    ];
    const second = [parse('', SECRET), bind('', ''), execute(''), sync];
    ana.send(Buffer.concat([...first, ...second]));
    const failed = await ana.until('Z');
    expect([types(failed), errorOf(failed)['M']]).toEqual(['12EZ', 'division by zero']);
    const rest = await ana.until('Z');
    expect(types(rest)).toBe('12DCZ');
    expect(cells(rest)).toEqual(['[phi.ssn]']);
    ana.close();
  });

  test('a simple Query behind an error in the extended protocol is skipped, too', async () => {
    const ana = await clinic.wire('ana');
    ana.send(Buffer.concat([parse('', 'SELECT nonsense FROM nowhere'), query('SELECT 1'), sync, query(SECRET)]));
    expect(types(await ana.until('Z'))).toBe('EZ');
    expect(cells(await ana.until('Z'))).toEqual(['[phi.ssn]']);
    ana.close();
  });

  test('a refused Parse skips to Sync and leaves the transaction failed', async () => {
    const ana = await clinic.wire('ana');
    ana.send(
      Buffer.concat([
        query('BEGIN'),
        parse('', 'DROP TABLE people'),
        bind('', ''),
        execute(''),
        sync,
        query('SELECT 1'),
      ]),
    );
    await ana.until('Z');
    const refused = await ana.until('Z');
    expect(types(refused)).toBe('EZ');
    expect(errorOf(refused)).toMatchObject({ C: '42501', M: 'blocked by policy rule no_drop: migrations only' });
    expect(refused.at(-1)?.body.toString()).toBe('E');
    expect(errorOf(await ana.until('Z'))['C']).toBe('25P02');
    ana.close();
  });

  test('row limits suspend a portal, and each part is masked', async () => {
    const ana = await clinic.wire('ana');
    ana.send(
      Buffer.concat([query('BEGIN'), parse('', 'SELECT ssn FROM people'), bind('p', ''), execute('p', 2), flush]),
    );
    await ana.until('Z');
    const first = await ana.until('s');
    expect(types(first)).toBe('12DDs');
    ana.send(Buffer.concat([execute('p', 1), closeOf('P', 'p'), sync]));
    const rest = await ana.until('Z');
    expect(types(rest)).toBe('Ds3Z');
    expect(new Set([...cells(first), ...cells(rest)])).toEqual(new Set(['[phi.ssn]']));
    ana.close();
  });

  test('a Describe of the client is answered once, an injected one never', async () => {
    const ana = await clinic.wire('ana');
    ana.send(
      Buffer.concat([parse('s', SECRET), describeOf('S', 's'), bind('', 's'), describeOf('P', ''), execute(''), sync]),
    );
    expect(types(await ana.until('Z'))).toBe('1tT2TDCZ');
    ana.send(Buffer.concat([bind('', 's'), execute(''), sync]));
    expect(types(await ana.until('Z'))).toBe('2DCZ');
    ana.close();
  });
});

describe('names that change under way', () => {
  test('a Parse that fails because the name is taken does not rename what runs', async () => {
    const ana = await clinic.wire('ana');
    ana.send(Buffer.concat([parse('s', SECRET), sync]));
    await ana.until('Z');
    ana.send(Buffer.concat([parse('s', HARMLESS), sync, bind('', 's'), execute(''), sync]));
    expect(errorOf(await ana.until('Z'))['C']).toBe('42P05');
    expect(cells(await ana.until('Z'))).toEqual(['[phi.ssn]']);
    ana.close();
  });

  test('a Bind that fails because the portal is taken does not rename what runs', async () => {
    const ana = await clinic.wire('ana');
    ana.send(Buffer.concat([query('BEGIN'), parse('s', SECRET), bind('p', 's'), parse('h', HARMLESS), sync]));
    await ana.until('Z');
    await ana.until('Z');
    ana.send(Buffer.concat([bind('p', 'h'), execute('p'), sync, execute('p'), sync]));
    expect(types(await ana.until('Z'))).toBe('EZ');
    expect(cells(await ana.until('Z'))).toEqual([]);
    ana.close();
  });

  test('SQL and the protocol share names: PREPARE, then Bind; Parse, then EXECUTE', async () => {
    const ana = await clinic.wire('ana');
    ana.send(Buffer.concat([query(`PREPARE q AS ${SECRET}`), bind('', 'q'), execute(''), sync]));
    await ana.until('Z');
    expect(cells(await ana.until('Z'))).toEqual(['[phi.ssn]']);
    ana.send(Buffer.concat([parse('r', SECRET), sync, query('EXECUTE r')]));
    await ana.until('Z');
    expect(cells(await ana.until('Z'))).toEqual(['[phi.ssn]']);
    ana.close();
  });

  test('a name that one query both drops and makes is not trusted within it', async () => {
    const ana = await clinic.wire('ana');
    ana.send(query(`PREPARE t AS ${HARMLESS}`));
    await ana.until('Z');
    ana.send(query(`DEALLOCATE t; PREPARE t AS ${SECRET}; EXECUTE t`));
    const answer = await ana.until('Z');
    expect(errorOf(answer)['C']).toBe('42501');
    expect(ana.received.includes('900-00')).toBe(false);
    ana.close();
  });

  test('a cursor of the protocol is fetched from by SQL and the other way round', async () => {
    const ana = await clinic.wire('ana');
    ana.send(query(`BEGIN`));
    await ana.until('Z');
    ana.send(Buffer.concat([query(`DECLARE c CURSOR FOR ${SECRET}`), execute('c'), sync]));
    await ana.until('Z');
    expect(cells(await ana.until('Z'))).toEqual(['[phi.ssn]']);
    ana.send(Buffer.concat([parse('', SECRET), bind('d', ''), sync, query('FETCH 1 FROM d')]));
    await ana.until('Z');
    expect(cells(await ana.until('Z'))).toEqual(['[phi.ssn]']);
    ana.close();
  });

  test('a search path on its way is awaited, or nothing is known', async () => {
    const ana = await clinic.wire('ana');
    ana.send(Buffer.concat([query("SET search_path = 'public'"), query(SECRET)]));
    await ana.until('Z');
    expect(cells(await ana.until('Z'))).toEqual(['[phi.ssn]']);
    const paths = clinic.services.recorders
      .at(-1)
      ?.records.flatMap((record) => (record.kind === 'statement' ? [record.searchPath] : []));
    expect(paths).toEqual([['$user', 'public'], ['public']]);
    ana.close();
  });

  test('unknown names are answered as the server would', async () => {
    const ana = await clinic.wire('ana');
    ana.send(
      Buffer.concat([
        bind('', 'nothing'),
        execute(''),
        sync,
        execute('nothing'),
        sync,
        describeOf('S', 'nothing'),
        sync,
      ]),
    );
    expect(errorOf(await ana.until('Z'))['C']).toBe('26000');
    expect(errorOf(await ana.until('Z'))['C']).toBe('34000');
    expect(errorOf(await ana.until('Z'))['C']).toBe('26000');
    ana.close();
  });
});

describe('COPY from the client', () => {
  const copyData = (text: string): Buffer => message('d', Buffer.from(text));
  const done = message('c', Buffer.alloc(0));

  test('in the extended protocol, with the Sync in front that the server ignores', async () => {
    const bo = await clinic.wire('bo');
    bo.send(query('CREATE TABLE numbers (n int)'));
    await bo.until('Z');
    const start = [parse('', 'COPY numbers FROM STDIN'), bind('', ''), execute(''), sync];
    bo.send(Buffer.concat(start));
    expect(types(await bo.until('G'))).toBe('12G');
    bo.send(Buffer.concat([copyData('1\n2\n'), done, sync]));
    expect(types(await bo.until('Z'))).toBe('CZ');
    bo.send(
      Buffer.concat([...start.slice(0, 3), copyData('3\n'), done, sync, query('SELECT n FROM numbers ORDER BY n')]),
    );
    expect(types(await bo.until('Z'))).toBe('12GCZ');
    expect(cells(await bo.until('Z')).map((cell) => cell.slice(-1))).toEqual(['1', '2', '3']);
    bo.close();
  });

  test('bad data fails the copy and leaves the session usable', async () => {
    const bo = await clinic.wire('bo');
    bo.send(Buffer.concat([query('CREATE TABLE wrong (n int)'), query('COPY wrong FROM STDIN')]));
    await bo.until('G');
    bo.send(Buffer.concat([copyData('x\n'), done, query('SELECT 1')]));
    expect(types(await bo.until('Z'))).toBe('EZ');
    expect(types(await bo.until('Z'))).toBe('TDCZ');
    bo.close();
  });
});

describe('what is refused', () => {
  test('a function call, and the session lives on', async () => {
    const ana = await clinic.wire('ana');
    ana.send(Buffer.concat([message('F', Buffer.from([0, 0, 4, 1, 0, 0, 0, 0, 0, 0])), query('SELECT 1')]));
    const refused = await ana.until('Z');
    expect([types(refused), errorOf(refused)['C']]).toEqual(['EZ', '0A000']);
    expect(types(await ana.until('Z'))).toBe('TDCZ');
    ana.close();
  });

  const fatal: readonly (readonly [string, Buffer])[] = [
    ['an unknown type', Buffer.from('!\0\0\0\x04')],
    ['a length below its own size', Buffer.from('Q\0\0\0\x03')],
    ['a negative length', Buffer.from([0x51, 255, 255, 255, 255])],
    ['a message over the limit', Buffer.from([0x51, 0, 2, 0, 0])],
    ['a Query without an end', message('Q', Buffer.from('SELECT 1'))],
    ['a Query with bytes behind its end', message('Q', Buffer.from('SELECT 1\0; DROP TABLE people\0'))],
    ['invalid UTF-8', message('Q', Buffer.from([0x53, 0xff, 0xfe, 0]))],
    ['a Bind that is cut short', message('B', Buffer.from('\0\0\0\x01'))],
    ['a Describe of nothing', message('D', Buffer.from('X\0'))],
    ['a password', message('p', z('secret'))],
  ];
  test.each(fatal)('%s ends the session with a FATAL error and a record of it', async (_name, bytes) => {
    const ana = await clinic.wire('ana');
    const recorder = clinic.services.recorders.at(-1);
    ana.send(bytes);
    const messages = await ana.until('nothing');
    expect(errorOf(messages)).toMatchObject({ S: 'FATAL', C: '08P01' });
    expect(recorder?.records.some(({ kind }) => kind === 'fault')).toBe(true);
    expect(clinic.services.reports.at(-1)?.kind).toBe('session_failed');
  });
});

test('a CancelRequest with the gateway’s key cancels what runs, another key does nothing', async () => {
  const address = { host: '127.0.0.1', port: clinic.gateway.port };
  const bo = await clinic.wire('bo');
  const key = keyData(bo.received);
  bo.send(query('SELECT pg_sleep(20)'));
  const cancelWith = async (secret: Buffer): Promise<void> => {
    const canceller = await WireClient.open(address);
    const length = Buffer.from([0, 0, 0, 16]);
    canceller.send(Buffer.concat([length, Buffer.from([0x04, 0xd2, 0x16, 0x2e]), key.subarray(0, 4), secret]));
    await canceller.until('nothing');
  };
  await cancelWith(Buffer.from([1, 2, 3, 4]));
  await cancelWith(key.subarray(4));
  expect(errorOf(await bo.until('Z'))['C']).toBe('57014');
  bo.close();
});

/** The body of BackendKeyData in what a client received. */
function keyData(received: Buffer): Buffer {
  const at = received.indexOf(Buffer.from('K\0\0\0\f'));
  return received.subarray(at + 5, at + 13);
}

test('errors about protected data lose their words, others keep them', async () => {
  const ana = await clinic.wire('ana');
  ana.send(query('SELECT ssn::int FROM people'));
  const hidden = await ana.until('Z');
  expect(errorOf(hidden)).toMatchObject({ C: '22P02', M: 'invalid text representation (details withheld by policy)' });
  ana.send(query("SELECT 'abc'::int"));
  expect(errorOf(await ana.until('Z'))['M']).toContain('"abc"');
  expect(ana.received.includes('900-00')).toBe(false);
  ana.close();
});
