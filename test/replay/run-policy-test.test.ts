// In-language tests that fail must say what was wanted, what came and why; those that hold must pass.
import { beforeAll, expect, test } from 'vitest';
import { runPolicyTest, type TestResult, type TestSubject } from './run-policy-test.ts';
import { subjectOf } from './testing-policy.ts';
import type { Program } from '../../lang/program/program.ts';

const DDL = `CREATE SCHEMA clinic;
CREATE TABLE clinic.patients (id integer NOT NULL, ssn text, mrn text, born date, city text);
CREATE VIEW clinic.tags AS SELECT city || ssn AS tag FROM clinic.patients;`;

/** Every test of the policy, by name; \`{}\` stands for a nurse and a masked identity. */
const POLICY = `policy p
default allow
class phi {
  ssn: column clinic.patients.ssn
  mrn: column clinic.patients.mrn
  born: column clinic.patients.born
}
mask by_default of phi unless "clinicians" in identity.groups with { ssn: keep last 4 mrn: pseudonym born: year } because "minimum"
block drops on postgres.statement when statement.command == DROP because "no drops"
block truncates on postgres.statement when statement.command == TRUNCATE because "no truncates"
approve dumps on postgres.statement when statement.limit is absent and "clinicians" in identity.groups
  by 1 of "privacy" within 5m for once because "ask first"
approve visits on session.open when target.labels["env"] ?? "" == "prod" by 1 of "privacy" within 5m for once because "ask"

test "holds: masked" {
  on postgres.statement "SELECT ssn, born, city, id FROM clinic.patients LIMIT 1"
  returning { ssn: "123-45-6789", born: "1980-05-17", city: "Oslo", id: 7 }
  expect allow
  expect row { ssn: "***-**-6789", born: "1980-01-01", city: "Oslo", id: 7 }
}
test "holds: alias and NULL" {
  on postgres.statement "SELECT ssn AS s, city FROM clinic.patients LIMIT 1"
  returning { s: null }
  expect row { s: null, city: null }
}
test "holds: derived" {
  on postgres.statement "SELECT ssn || '!' AS s FROM clinic.patients LIMIT 1"
  returning { s: "123-45-6789!" }
  expect row { s: "[phi.ssn]" }
}
test "holds: an expression of a view" {
  on postgres.statement "SELECT tag FROM clinic.tags LIMIT 1"
  returning { tag: "Oslo 123-45-6789" }
  expect row { tag: "[phi.ssn]" }
}
block night on postgres.statement when now in 22:00..06:00 "Europe/Berlin" because "nobody works at night"
block long_session on postgres.statement when now - session.started > 8h because "sign in again"
block remote_root_shell
  on ssh.exec
  when "rm" in command.programs and command.arguments any starts with "/"
  because "deletes on hosts go through the runbook"
block big_uploads on ssh.file when file.operation == write and (file.size is absent or file.size > 10MB) because "big"
test "holds: noon, unless it says otherwise" {
  on postgres.statement "SELECT city FROM clinic.patients LIMIT 1"
  expect allow
}
test "holds: at night" {
  given now 2026-07-01T20:30Z
  on postgres.statement "SELECT city FROM clinic.patients LIMIT 1"
  expect block by night
}
test "holds: a session that began long ago" {
  given session { started: 2026-01-01T03:59Z }
  on postgres.statement "SELECT city FROM clinic.patients LIMIT 1"
  expect block by long_session
}
test "holds: an event without text is given one by one" {
  given command { programs: {"rm"}, arguments: {"-rf", "/etc"} }
  on ssh.exec
  expect block by remote_root_shell
}
test "holds: what is not given is empty" {
  given command { programs: {"rm"} }
  on ssh.exec
  expect allow
}
approve shells on ssh.shell by 1 of "sre" with reason within 5m for once because "ask"
flag visits_flagged on session.open when "temps" in identity.groups because "watched"
flag cities on postgres.statement when statement.text contains "city" because "watched"
test "holds: an event of another protocol is held" {
  on ssh.shell
  expect approve by shells
}
test "holds: a session is flagged" {
  given identity { groups: {"temps"} }
  on session.open
  expect allow
  expect flag by visits_flagged
}
test "holds: a statement is flagged, by some rule" {
  on postgres.statement "SELECT city FROM clinic.patients LIMIT 1"
  expect flag
}
test "holds: of two blocks either may be named" {
  given now 2026-07-01T20:30Z
  on postgres.statement "DROP TABLE clinic.patients"
  expect block by drops
  expect block by night
}
test "fails: no flag" {
  on postgres.statement "SELECT id FROM clinic.patients LIMIT 1"
  expect flag
}
test "fails: another flag" {
  on postgres.statement "SELECT city FROM clinic.patients LIMIT 1"
  expect flag by visits_flagged
}
test "fails: what is no SQL is not judged" {
  on postgres.statement "SELCT city FROM clinic.patients"
  expect allow
}
test "fails: what is not understood is said" {
  on postgres.statement "SELECT nam FROM clinic.patients"
  expect block by drops
}
test "holds: sizes" {
  given file { operation: write, path: "/srv/a", size: 10MB }
  on ssh.file
  expect allow
}
test "holds: an optional attribute that is not given is absent" {
  given file { operation: write, path: "/srv/a" }
  on ssh.file
  expect block by big_uploads
}
test "holds: a contract refusal is a block" {
  on postgres.statement "SELECT id FROM clinic.patients ORDER BY ssn"
  expect block
}
test "holds: a held statement is masked when it comes" {
  given identity { groups: {"clinicians"} }
  on postgres.statement "SELECT ssn FROM clinic.patients"
  returning { ssn: "123-45-6789" }
  expect approve by dumps
  expect row { ssn: "123-45-6789" }
}
test "holds: the strictest of several statements" {
  on postgres.statement "SELECT 1; DROP TABLE clinic.patients"
  expect block by drops
}
test "holds: nothing to do" {
  on postgres.statement ""
  expect allow
}
test "fails: contract" {
  on postgres.statement "SELECT id FROM clinic.patients ORDER BY ssn"
  expect allow
}
test "fails: another rule" {
  on postgres.statement "DROP TABLE clinic.patients"
  expect block by truncates
}
test "fails: the row" {
  on postgres.statement "SELECT ssn FROM clinic.patients LIMIT 1"
  returning { ssn: "123-45-6789" }
  expect row { ssn: "123-45-6789" }
}
test "fails: no row of a refused statement" {
  on postgres.statement "DROP TABLE clinic.patients"
  returning { ssn: "1" }
  expect row { ssn: "1" }
}
test "fails: a column that does not come back" {
  on postgres.statement "SELECT ssn FROM clinic.patients LIMIT 1"
  returning { ssn: "123-45-6789" }
  expect row { mrn: "1" }
}
test "fails: a column that the target cannot return" {
  on postgres.statement "SELECT ssn FROM clinic.patients LIMIT 1"
  returning { snn: "123-45-6789" }
  expect row { ssn: "***-**-6789" }
}
test "fails: no rows at all" {
  on postgres.statement "INSERT INTO clinic.patients (id) VALUES (1)"
  returning { id: 1 }
  expect row { id: 1 }
}
test "fails: sessions are not held" {
  given target { labels: { env: "prod" } }
  on session.open
  expect approve
}
`;

let subject: TestSubject & { readonly program: Program };
const run = (name: string): TestResult => {
  const found = subject.program.tests.find((one) => one.name === name);
  if (!found) throw new Error(`no test ${name}`);
  return runPolicyTest(found, subject);
};

beforeAll(async () => {
  subject = await subjectOf(POLICY, DDL);
});

test('tests that hold', () => {
  const names = subject.program.tests.map(({ name }) => name).filter((name) => name.startsWith('holds'));
  expect(names).toHaveLength(19);
  expect(names.map(run).filter(({ failures }) => failures.length > 0)).toEqual([]);
});

test.each<[string, string, string, RegExp]>([
  [
    'contract',
    'allow',
    'block by by_default',
    /^refused by the no-leak contract \(rule by_default \(p\.hpol:8\)\): .*ssn/,
  ],
  [
    'another rule',
    'block by truncates',
    'block by drops',
    /^rule drops \(p\.hpol:9\): no drops; block rule truncates did not fire: `statement.command == TRUNCATE` is false \(p\.hpol:10\)$/,
  ],
  [
    'the row',
    '{ ssn: "123-45-6789" }',
    '{ ssn: "***-**-6789" }',
    /^masks that apply: phi\.ssn keep last 4 by by_default \(p\.hpol:8\)/,
  ],
  ['no row of a refused statement', '{ ssn: "1" }', 'no row', /^rule drops/],
  ['a column that does not come back', '{ mrn: "1" }', '{ ssn: "***-**-6789" }', /returns no column `mrn`$/],
  [
    'a column that the target cannot return',
    '{ ssn: "***-**-6789" }',
    'no row',
    /^`returning` names `snn`, but the statement returns ssn$/,
  ],
  ['no rows at all', '{ id: "1" }', 'no row', /^the statement returns no rows$/],
  [
    'no flag',
    'flag',
    'no flag',
    /^the policy allows by default; flag rule cities did not fire: `statement\.text contains "city"` is false \(p\.hpol:\d+\)$/,
  ],
  ['another flag', 'flag by visits_flagged', 'flag by cities', /^the policy allows by default$/],
  ['what is no SQL is not judged', 'a statement of SQL', 'a text that PostgreSQL cannot read', /syntax error/],
  [
    'what is not understood is said',
    'block by drops',
    'block by by_default',
    /; the statement is not fully analysed: .*nam/,
  ],
  ['sessions are not held', 'approve', 'block by visits', /^the gateway does not offer approval of whole sessions/],
])('fails: %s', (name, wanted, got, why) => {
  const { failures } = run(`fails: ${name}`);
  expect(failures.map((failure) => [failure.wanted, failure.got])).toEqual([[wanted, got]]);
  expect(failures[0]?.why).toMatch(why);
});

test('a failure points at its expectation', () => {
  const span = run('fails: contract').failures[0]?.span;
  expect(POLICY.slice(span?.start, span?.end)).toBe('expect allow');
});
