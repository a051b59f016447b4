// Makes the clinic's database on an embedded server: the schema of the shipped policy, synthetic rows, and the role
// that the gateway signs in as.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EmbeddedPostgres } from '../../postgres/embedded/embedded-server.ts';
import { PgClient } from '../../postgres/catalog/pg-client.ts';
import { clinicStatements, roleStatements } from './clinic-statements.ts';
import type { Clinic } from './clinic.ts';

export const POLICY_FOLDER: string = resolve(import.meta.dirname, '../../../policies/clinical');
export const DATABASE = 'clinic';
export const GATEWAY_ROLE = 'app_reader';

async function execute(server: EmbeddedPostgres, database: string, statements: readonly string[]): Promise<void> {
  const { host, port, superuser, password } = server;
  const client = new PgClient({ host, port, user: superuser, password, database });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function createClinicDatabase(
  server: EmbeddedPostgres,
  clinic: Clinic,
  rolePassword: string,
): Promise<void> {
  const schema = readFileSync(resolve(POLICY_FOLDER, 'clinical.sql'), 'utf8');
  await execute(server, 'postgres', [`CREATE DATABASE ${DATABASE}`]);
  // A dump may change session settings such as search_path, so the rows go in over a connection of their own.
  await execute(server, DATABASE, [schema]);
  await execute(server, DATABASE, [
    ...clinicStatements(clinic),
    ...roleStatements(GATEWAY_ROLE, rolePassword),
    'VACUUM ANALYZE',
  ]);
}
