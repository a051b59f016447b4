// What `policyc init` writes. The tutorial starts from these files and explains them line by line.

const POLICY = `/// Who may see what in the staff database.
policy staff
default allow

schema "schema.sql"

/// What tells one person from another.
class personal {
  name: column hr.employees.{first_name, last_name}
  email: column hr.employees.email detect email
  tax_id: column hr.*.tax_id
}

let people_team = "people-team" in identity.groups and identity.kind == person

/// A member that is not named here, such as \`name\`, is redacted.
mask personal_by_default
  of personal
  unless people_team
  with {
    email: redact
    tax_id: keep last 4
  }
  because "Only the people team works with personal data"

block schema_change
  on postgres.statement
  when statement.category == schema
  because "Schema changes go through migrations"

test "others see the last four characters of a tax id" {
  given identity { user: "ana", groups: {"sales"} }
  on postgres.statement "SELECT first_name, tax_id, city FROM hr.employees LIMIT 1"
  returning { first_name: "Kim", tax_id: "AB-1234567", city: "Oslo" }
  expect allow
  expect row { first_name: "[personal.name]", tax_id: "**-***4567", city: "Oslo" }
}

test "the people team sees personal data" {
  given identity { user: "bo", groups: {"people-team"} }
  on postgres.statement "SELECT email FROM hr.employees LIMIT 1"
  returning { email: "kim@example.com" }
  expect row { email: "kim@example.com" }
}

test "nobody changes the schema here" {
  given identity { user: "bo", groups: {"people-team"} }
  on postgres.statement "DROP TABLE hr.employees"
  expect block by schema_change
}
`;

const SCHEMA = `-- What pg_dump --schema-only prints; tests analyse their statements against it.
CREATE SCHEMA hr;

CREATE TABLE hr.employees (
    id integer NOT NULL,
    first_name text,
    last_name text,
    email text,
    tax_id text,
    city text
);
`;

/** File names to texts. */
export const INITIAL_FILES: Readonly<Record<string, string>> = { 'policy.hpol': POLICY, 'schema.sql': SCHEMA };
