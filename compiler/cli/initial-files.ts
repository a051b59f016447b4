// What `policyc init` writes.

const POLICY = `/// Who may see what in the customer database.
policy customers
default allow

schema "schema.sql"

class personal {
  email: column app.customers.email detect email
  name: column app.customers.{first_name, last_name}
  tax_id: column app.customers.tax_id
}

let support = "support" in identity.groups

mask personal_by_default
  of personal
  unless support and identity.kind == person
  with {
    email: redact
    tax_id: keep last 4
  }
  because "Only support staff works with personal data"

block schema_change
  on postgres.statement
  when statement.category == schema
  because "Schema changes go through migrations"

test "others see the last four characters of a tax id" {
  given identity { user: "ana", groups: {"sales"} }
  on postgres.statement "SELECT tax_id, city FROM app.customers LIMIT 1"
  returning { tax_id: "AB-1234567", city: "Oslo" }
  expect allow
  expect row { tax_id: "**-***4567", city: "Oslo" }
}

test "support sees personal data" {
  given identity { user: "bo", groups: {"support"} }
  on postgres.statement "SELECT email FROM app.customers LIMIT 1"
  returning { email: "kim@example.com" }
  expect row { email: "kim@example.com" }
}

test "nobody changes the schema here" {
  given identity { user: "bo", groups: {"support"} }
  on postgres.statement "DROP TABLE app.customers"
  expect block by schema_change
}
`;

const SCHEMA = `-- What pg_dump --schema-only prints; tests analyse their statements against it.
CREATE SCHEMA app;

CREATE TABLE app.customers (
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
