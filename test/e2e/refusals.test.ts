// A refused statement says what, why and what to do, reaches nothing, and leaves the session as usable as PostgreSQL
// itself would.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestClinic } from '../kit/clinic.ts';
import { fieldsOf } from '../kit/wire-client.ts';

let clinic: TestClinic;
beforeAll(async () => {
  clinic = await TestClinic.start();
});
afterAll(() => clinic.stop());

const SCHEMA_CHANGE = 'ALTER TABLE clinical.patients ADD COLUMN note text';

describe('a statement that a rule blocks', () => {
  test('names the rule and its reason, and the session goes on', async () => {
    const client = await clinic.wire('bo');
    const [refusal, ready] = await client.ask(SCHEMA_CHANGE);
    const fields = fieldsOf(refusal!);
    expect(fields).toMatchObject({ S: 'ERROR', C: '42501' });
    expect(`${fields['M']} ${fields['D']}`).toContain('schema_change');
    expect(ready?.body.toString()).toBe('I');
    const next = await client.ask('SELECT 1');
    expect(next.map(({ type }) => type).join('')).toBe('TDCZ');
    client.close();
  });

  test('inside a transaction, aborts it as any error would', async () => {
    const client = await clinic.wire('bo');
    await client.ask('BEGIN');
    const refused = await client.ask(SCHEMA_CHANGE);
    expect(refused.at(-1)!.body.toString()).toBe('E');
    const [aborted] = await client.ask('SELECT 1');
    expect(fieldsOf(aborted!)['C']).toBe('25P02');
    expect((await client.ask('ROLLBACK')).at(-1)!.body.toString()).toBe('I');
    client.close();
  });

  test('in the extended protocol too, by name', async () => {
    const client = await clinic.connect('bo');
    const refused = client.query({ name: 'alter', text: SCHEMA_CHANGE });
    await expect(refused).rejects.toMatchObject({ code: '42501' });
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await client.end();
  });

  test('takes the other statements of its message along', async () => {
    const client = await clinic.wire('bo');
    const answer = await client.ask(`UPDATE clinical.patients SET city = 'Nowhere' WHERE id = 1; ${SCHEMA_CHANGE}`);
    expect(answer.map(({ type }) => type).join('')).toBe('EZ');
    const direct = await clinic.direct();
    const { rows } = await direct.query("SELECT count(*)::int AS n FROM clinical.patients WHERE city = 'Nowhere'");
    expect(rows).toEqual([{ n: 0 }]);
    client.close();
  });

  test('is on record with the rule that decided', async () => {
    const decided = clinic.records('bo').filter((record) => record.kind === 'statement');
    const blocked = decided.filter(({ decision }) => decision.decided_by === 'schema_change');
    expect(blocked.length).toBeGreaterThan(0);
    for (const { enforcement } of blocked) expect(enforcement.action).toBe('refuse');
  });
});

describe('a statement that the no-leak contract refuses', () => {
  test('says which column, how it is used, and what would be allowed', async () => {
    const client = await clinic.wire('ana');
    const [refusal] = await client.ask("SELECT id FROM clinical.patients WHERE ssn LIKE '9%'");
    const fields = fieldsOf(refusal!);
    expect(fields).toMatchObject({ S: 'ERROR', C: '42501' });
    expect(Object.values(fields).join(' ')).toMatch(/ssn/);
    expect((await client.ask('SELECT 1')).map(({ type }) => type).join('')).toBe('TDCZ');
    client.close();
  });

  test('is allowed for somebody to whom no mask applies', async () => {
    const client = await clinic.connect('bo');
    const { rows } = await client.query("SELECT id FROM clinical.patients WHERE ssn LIKE '9%' LIMIT 5");
    expect(rows).toHaveLength(5);
    await client.end();
  });
});
