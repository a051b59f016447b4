// For tests: a small clinic policy with its schema, and the ways in which a careless change alters it.

export const SCHEMA = `CREATE SCHEMA clinic;
CREATE TABLE clinic.patients (id integer NOT NULL, ssn text, mrn text, born date, city text);
CREATE VIEW clinic.directory AS SELECT id, ssn FROM clinic.patients;
`;

export const POLICY = `policy clinic
default allow

schema "schema.sql"

class phi {
  ssn: column clinic.patients.ssn
  mrn: column clinic.patients.mrn
  born: column clinic.patients.born
}

mask phi_by_default
  of phi
  unless "clinicians" in identity.groups
  with {
    ssn: keep last 4
    mrn: redact
    born: year
  }
  because "Minimum necessary"

block schema_change
  on postgres.statement
  when statement.category == schema
  because "Schema changes go through migrations"

approve bulk
  on postgres.statement
  when statement.reads(phi) and statement.limit is absent and "clinicians" in identity.groups
  by 1 of "privacy"
  within 30m
  for once
  because "Bulk reads need a privacy officer"

test "a nurse sees the last four digits and the year" {
  given identity { user: "ana", groups: {"nurses"} }
  on postgres.statement "SELECT ssn, born, city FROM clinic.patients LIMIT 1"
  returning { ssn: "123-45-6789", born: "1980-05-17", city: "Oslo" }
  expect allow
  expect row { ssn: "***-**-6789", born: "1980-01-01", city: "Oslo" }
}

test "a bulk read by a clinician asks" {
  given identity { user: "bo", groups: {"clinicians"} }
  on postgres.statement "SELECT ssn FROM clinic.patients"
  expect approve by bulk
}
`;

/** What a nurse and a clinician sent while it was recorded. */
export const NURSE_STATEMENTS = [
  'SELECT id, ssn FROM clinic.patients LIMIT 5',
  'SELECT ssn AS s FROM clinic.directory LIMIT 5',
  'SELECT mrn FROM clinic.patients LIMIT 5',
  'SELECT id FROM clinic.patients WHERE ssn = $$1$$',
  'SELECT id FROM clinic.patients ORDER BY ssn',
  'DROP TABLE clinic.patients',
  'PREPARE p AS SELECT ssn FROM clinic.patients',
  'EXECUTE p',
];
export const CLINICIAN_STATEMENTS = [
  'SELECT ssn FROM clinic.patients LIMIT 1',
  'SELECT ssn FROM clinic.patients',
  'DROP TABLE clinic.patients',
  '',
];

const replaceOnce = (from: string, to: string): string => {
  if (!POLICY.includes(from)) throw new Error(`the policy does not say ${from}`);
  return POLICY.replace(from, to);
};

/** Nurses see SSNs; everything else stays. */
export const SSN_CLEAR = replaceOnce('  ssn: column clinic.patients.ssn\n', '  ssn: column clinic.other.ssn\n');
export const NO_BLOCK = replaceOnce('statement.category == schema', 'statement.category == schema and identity.mfa');
export const STRICTER = replaceOnce('ssn: keep last 4', 'ssn: redact');
export const NEW_REASON = replaceOnce('"Schema changes go through migrations"', '"Use migrations"');
