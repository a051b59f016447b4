// Nobody answers: the request expires, the statement is refused, and a decision that comes later changes nothing.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../runtime/cli/quickstart/clinic-house.ts';
import { TestClinic } from '../kit/clinic.ts';
import { fieldsOf } from '../kit/wire-client.ts';

const scratch = mkdtempSync(join(tmpdir(), 'hpol-timeout-'));
let clinic: TestClinic;
beforeAll(async () => {
  cpSync(dirname(DEFAULT_POLICY), scratch, { recursive: true });
  const policy = join(scratch, 'clinical.hpol');
  writeFileSync(policy, readFileSync(policy, 'utf8').replace('within 30m', 'within 1s'));
  clinic = await TestClinic.start({ policy });
});
afterAll(async () => {
  await clinic.stop();
  rmSync(scratch, { recursive: true, force: true });
});

test('a request that nobody decides on expires and denies', async () => {
  const client = await clinic.wire('bo');
  const [notice, refusal, ready] = await client.ask('SELECT ssn FROM clinical.patients');
  const id = /apr-[a-z0-9]+/.exec(Object.values(fieldsOf(notice!)).join(' '))?.[0] ?? '';
  expect(fieldsOf(refusal!)).toMatchObject({ S: 'ERROR', C: '42501' });
  expect(Object.values(fieldsOf(refusal!)).join(' ')).toMatch(/expired|in time/);
  expect(ready?.body.toString()).toBe('I');
  const late = await clinic.approvals('pri', 'approve', id, '--as', 'pri', '--reason', 'too late');
  expect(late.status).toBe(1);
  const states = clinic.records('bo').filter((record) => record.kind === 'approval');
  expect(states.map(({ state }) => state)).toEqual(['pending', 'expired']);
  client.close();
});
