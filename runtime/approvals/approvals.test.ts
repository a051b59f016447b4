// Approvals over a real store file: who may decide, what a grant is bound to, and that nobody uses it twice.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../store/open-sqlite-store.ts';
import { ApprovalBook } from './approval-book.ts';
import { ApprovalStoreFault, type ApprovalQuestion } from './approvals.ts';
import { decideApproval } from './decide-approval.ts';
import { StoreApprovals } from './store-approvals.ts';
import { person, question } from './testing.ts';

const pri = person('pri', 'privacy-office');
const pat = person('pat', 'privacy-office');

function office() {
  const path = join(mkdtempSync(join(tmpdir(), 'hpol-approvals-')), 'policyd.db');
  let now = Date.parse('2026-02-03T00:00:00Z');
  const gatewayStore = openSqliteStore(path);
  const book = new ApprovalBook(gatewayStore, () => now);
  // The command line is another process with its own connection.
  const desk = new ApprovalBook(openSqliteStore(path), () => now);
  const approvals = new StoreApprovals(book);
  const decide = (id: string, by = pri, verdict: 'approve' | 'deny' = 'approve', reason = 'because') =>
    decideApproval(desk, { id, by, verdict, reason });
  return { approvals, desk, decide, gatewayStore, path, pass: (ms: number) => (now += ms) };
}

test('an approved request settles with its votes, and is used up by one use', async () => {
  const { approvals, decide } = office();
  const pending = approvals.request(question());
  expect(pending.id).toMatch(/^apr-[2-9a-hj-kmnp-z]{6}$/);
  expect(decide(pending.id)).toMatchObject({ state: 'approved' });
  expect(await pending.outcome).toEqual({
    id: pending.id,
    state: 'approved',
    votes: [{ by: 'pri', verdict: 'approve', reason: 'because', at: '2026-02-03T00:00:00.000Z' }],
  });
  expect([approvals.use(pending.id), approvals.use(pending.id), approvals.use('apr-zzzzzz')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(decide(pending.id)).toBe(`${pending.id} is used already`);
});

test('deny wins, also over an approval that came before', async () => {
  const { approvals, decide, pass } = office();
  const pending = approvals.request(question({}, { count: 2 }));
  expect(decide(pending.id, pri)).toMatchObject({ state: 'pending' });
  pass(1);
  expect(decide(pending.id, pri)).toBe(`pri has voted on ${pending.id} already`);
  expect(decide(pending.id, pat, 'deny', 'no')).toMatchObject({ state: 'denied' });
  expect(await pending.outcome).toMatchObject({
    state: 'denied',
    votes: [{ by: 'pri' }, { by: 'pat', verdict: 'deny' }],
  });
  expect(approvals.use(pending.id)).toBe(false);
});

test('two of a group means two people', async () => {
  const { approvals, decide } = office();
  const pending = approvals.request(question({}, { count: 2 }));
  expect(decide(pending.id, pri)).toMatchObject({ state: 'pending' });
  expect(approvals.use(pending.id)).toBe(false);
  expect(decide(pending.id, pat)).toMatchObject({ state: 'approved' });
  expect((await pending.outcome).votes).toHaveLength(2);
});

test('who may not decide is told why', () => {
  const { approvals, decide } = office();
  const asker = { ...person('bo', 'privacy-office') };
  const agent = { ...person('scout', 'agents'), kind: 'agent', onBehalfOf: 'pat' } as const;
  const { id } = approvals.request(question({ identity: asker }, { needs_reason: true }));
  const ofAgent = approvals.request(question({ identity: agent }));
  expect(decide(id, asker)).toBe('bo asked for this and cannot decide on it');
  expect(decide(id, person('ana', 'nurses'))).toBe('ana is not in the group privacy-office, which decides on this');
  expect(decide(id, { ...pri, kind: 'agent' })).toBe('only a person decides, and pri is of kind agent');
  expect(decide(id, pri, 'approve', '  ')).toBe('the rule bulk_phi asks for a reason');
  expect(decide(ofAgent.id, pat)).toBe('scout acts for pat, who therefore cannot decide on this');
  expect(decide('apr-222222')).toBe('there is no approval apr-222222');
  expect(decide(id)).toMatchObject({ state: 'approved' });
  expect(decide(ofAgent.id)).toMatchObject({ state: 'approved' });
});

test('nobody answers in time: expired, and too late to vote or to use', async () => {
  const { approvals, decide, pass } = office();
  const pending = approvals.request(question());
  const granted = approvals.request(question({ target: 'other' }));
  decide(granted.id);
  pass(60_000);
  expect(decide(pending.id)).toBe(`${pending.id} is expired already`);
  expect(await pending.outcome).toEqual({ id: pending.id, state: 'expired', votes: [] });
  expect(approvals.use(granted.id)).toBe(false);
});

test('a grant for an hour serves again until its end', async () => {
  const { approvals, decide, pass } = office();
  const hour = question({}, { grant_ms: 3_600_000 });
  const { id } = approvals.request(hour);
  decide(id);
  expect([approvals.use(id), approvals.use(id)]).toEqual([true, true]);
  pass(3_599_000);
  const again = approvals.request({ ...hour, sessionId: 's2' });
  expect(again.id).toBe(id);
  expect(await again.outcome).toMatchObject({ id, state: 'approved' });
  expect(approvals.use(id)).toBe(true);
  pass(1_000);
  expect(approvals.use(id)).toBe(false);
  expect(approvals.request(hour).id).not.toBe(id);
});

const base = question();
const CHANGED: readonly [string, ApprovalQuestion][] = [
  ['user', question({ identity: { ...base.identity, user: 'bob' } })],
  ['kind', question({ identity: { ...base.identity, kind: 'service' } })],
  ['principal', question({ identity: { ...base.identity, onBehalfOf: 'x' } })],
  ['groups', question({ identity: { ...base.identity, groups: ['clinicians'] } })],
  ['target', question({ target: 'clinic2' })],
  ['rule', question({}, { rule: 'other' })],
  ['terms', question({}, { count: 2 })],
  ['statement', question({ statement: `${base.statement} ` })],
  ['parameters', question({ parameters: ['2', null] })],
  ['a NULL parameter', question({ parameters: ['1', 'null'] })],
  ['policy', question({ policyDigest: 'b'.repeat(64) })],
];

test.each(CHANGED)('another %s asks again', (_name, changed) => {
  const { approvals, decide } = office();
  const { id } = approvals.request(base);
  decide(id);
  expect(approvals.request(changed).id).not.toBe(id);
  const same = question({ sessionId: 's9', identity: { ...base.identity, groups: base.identity.groups.toReversed() } });
  expect(approvals.request(same).id).toBe(id);
});

test('withdrawing ends a request once, and not one that was decided', async () => {
  const { approvals, decide } = office();
  const left = approvals.request(question());
  left.withdraw();
  left.withdraw();
  expect(await left.outcome).toEqual({ id: left.id, state: 'withdrawn', votes: [] });
  expect(decide(left.id)).toBe(`${left.id} is withdrawn already`);
  const approved = approvals.request(question());
  decide(approved.id);
  approved.withdraw();
  expect(await approved.outcome).toMatchObject({ state: 'approved' });
});

test('a lost store refuses requests and denies those who wait', async () => {
  const { approvals, gatewayStore } = office();
  const pending = approvals.request(question());
  gatewayStore.close();
  expect(() => approvals.request(question())).toThrow(ApprovalStoreFault);
  expect(() => approvals.use(pending.id)).toThrow(ApprovalStoreFault);
  expect(await pending.outcome).toMatchObject({ state: 'denied', votes: [{ by: 'policyd', verdict: 'deny' }] });
});

test('the inbox lists newest first and by state', () => {
  const { approvals, desk, decide, pass } = office();
  const first = approvals.request(question());
  pass(1);
  const second = approvals.request(question({ target: 'b' }));
  decide(first.id, pri, 'deny');
  expect(desk.list(null).map((view) => [view.id, view.state])).toEqual([
    [second.id, 'pending'],
    [first.id, 'denied'],
  ]);
  expect(desk.list('pending').map((view) => view.question)).toEqual([question({ target: 'b' })]);
  expect(desk.find('apr-none')).toBeNull();
});
