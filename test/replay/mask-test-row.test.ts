// Rows of tests are masked as values of the types that the schema says.
import { expect, test } from 'vitest';
import { runPolicyTest } from './run-policy-test.ts';
import { subjectOf } from './testing-policy.ts';

const DDL = `CREATE SCHEMA clinic;
CREATE TABLE clinic.visits (age integer, zip numeric(5,0), weight real, form jsonb, room smallint, sex "char", state character(4));`;

test('each type in its own way', async () => {
  const columns = ['age', 'zip', 'weight', 'form', 'room', 'sex', 'state'];
  const { program, ...subject } = await subjectOf(
    `policy p
default allow
class phi {
${columns.map((column) => `  ${column}: column clinic.visits.${column}`).join('\n')}
}
mask all of phi
  with { age: age90 zip: zip3 weight: age90 room: pseudonym sex: keep first 1 state: keep first 1 }
  because "x"
test "t" {
  on postgres.statement "SELECT ${columns.join(', ')} FROM clinic.visits LIMIT 1"
  returning { age: 93, zip: 2139, weight: "89.5", form: "{}", room: 4, sex: "f", state: "NY" }
  expect row { age: 90, zip: 21, weight: 90, form: "\\"[phi.form]\\"", room: null, sex: null, state: "N*" }
}`,
    DDL,
  );
  const [only] = program.tests;
  expect(only && runPolicyTest(only, subject).failures).toEqual([]);
});
