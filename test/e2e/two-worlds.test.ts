// The strongest form of the promise: the same client bytes go to two clinics whose protected values differ, and every byte that
// comes back must be equal. There is no list of encodings to maintain: any difference is a leak.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syntheticClinic } from '../../runtime/cli/quickstart/clinic.ts';
import { PATIENTS, TestClinic } from '../kit/clinic.ts';
import { ATTACKS } from './attacks.ts';
import { otherWorld } from './two-worlds.ts';

const first = syntheticClinic(PATIENTS);
const second = otherWorld(first);

let worlds: readonly [TestClinic, TestClinic];
beforeAll(async () => {
  worlds = [await TestClinic.start({ clinic: first }), await TestClinic.start({ clinic: second })];
});
afterAll(async () => {
  await Promise.all(worlds.map((world) => world.stop()));
});

/** What each world answers, message by message. The worlds have keys of their own, so pseudonyms are compared by where they repeat. */
async function answers(user: 'ana' | 'bo', statement: string): Promise<readonly (readonly string[])[]> {
  return Promise.all(
    worlds.map(async (world) => {
      const client = await world.wire(user);
      const messages = await client.ask(statement);
      client.close();
      const seen = new Map<string, string>();
      const numbered = (pseudonym: string): string => {
        const name = seen.get(pseudonym) ?? `p_${String(seen.size).padStart(16, '0')}`;
        seen.set(pseudonym, name);
        return name;
      };
      return messages.map(({ type, body }) => type + body.toString('latin1').replaceAll(/p_[0-9a-f]{16}/g, numbered));
    }),
  );
}

test('the worlds differ in every protected value', () => {
  for (const [index, patient] of first.patients.entries()) {
    const other = second.patients[index]!;
    const { id, sex, city } = patient;
    expect(other).toMatchObject({ id, sex, city });
    for (const member of ['ssn', 'mrn', 'firstName', 'lastName', 'dateOfBirth', 'zip', 'phone', 'email'] as const) {
      expect(other[member]).not.toBe(patient[member]);
    }
  }
});

test('bo can tell them apart, so the comparison can fail', async () => {
  const [one, two] = await answers('bo', 'SELECT ssn FROM clinical.patients WHERE id = 1');
  expect(one).not.toEqual(two);
});

/** What arranges rows by protected values: the limit below. */
const ARRANGES = 'a union';

test.each(ATTACKS.filter(([name]) => name !== ARRANGES))('ana cannot tell them apart by %s', async (_, statement) => {
  const [one, two] = await answers('ana', statement);
  expect(one!.length).toBeGreaterThan(0);
  expect(one).toEqual(two);
});

test('a limit: UNION, DISTINCT and GROUP BY arrange rows by protected values, and only their order tells', async () => {
  const statement = "SELECT ssn FROM clinical.patients UNION SELECT 'x'";
  const [one, two] = await answers('ana', statement);
  expect(one!.toSorted()).toEqual(two!.toSorted());
});
