// Statements that wait for people: what the client sees, what is recorded, and every way in which waiting ends.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startClinic, type Clinic } from '../../../test/kit/gateway-clinic.ts';
import { fieldsOf, message, query, WireClient, type BackendMessage } from '../../../test/kit/wire-client.ts';
import type { ApprovalOutcome, ApprovalQuestion, Approvals } from '../../approvals/approvals.ts';
import type { Engine } from '../../engine/engine.ts';
import { testDecision, testEngine } from './testing.ts';

interface Asked {
  readonly question: ApprovalQuestion;
  readonly settle: (state: ApprovalOutcome['state'], reason?: string) => void;
}

/** Approvals that the test itself decides on. */
const asked: Asked[] = [];
const used: string[] = [];
let isReachable = true;
let isUsable = true;
const approvals: Approvals = {
  request: (question) => {
    if (!isReachable) throw new Error('the store is down');
    const id = `apr-${asked.length + 1}`;
    const { promise, resolve } = Promise.withResolvers<ApprovalOutcome>();
    const settle = (state: ApprovalOutcome['state'], reason = ''): void => {
      const verdict = state === 'denied' ? ('deny' as const) : ('approve' as const);
      resolve({ id, state, votes: [{ by: 'pri', verdict, reason, at: '2026-01-01T00:00:00Z' }] });
    };
    asked.push({ question, settle });
    if (question.statement.includes('granted')) settle('approved');
    return { id, outcome: promise, withdraw: () => settle('withdrawn') };
  },
  use: (id) => {
    used.push(id);
    return isUsable;
  },
};

let engine: Engine = testEngine();
let clinic: Clinic;
beforeAll(async () => {
  clinic = await startClinic({ services: { approvals, engine: () => engine } });
});
afterAll(() => clinic.stop());
beforeEach(() => {
  asked.length = 0;
  used.length = 0;
  isReachable = true;
  isUsable = true;
});

const BULK = 'SELECT count(*) AS bulk FROM people';
const errorOf = (messages: readonly BackendMessage[]): { readonly [letter: string]: string } =>
  fieldsOf(messages.find(({ type }) => type === 'E') ?? { type: 'E', body: Buffer.alloc(0) });
const types = (messages: readonly BackendMessage[]): string => messages.map(({ type }) => type).join('');
const states = (): string[] =>
  clinic.services.recorders.at(-1)?.records.flatMap((record) => (record.kind === 'approval' ? [record.state] : [])) ??
  [];

/** Sends a statement that is held, and waits for the notice. */
async function held(): Promise<WireClient> {
  const bo = await clinic.wire('bo');
  bo.send(query(BULK));
  const [notice] = (await bo.until('N')).slice(-1);
  expect(notice && fieldsOf(notice)).toMatchObject({
    S: 'NOTICE',
    M: 'waiting for approval apr-1 by policy rule bulk: bulk reads',
    H: 'An approver runs: policyd approvals approve apr-1',
  });
  return bo;
}

test('approved: the statement runs, once, and every step is on record', async () => {
  const bo = await held();
  bo.send(query('SELECT 1'));
  asked[0]?.settle('approved');
  expect(types(await bo.until('Z'))).toBe('TDCZ');
  expect(types(await bo.until('Z'))).toBe('TDCZ');
  expect([states(), used]).toEqual([['pending', 'approved', 'used'], ['apr-1']]);
  expect(asked[0]?.question).toMatchObject({
    statement: BULK,
    parameters: [],
    target: 'clinic',
    policyDigest: engine.digest,
  });
  bo.close();
});

test('denied: the error names rule, voter and reason, and the session lives on', async () => {
  const bo = await held();
  asked[0]?.settle('denied', 'not for this');
  const refused = await bo.until('Z');
  expect(errorOf(refused)).toMatchObject({
    C: '42501',
    M: 'approval apr-1 for policy rule bulk was not granted: denied',
    D: 'bulk reads\npri: not for this',
  });
  expect([states(), used]).toEqual([['pending', 'denied'], []]);
  bo.send(query('SELECT 1'));
  expect(types(await bo.until('Z'))).toBe('TDCZ');
  bo.close();
});

test('a grant that exists already needs no notice', async () => {
  const bo = await clinic.wire('bo');
  bo.send(query("SELECT 'bulk granted'"));
  expect(types(await bo.until('Z'))).toBe('TDCZ');
  bo.close();
});

test('a grant that cannot be used up does not serve', async () => {
  isUsable = false;
  const bo = await held();
  asked[0]?.settle('approved');
  expect(errorOf(await bo.until('Z'))['C']).toBe('42501');
  bo.close();
});

test('an unreachable store refuses what needs approval, and nothing else', async () => {
  isReachable = false;
  const bo = await clinic.wire('bo');
  bo.send(Buffer.concat([query(BULK), query('SELECT 1')]));
  expect(errorOf(await bo.until('Z'))['M']).toContain('approvals are not available');
  expect(types(await bo.until('Z'))).toBe('TDCZ');
  bo.close();
});

test('a CancelRequest withdraws the request', async () => {
  const bo = await held();
  const at = bo.received.indexOf(Buffer.from('K\0\0\0\f'));
  const canceller = await WireClient.open({ host: '127.0.0.1', port: clinic.gateway.port });
  canceller.send(
    Buffer.concat([Buffer.from([0, 0, 0, 16, 0x04, 0xd2, 0x16, 0x2e]), bo.received.subarray(at + 5, at + 13)]),
  );
  expect(errorOf(await bo.until('Z'))).toMatchObject({ C: '57014' });
  expect(states()).toEqual(['pending', 'withdrawn']);
  bo.close();
});

test('a client that goes away withdraws the request', async () => {
  const bo = await held();
  bo.close();
  await expect.poll(states).toEqual(['pending', 'withdrawn']);
  expect(clinic.services.recorders.at(-1)?.closedBecause).toBe('the client went away');
});

test('a policy that changes meanwhile makes the approval worthless', async () => {
  const bo = await held();
  engine = testEngine((event) => testDecision(event));
  asked[0]?.settle('approved');
  expect(errorOf(await bo.until('Z'))['M']).toBe('the policy changed while the statement waited for approval');
  bo.close();
});

test('in the extended protocol the parameters are part of the question, and fetching on asks no second time', async () => {
  const z = (text: string): Buffer => Buffer.from(`${text}\0`);
  const bo = await clinic.wire('bo');
  const sql = "SELECT id, 'bulk' FROM people WHERE id > $1 ORDER BY id";
  const parameters = Buffer.concat([
    z('p'),
    z(''),
    Buffer.from([0, 0, 0, 1, 0, 0, 0, 1]),
    Buffer.from('5'),
    Buffer.from([0, 0]),
  ]);
  const execute = message('E', Buffer.concat([z('p'), Buffer.from([0, 0, 0, 2])]));
  bo.send(
    Buffer.concat([
      query('BEGIN'),
      message('P', Buffer.concat([z(''), z(sql), Buffer.alloc(2)])),
      message('B', parameters),
      execute,
      execute,
      message('S', Buffer.alloc(0)),
    ]),
  );
  await expect.poll(() => asked.length).toBe(1);
  expect(asked[0]?.question).toMatchObject({ statement: sql, parameters: ['5'] });
  asked[0]?.settle('approved');
  await bo.until('Z');
  expect(types((await bo.until('Z')).filter(({ type }) => type !== 'N'))).toBe('12DDsDDsZ');
  expect(asked.length).toBe(1);
  bo.close();
});
