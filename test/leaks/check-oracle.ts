// PostgreSQL as the oracle of lineage: a view over a query makes the server record every column that the query uses, and a result
// says which of its columns are plain. What the analysis finds must contain the one, and agree with the other.
import type { Client } from 'pg';
import { analyzeQuery } from '../../runtime/postgres/analysis/analyze-query.ts';
import { indexCatalog, type Catalog } from '../../runtime/postgres/analysis/catalog-index.ts';
import type { AnalysisContext, StatementFacts } from '../../runtime/postgres/analysis/facts.ts';
import { loadCatalog } from '../../runtime/postgres/analysis/load-catalog.ts';
import { parseText, prepareParser } from '../../runtime/postgres/analysis/parser.ts';
import { generateQuery } from './generator/generate-statement.ts';

export interface OracleFinding {
  readonly seed: number;
  readonly sql: string;
  /** Columns that the server records and the analysis does not. */
  readonly missing: readonly string[];
  /** Result columns of which the server and the analysis say different things, by name. */
  readonly misread: readonly string[];
}

export interface OracleScore {
  /** Queries that both have judged. */
  readonly checked: number;
  /** Queries that the analysis does not understand, which are refused. */
  readonly unanalyzed: number;
  /** Queries that the server does not run. */
  readonly rejected: number;
  readonly findings: readonly OracleFinding[];
}

/** The fields of a composite type are no stored columns. */
const RECORDED = `
  SELECT DISTINCT n.nspname || '.' || c.relname || '.' || a.attname AS name
  FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
    JOIN pg_class c ON c.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
  WHERE r.ev_class = 'pg_temp.oracle'::regclass AND d.refobjsubid > 0 AND c.oid <> r.ev_class AND c.relkind <> 'c'`;

interface Judged {
  readonly recorded: readonly string[];
  readonly fields: readonly { readonly name: string; readonly tableID: number; readonly columnID: number }[];
}

/** What the server says; null when it does not run the query. */
async function serverSays(client: Client, sql: string): Promise<Judged | null> {
  await client.query('BEGIN');
  try {
    const { fields } = await client.query(sql);
    await client.query(`CREATE TEMP VIEW oracle AS ${sql}`);
    const { rows } = await client.query<{ name: string }>(RECORDED);
    return { recorded: rows.map((row) => row.name), fields };
  } catch {
    return null;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** As `planResult` does: an origin that is not certain may be left out by the server. */
function misreadColumns(facts: StatementFacts, { fields }: Judged): readonly string[] {
  const outputs = facts.outputs ?? [];
  if (outputs.length !== fields.length) return ['the number of columns'];
  return fields.flatMap(({ name, tableID, columnID }, index) => {
    const output = outputs[index];
    const origin = output?.origin ?? null;
    const isNamed = output?.name === name;
    const isPlain = tableID !== 0;
    const isSame =
      origin === null
        ? !isPlain
        : (origin.relationOid === tableID && origin.attribute === columnID) || (!isPlain && !origin.certain);
    return isNamed && isSame ? [] : [name];
  });
}

async function contextOf(client: Client): Promise<{ readonly catalog: Catalog; readonly context: AnalysisContext }> {
  const catalog = indexCatalog(await loadCatalog(client));
  const context = { searchPath: catalog.snapshot.searchPath, prepared: new Map(), cursors: new Map() };
  return { catalog, context };
}

/** Holds the analysis of the queries of these seeds against what the server says. The client is in no transaction. */
export async function checkOracle(client: Client, seeds: Iterable<number>): Promise<OracleScore> {
  await prepareParser();
  const { catalog, context } = await contextOf(client);
  const findings: OracleFinding[] = [];
  let [checked, unanalyzed, rejected] = [0, 0, 0];
  for (const seed of seeds) {
    const { sql } = generateQuery(seed);
    const facts = parseText(sql).kind === 'parsed' ? analyzeQuery(sql, catalog, context)[0] : undefined;
    if (facts?.analyzed !== true) {
      unanalyzed += 1;
      continue;
    }
    const said = await serverSays(client, sql);
    if (said === null) {
      rejected += 1;
      continue;
    }
    checked += 1;
    const missing = said.recorded.filter((column) => !facts.reads.includes(column));
    const misread = misreadColumns(facts, said);
    if (missing.length > 0 || misread.length > 0) findings.push({ seed, sql, missing, misread });
  }
  return { checked, unanalyzed, rejected, findings };
}
