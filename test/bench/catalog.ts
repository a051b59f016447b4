// The catalog of a large database: how long a live server's takes to be read and made ready for lookups, and what it holds in memory.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client } from 'pg';
import { indexCatalog, type Catalog } from '../../runtime/postgres/analysis/catalog-index.ts';
import { loadCatalog } from '../../runtime/postgres/analysis/load-catalog.ts';
import { startEmbeddedPostgres } from '../../runtime/postgres/embedded/embedded-server.ts';
import { figureOf, type Figure } from './measure.ts';
import type { Row } from './report.ts';

/** Each transaction holds a lock on every table that it makes. */
const TABLES_AT_A_TIME = 1_000;

interface Size {
  readonly relations: number;
  readonly runs: number;
  /** Milliseconds and MiB that are promised; none for the larger one. */
  readonly budget: { readonly ms: number; readonly mebibytes: number } | null;
}

const SIZES: readonly Size[] = [
  { relations: 5_000, runs: 5, budget: { ms: 1_000, mebibytes: 50 } },
  { relations: 50_000, runs: 3, budget: null },
];

/** Eight tables of ten columns for each two views over them: names differ, as in a real schema. */
const makeTables = (from: number, to: number): string => `DO $$ BEGIN
  FOR n IN ${from}..${to - 1} LOOP
    IF n % 5 = 4 THEN EXECUTE format('CREATE VIEW big.v%s AS SELECT id, name%s AS name, city FROM big.t%s WHERE city IS NOT NULL', n, n - 1, n - 1);
    ELSE EXECUTE format('CREATE TABLE big.t%s (id int, name%1$s text, city text, born date, seen timestamptz, amount numeric(10,2), note text, tags text[], data jsonb, ward_id int)', n);
    END IF;
  END LOOP; END $$`;

/** Runs the collector, which Node gives only on request. */
function collect(): void {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
}

interface Reading {
  readonly ms: number;
  readonly mebibytes: number;
}

async function readOnce(client: Client): Promise<Reading> {
  collect();
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  const catalog: Catalog = indexCatalog(await loadCatalog(client));
  const ms = performance.now() - started;
  collect();
  const mebibytes = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  // Asked last, so that the collector had to leave it.
  if (catalog.relation('big', 't0') === undefined) throw new Error('the catalog lacks what was made');
  return { ms, mebibytes };
}

const within = (figure: Figure, limit: number | undefined, unit: string): Pick<Row, 'ratio'> =>
  limit === undefined
    ? {}
    : {
        ratio: {
          value: figure.median / limit,
          to: 'the budget',
          budget: { text: `≤ ${limit} ${unit}`, isMet: figure.median <= limit },
        },
      };

function rowsOf({ relations, budget }: Size, readings: readonly Reading[]): readonly Row[] {
  const what = `catalog of ${relations.toLocaleString('en-US')} relations`;
  const time = figureOf(readings.map(({ ms }) => ms));
  const memory = figureOf(readings.map(({ mebibytes }) => mebibytes));
  return [
    { what, who: 'read and ready', unit: 'ms', figure: time, ...within(time, budget?.ms, 'ms') },
    { what, who: 'heap that it holds', unit: 'MiB', figure: memory, ...within(memory, budget?.mebibytes, 'MiB') },
  ];
}

export async function catalogRows(): Promise<readonly Row[]> {
  const server = await startEmbeddedPostgres({ settings: { max_locks_per_transaction: '256', autovacuum: 'off' } });
  const client = new Client({ connectionString: server.url });
  try {
    await client.connect();
    await client.query('CREATE SCHEMA big');
    const rows: Row[] = [];
    let made = 0;
    for (const size of SIZES) {
      for (; made < size.relations; made += TABLES_AT_A_TIME)
        await client.query(makeTables(made, Math.min(made + TABLES_AT_A_TIME, size.relations)));
      await client.query('ANALYZE pg_catalog.pg_class, pg_catalog.pg_attribute, pg_catalog.pg_type');
      // The first reading only warms up.
      await readOnce(client);
      const readings: Reading[] = [];
      for (let run = 0; run < size.runs; run += 1) readings.push(await readOnce(client));
      rows.push(...rowsOf(size, readings));
    }
    return rows;
  } finally {
    await client.end();
    await server.stop();
  }
}
