// The columns that `world/care.hpol` protects, for the filters that are compared with the product: the same ones, by name and by number.
import { Client } from 'pg';
import type { LeakWorld } from '../leak-world.ts';
import { DATABASE } from '../world/people.ts';

/** `relation.column` in schema care; `*` is every relation. */
const OF_PATIENTS = `full_name birth seen_at zip balance score pin big token photo address active
  profile raw_profile record tags contact stay severity`;
const PROTECTED = [
  '*.ssn',
  '*.mrn',
  'visits.notes',
  'visits.outcome',
  'labs.finding',
  'vault.code',
  'cohort.age',
  ...OF_PATIENTS.split(/\s+/).map((column) => `patients.${column}`),
];

export const PROTECTED_NAMES: ReadonlySet<string> = new Set(PROTECTED.map((column) => column.split('.')[1]!));

/** `OID.attribute` of every protected column of a live world: its views and partitions have numbers of their own, and theirs are here, too. */
export async function protectedNumbers({ postgres }: LeakWorld): Promise<ReadonlySet<string>> {
  const { host, port, superuser, password } = postgres;
  const client = new Client({ host, port, user: superuser, password, database: DATABASE });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; relation: number; attribute: number }>(
      `SELECT c.relname || '.' || a.attname AS name, c.oid::int AS relation, a.attnum AS attribute
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'care'::regnamespace AND a.attnum > 0`,
    );
    const isProtected = (name: string): boolean =>
      PROTECTED.includes(name) || PROTECTED.includes(`*.${name.split('.')[1]}`);
    return new Set(
      rows.filter(({ name }) => isProtected(name)).map(({ relation, attribute }) => `${relation}.${attribute}`),
    );
  } finally {
    await client.end();
  }
}
