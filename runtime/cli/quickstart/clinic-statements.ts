// The synthetic clinic as SQL text: rows for the tables of the schema, and the role that the gateway signs in as.
import type { Clinic, Patient } from './clinic.ts';

type Value = string | number;

const ROWS_PER_STATEMENT = 1_000;

/** A text as a literal; standard_conforming_strings is on. */
const literal = (value: Value): string =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;

function inserts(table: string, columns: string, rows: readonly (readonly Value[])[]): string[] {
  const statements: string[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const values = rows.slice(start, start + ROWS_PER_STATEMENT).map((row) => `(${row.map(literal).join(',')})`);
    statements.push(`INSERT INTO ${table} (${columns}) VALUES ${values.join(',')}`);
  }
  return statements;
}

function patientRow(row: Patient): readonly Value[] {
  const identity = [row.id, row.mrn, row.ssn, row.firstName, row.lastName, row.dateOfBirth, row.sex];
  return identity.concat(row.city, row.zip, row.phone, row.email);
}

/** Statements that fill the tables, in an order that foreign keys accept. */
export function clinicStatements({ patients, encounters }: Clinic): readonly string[] {
  return [
    ...inserts(
      'clinical.patients',
      'id, mrn, ssn, first_name, last_name, date_of_birth, sex, city, zip, phone, email',
      patients.map(patientRow),
    ),
    ...inserts(
      'clinical.encounters',
      'id, patient_id, occurred_at, department, reason, notes',
      encounters.map((row) => [row.id, row.patientId, row.occurredAt, row.department, row.reason, row.notes]),
    ),
  ];
}

/** Statements that make the role of the gateway's credential: it reads and writes rows and owns nothing. */
export function roleStatements(role: string, password: string): readonly string[] {
  return [
    `CREATE ROLE ${role} LOGIN PASSWORD ${literal(password)}`,
    `GRANT USAGE ON SCHEMA clinical TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA clinical TO ${role}`,
  ];
}
