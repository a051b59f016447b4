// The catalog of a live server. It reads descriptions only, in one read-only transaction with an empty search_path, so that the
// definitions of views come out with every name qualified.
import type { CatalogFunction, CatalogRelation, CatalogSnapshot } from './catalog.ts';

/** A connection that runs one statement and gives its rows by column name, such as a `pg` client. */
export interface CatalogClient {
  query(sql: string): Promise<{ readonly rows: readonly unknown[] }>;
}

/** Built as JSON text by the server, so that no driver's idea of types takes part. */
const jsonOf = (query: string): string =>
  `SELECT coalesce(json_agg(found), '[]')::text AS data FROM (${query}) AS found`;

const SERVER = `SELECT json_build_object(
  'serverVersion', current_setting('server_version_num')::int, 'database', current_database(), 'user', current_user,
  'searchPath', to_json(current_schemas(true)))::text AS data`;

const RELATIONS = jsonOf(`
  WITH RECURSIVE under AS (
    SELECT oid AS domain, typbasetype AS oid FROM pg_type WHERE typtype = 'd'
    UNION ALL SELECT u.domain, t.typbasetype FROM under u JOIN pg_type t ON t.oid = u.oid AND t.typtype = 'd'),
  bases AS (SELECT u.domain, u.oid FROM under u JOIN pg_type t ON t.oid = u.oid AND t.typtype <> 'd')
  SELECT c.oid::int8 AS oid, n.nspname AS schema, c.relname AS name,
    CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'f' THEN 'foreign_table'
      WHEN 'p' THEN 'partitioned_table' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'composite' ELSE 'other' END AS kind,
    coalesce((SELECT json_agg(json_strip_nulls(json_build_object('name', a.attname, 'attribute', a.attnum, 'typeOid', a.atttypid::int8,
        'type', format_type(a.atttypid, a.atttypmod), 'baseTypeOid', b.oid::int8, 'isGenerated', nullif(a.attgenerated <> '', false)))
        ORDER BY a.attnum)
      FROM pg_attribute a LEFT JOIN bases b ON b.domain = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') AS columns,
    CASE WHEN c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') THEN pg_get_viewdef(c.oid) END AS definition,
    coalesce((SELECT json_agg(pn.nspname || '.' || p.relname ORDER BY i.inhseqno)
      FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
      WHERE i.inhrelid = c.oid), '[]') AS parents,
    c.relrowsecurity OR EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
      OR EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN') AS "hasTriggers"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p', 'S') AND n.nspname !~ '^pg_(toast|temp)'
  ORDER BY n.nspname, c.relname`);

const FUNCTIONS = jsonOf(`
  SELECT n.nspname AS schema, p.proname AS name,
    CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window' ELSE 'function' END AS kind,
    l.lanname AS language, CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS volatility,
    p.proretset AS "returnsSet", p.pronargs AS "argumentCount"
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  ORDER BY n.nspname, p.proname, p.oid`);

const OPERATORS = jsonOf(`
  SELECT DISTINCT o.oprname AS name
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
    JOIN pg_proc p ON p.oid = o.oprcode JOIN pg_language l ON l.oid = p.prolang
  WHERE n.nspname <> 'pg_catalog' AND l.lanname NOT IN ('c', 'internal')
  ORDER BY o.oprname`);

async function read<T>(client: CatalogClient, sql: string): Promise<T> {
  const { rows } = await client.query(sql);
  const row = rows[0] as { readonly data?: unknown } | undefined;
  if (typeof row?.data !== 'string') throw new Error('the catalog query gave no answer');
  return JSON.parse(row.data) as T;
}

type ServerPart = Pick<CatalogSnapshot, 'serverVersion' | 'database' | 'user' | 'searchPath'>;

/** Reads the catalog through a connection that is in no transaction. Rejects with the server's error when it cannot. */
export async function loadCatalog(client: CatalogClient): Promise<CatalogSnapshot> {
  const server = await read<ServerPart>(client, SERVER);
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query("SET LOCAL search_path = ''");
    const relations = await read<readonly CatalogRelation[]>(client, RELATIONS);
    const functions = await read<readonly CatalogFunction[]>(client, FUNCTIONS);
    const operators = await read<readonly { readonly name: string }[]>(client, OPERATORS);
    return { format: 1, ...server, relations, functions, opaqueOperators: operators.map((operator) => operator.name) };
  } finally {
    await client.query('ROLLBACK');
  }
}
