// The database that the benchmark reads: the tables of `pgbench -S` at scale 10, and a million people of eight columns.
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../runtime/postgres/embedded/embedded-server.ts';
import type { Address, Login } from '../kit/wire-client.ts';

export const PEOPLE = 1_000_000;
const ACCOUNTS = 1_000_000;

/** The role that reads directly and through the pipe. The raw client sends its password in clear. */
export const READER = { user: 'bench_reader', password: 'bench-reader-password', database: 'bench' } satisfies Login;

/** The gateway's own role: it insists on SCRAM. */
export const GATEWAY_ROLE = {
  user: 'bench_gateway',
  password: 'bench-gateway-password',
  database: 'bench',
} satisfies Login;

const PASSWORD_METHODS = `VALUES ('host all ${READER.user} 127.0.0.1/32 password'), ('host all all 127.0.0.1/32 scram-sha-256')`;

const TABLES = [
  `CREATE TABLE pgbench_accounts AS
     SELECT aid, 1 + aid / 100000 AS bid, 0 AS abalance, repeat(' ', 84)::char(84) AS filler
     FROM generate_series(1, ${ACCOUNTS}) AS aid`,
  'ALTER TABLE pgbench_accounts ADD PRIMARY KEY (aid)',
  'CREATE TABLE pgbench_branches AS SELECT bid, 0 AS bbalance FROM generate_series(1, 10) AS bid',
  `CREATE TABLE people AS
     SELECT n AS id,
            to_char(900 + n % 100, 'FM000') || '-' || to_char(1 + n % 49, 'FM00') || '-' || to_char(n % 10000, 'FM0000') AS ssn,
            'person' || n || '@example.org' AS email,
            'Given' || n % 5000 AS first_name,
            'Family' || n % 70000 AS last_name,
            'City ' || n % 300 AS city,
            timestamptz '2024-01-01' + n * interval '1 second' AS seen,
            md5(n::text) AS note
     FROM generate_series(1, ${PEOPLE}) AS n`,
  'CREATE VIEW people_slice AS SELECT * FROM people WHERE id <= 100000',
  `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${READER.user}, ${GATEWAY_ROLE.user}`,
  'VACUUM ANALYZE',
];

async function execute(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function startDatabase(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ settings: { shared_buffers: '512MB', max_wal_size: '4GB' } });
  await execute(server.url, [
    `CREATE ROLE ${READER.user} LOGIN PASSWORD '${READER.password}'`,
    `CREATE ROLE ${GATEWAY_ROLE.user} LOGIN PASSWORD '${GATEWAY_ROLE.password}'`,
    `CREATE DATABASE ${READER.database}`,
    `COPY (${PASSWORD_METHODS}) TO '${await settingOf(server.url, 'hba_file')}'`,
    'SELECT pg_reload_conf()',
  ]);
  await execute(server.url.replace(/\/postgres$/, `/${READER.database}`), TABLES);
  return server;
}

async function settingOf(url: string, name: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const result = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
  await client.end();
  return result.rows[0]?.value ?? '';
}

/** One way to the database. */
export interface Route {
  readonly name: string;
  readonly address: Address;
  readonly login: Login;
  /** The process in the middle; null for the direct way. */
  readonly pid: number | null;
}
