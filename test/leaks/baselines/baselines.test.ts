// The peers mask what such filters can mask, and let everything else through unaltered: a peer that is broken would make us look good.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareParser } from '../../../runtime/postgres/analysis/parser.ts';
import type { LeakCase, Mode } from '../leak-case.ts';
import { startLeakHouse, type LeakHouse } from '../leak-house.ts';
import { bind, execute, parse, query, sync, together } from '../messages.ts';
import type { Peer } from '../peer.ts';
import { runCase } from '../run-case.ts';
import { startBaselines, type RunningBaselines } from './all-baselines.ts';

let house: LeakHouse;
let baselines: RunningBaselines;
beforeAll(async () => {
  await prepareParser();
  house = await startLeakHouse();
  baselines = await startBaselines(house);
}, 120_000);
afterAll(async () => {
  await baselines.stop();
  await house.stop();
});

const peerAt = (index: number): Peer => baselines.peers[index]!;
const [NAME, NUMBER, PATTERN] = [0, 1, 2];

async function outcome(index: number, steps: LeakCase['steps'], mode: Mode = 'simple'): Promise<string> {
  const leakCase: LeakCase = { kind: 'attack', group: 'naming', name: 'a statement', steps };
  const { verdict } = await runCase(house, leakCase, { mode, peer: peerAt(index) });
  return verdict.kind;
}

const MODES = ['simple', 'extended text', 'extended binary'] as const;
const PUBLIC = 'SELECT id, city, created FROM care.patients ORDER BY id';

describe.each([
  ['by column name', NAME],
  ['by table OID and attribute number', NUMBER],
  ['by pattern', PATTERN],
])('%s', (name, index) => {
  test('is the peer of that name', () => expect(peerAt(index).name).toBe(name));
  test.each(MODES)('masks a plain column: %s', async (mode) => {
    expect(await outcome(index, 'SELECT id, ssn FROM care.patients ORDER BY id', mode)).toBe('equal');
    expect(await outcome(index, PUBLIC, mode)).toBe('equal');
  });
  test('masks rows of a portal that comes in parts, and of one that was never described', async () => {
    const select = parse({ sql: 'SELECT ssn FROM care.patients ORDER BY id' });
    const steps = [{ bytes: together(select, bind(), execute('', 2), execute(), sync()), until: 1 }];
    expect(await outcome(index, steps)).toBe('equal');
  });
  test('lets errors, pipelines and public rows pass, and passes a control', async () => {
    const leakCase: LeakCase = {
      kind: 'control',
      group: 'naming',
      name: 'a control',
      steps: [
        { bytes: together(query('SELECT wrong'), query(PUBLIC), parse({ sql: 'SELECT 1' }), sync()), until: 3 },
        { sql: PUBLIC },
      ],
      shows: [],
      rows: 24,
    };
    const { verdict, received } = await runCase(house, leakCase, { mode: 'simple', peer: peerAt(index) });
    expect(verdict).toMatchObject({ kind: 'failed', because: expect.stringContaining('"wrong"') });
    expect(
      Buffer.concat(received[0]!)
        .toString('utf8')
        .match(/Bemidji/g),
    ).toHaveLength(12);
  });
});

test('a name is lost by an alias, a number by an expression, a pattern by a value without one', async () => {
  const alias = 'SELECT ssn AS harmless FROM care.patients ORDER BY id';
  expect([await outcome(NAME, alias), await outcome(NUMBER, alias), await outcome(PATTERN, alias)]).toEqual([
    'leak',
    'equal',
    'equal',
  ]);
  const expression = 'SELECT replace(ssn, $$-$$, $$$$) AS ssn FROM care.patients ORDER BY id';
  expect([await outcome(NAME, expression), await outcome(NUMBER, expression)]).toEqual(['equal', 'leak']);
  expect(await outcome(PATTERN, expression)).toBe('leak');
  expect(await outcome(PATTERN, 'SELECT full_name FROM care.patients ORDER BY id')).toBe('leak');
  const copy = 'COPY (SELECT ssn FROM care.patients ORDER BY id) TO STDOUT';
  expect([await outcome(NAME, copy), await outcome(NUMBER, copy), await outcome(PATTERN, copy)]).toEqual([
    'leak',
    'leak',
    'equal',
  ]);
});
