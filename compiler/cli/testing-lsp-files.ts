// For tests of the language server: a policy in two files with a schema, and places in it.

export interface Place {
  readonly line: number;
  readonly character: number;
}

export const CLINIC_FILES: Readonly<Record<'main.hpol' | 'parts/data.hpol' | 'schema.sql', string>> = {
  'main.hpol': `policy clinic
default allow
import "./parts/data.hpol"
schema "schema.sql"
let helper = identity.kind != agent

mask by_default
  of phi
  unless helper
  with redact
  because "Minimum necessary"

test "a helper sees all" {
  on postgres.statement "SELECT ssn FROM clinic.patients LIMIT 1"
  expect allow
}

test "wrong on purpose" {
  on postgres.statement "SELECT ssn FROM clinic.patients LIMIT 1"
  expect block
}
`,
  'parts/data.hpol': `class phi { ssn: column clinic.*.ssn }
`,
  'schema.sql': `CREATE SCHEMA clinic;
CREATE TABLE clinic.patients (id integer, ssn text);
`,
};

/** The place of a text, some characters into it. */
export function locate(text: string, needle: string, within: number): Place {
  const offset = text.indexOf(needle) + within;
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
