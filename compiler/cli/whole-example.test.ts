// One policy with every kind of declaration, over several files, as a compliance officer would sign it: it checks, has the layout,
// compiles and passes its tests.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { folderWith, policyc } from './testing.ts';

// Each process loads and runs the whole compiler; a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

const POLICY = `/// Minimum-necessary access to the clinical database.
policy clinical
default allow

import "hpol:phi" // shipped library: detectors for identifiers in free text
import "./teams.hpol" // a file beside this one

schema "clinical.sql" // pg_dump --schema-only: lets check and test know the columns

class phi {
  ssn: column clinical.*.ssn detect us_ssn
  mrn: column clinical.patients.mrn detect /\\bMRN\\d{8}\\b/
  name: column clinical.patients.{first_name, last_name}
  birth: column clinical.patients.date_of_birth
  notes: column clinical.encounters.notes
}

mask phi_by_default
  of phi
  unless clinician and not agent
  with {
    ssn: keep last 4
    mrn: pseudonym
    birth: year
    notes: scrub // only the parts that a detector finds
  } // a member not named here is redacted
  because "Minimum necessary, 45 CFR 164.502(b)"

block schema_change
  on postgres.statement
  when statement.command in {ALTER, DROP, TRUNCATE} and (target.labels["env"] ?? "prod") == "prod"
  because "Schema changes go through migrations"

approve bulk_phi
  on postgres.statement
  when statement.reads(phi) and (statement.limit is absent or statement.limit > 1000)
  by 1 of "privacy-office"
  within 30m
  for once
  because "Bulk reads of PHI need a privacy officer"

block remote_root_shell
  on ssh.exec
  when "rm" in command.programs and command.arguments any starts with "/"
  because "Deletes on hosts go through the runbook"

block agents_at_night
  on postgres.statement, ssh.exec
  when agent and now in 22:00..06:00 "Europe/Berlin"
  because "Nobody would notice until morning"

flag from_outside
  on session.open
  when not (session.client_address in {"10.0.0.0/8", "fd00::/8"})
  because "Access from outside the hospital is looked at"

test "a nurse sees the last four digits" {
  given identity { user: "ana", groups: {"nurses"} }
  on postgres.statement "SELECT ssn FROM clinical.patients LIMIT 1"
  returning { ssn: "123-45-6789" }
  expect allow
  expect row { ssn: "***-**-6789" }
}

test "a note loses what identifies" {
  given identity { user: "ana", groups: {"nurses"} }
  on postgres.statement "SELECT notes FROM clinical.encounters LIMIT 1"
  returning { notes: "SSN 123-45-6789, write to ana@example.org" }
  expect row { notes: "SSN [safe_harbor.ssn], write to [safe_harbor.email]" }
}

test "nobody deletes from the root of a host" {
  given command { programs: {"rm"}, arguments: {"-rf", "/etc"} }
  on ssh.exec
  expect block by remote_root_shell
}

test "an agent rests at night" {
  given identity { user: "scout", kind: agent, on_behalf_of: "bo" }
  given now 2026-11-24T22:30+01:00
  on postgres.statement "SELECT city FROM clinical.patients LIMIT 1"
  expect block by agents_at_night
}
`;
const TEAMS = `let clinician = "clinicians" in identity.groups
let agent = identity.kind == agent
`;
const SCHEMA = `CREATE SCHEMA clinical;
CREATE TABLE clinical.patients (id integer PRIMARY KEY, ssn text, mrn text, first_name text, last_name text, date_of_birth date, city text);
CREATE TABLE clinical.encounters (id integer PRIMARY KEY, patient_id integer, notes text);
`;

test('the whole language in one policy', () => {
  const folder = folderWith({ 'clinical.hpol': POLICY, 'teams.hpol': TEAMS, 'clinical.sql': SCHEMA });
  expect(policyc(folder, ['check', 'clinical.hpol'])).toEqual({
    status: 0,
    stdout: '',
    stderr: '1 policy checked: 0 errors, 0 warnings\n',
  });
  expect(policyc(folder, ['fmt', '--check'])).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(policyc(folder, ['build', 'clinical.hpol'])).toMatchObject({ status: 0, stderr: '' });
  expect(existsSync(join(folder, 'clinical.bundle.tar.gz'))).toBe(true);
  const { status, stdout } = policyc(folder, ['test', 'clinical.hpol']);
  expect(stdout).toContain('4 tests passed, 0 failed');
  expect(status).toBe(0);
});
