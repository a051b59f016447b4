// A statement that a rule wants approved waits on the wire until somebody else decides; the record keeps who, when
// and why.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestClinic, until } from '../kit/clinic.ts';
import { fieldsOf, query, type WireClient } from '../kit/wire-client.ts';

let clinic: TestClinic;
beforeAll(async () => {
  clinic = await TestClinic.start();
});
afterAll(() => clinic.stop());

/** Each test asks for other columns, so that no grant of another test serves it. */
const bulk = (columns: string): string => `SELECT ${columns} FROM clinical.patients`;

/** Sends a statement that must wait, and gives the id that the notice names. */
async function askAndWait(client: WireClient, statement: string): Promise<string> {
  client.send(query(statement));
  const notice = await client.next();
  expect(notice?.type).toBe('N');
  const text = Object.values(fieldsOf(notice!)).join(' ');
  expect(text).toContain('bulk_phi');
  const id = /apr-[a-z0-9]+/.exec(text)?.[0];
  expect(id).toBeDefined();
  return id!;
}

const bodies = (
  state: string,
): readonly { readonly votes: readonly { readonly by: string; readonly reason: string }[] }[] =>
  clinic.records('bo').filter((record) => record.kind === 'approval' && record.state === state) as never;

test('approved by somebody else, it runs, once, and the record says who and why', async () => {
  const client = await clinic.wire('bo');
  const statement = bulk('mrn, last_name');
  const id = await askAndWait(client, statement);
  const listed = await clinic.approvals('pri', 'list');
  expect(listed).toMatchObject({ status: 0 });
  expect(listed.stdout).toContain(id);
  const approved = await clinic.approvals('pri', 'approve', id, '--as', 'pri', '--reason', 'audit sample');
  expect(approved).toMatchObject({ status: 0 });
  const rows = (await client.until('Z')).filter(({ type }) => type === 'D');
  expect(rows).toHaveLength(clinic.house.clinic.patients.length);
  expect(bodies('approved').at(-1)!.votes).toMatchObject([{ by: 'pri', reason: 'audit sample' }]);
  expect(bodies('used').length).toBeGreaterThan(0);
  const again = await askAndWait(client, statement);
  expect(again).not.toBe(id);
  client.close();
});

test('denied, it is refused with the reason, and the session goes on', async () => {
  const client = await clinic.wire('bo');
  const id = await askAndWait(client, bulk('ssn'));
  await clinic.approvals('pri', 'deny', id, '--as', 'pri', '--reason', 'not this month');
  const [refusal] = await client.until('Z');
  expect(fieldsOf(refusal!)).toMatchObject({ S: 'ERROR', C: '42501' });
  expect(Object.values(fieldsOf(refusal!)).join(' ')).toContain('not this month');
  expect((await client.ask('SELECT 1')).map(({ type }) => type).join('')).toBe('TDCZ');
  client.close();
});

describe('nobody approves', () => {
  test('for himself', async () => {
    const client = await clinic.wire('bo');
    const id = await askAndWait(client, bulk('ssn, mrn'));
    const own = await clinic.approvals('bo', 'approve', id, '--as', 'bo', '--reason', 'mine');
    expect(own.status).toBe(1);
    expect(own.stderr).toMatch(/bo/);
    client.close();
  });

  test('without being in the group', async () => {
    const client = await clinic.wire('bo');
    const id = await askAndWait(client, bulk('ssn, email'));
    const nurse = await clinic.approvals('ana', 'approve', id, '--as', 'ana', '--reason', 'friendly');
    expect(nurse.status).toBe(1);
    expect(nurse.stderr).toMatch(/privacy-office/);
    client.close();
  });

  test('in the name of somebody else', async () => {
    const client = await clinic.wire('bo');
    const id = await askAndWait(client, bulk('ssn, phone'));
    const forged = await clinic.approvals('ana', 'approve', id, '--as', 'pri', '--reason', 'forged');
    expect(forged.status).not.toBe(0);
    client.close();
  });
});

test('a client that goes away withdraws its request', async () => {
  const client = await clinic.wire('bo');
  const id = await askAndWait(client, bulk('ssn, city'));
  client.close();
  await until(() => bodies('withdrawn').length > 0, 'the withdrawal');
  const late = await clinic.approvals('pri', 'approve', id, '--as', 'pri', '--reason', 'too late');
  expect(late.status).toBe(1);
});
