// The catalog of a live server. It reads descriptions only, in one read-only transaction with an empty search_path, so that the
// definitions of views come out with every name qualified. INVARIANT: it is whole or it is refused; its size is bounded.
import type {
  CatalogCast,
  CatalogColumn,
  CatalogFunction,
  CatalogOperator,
  CatalogRelation,
  CatalogSnapshot,
  CatalogType,
} from './catalog.ts';
import { CASTS, FINGERPRINT, FUNCTIONS, OPERATORS, SERVER, TYPES, relationsAfter } from './catalog-queries.ts';
import { settingPath } from './setting-path.ts';

/** A connection that runs one statement and gives its rows by column name, such as a `pg` client. */
export interface CatalogClient {
  query(sql: string): Promise<{ readonly rows: readonly unknown[] }>;
}

/** A catalog beyond the most would take a gateway's memory from its sessions. */
export interface CatalogBounds {
  readonly maxRelations: number;
  /** Different columns, counted once where relations such as partitions have the same ones. */
  readonly maxColumns: number;
  /** Relations asked for at a time, so that no answer is large. */
  readonly pageSize: number;
}

const BOUNDS: CatalogBounds = { maxRelations: 100_000, maxColumns: 1_000_000, pageSize: 2_000 };

/** Thrown for a catalog that is larger than what a gateway keeps. */
export class CatalogTooLarge extends Error {
  override readonly name = 'CatalogTooLarge';
}

interface DataRow {
  readonly data: string;
}

async function rowsOf<Row extends DataRow>(client: CatalogClient, sql: string): Promise<readonly Row[]> {
  const { rows } = await client.query(sql);
  const found = rows as readonly Row[];
  if (found.some((row) => typeof row?.data !== 'string')) throw new Error('the catalog query gave no answer');
  return found;
}

const read = async <T>(client: CatalogClient, sql: string): Promise<readonly T[]> =>
  (await rowsOf(client, sql)).map((row) => JSON.parse(row.data) as T);

type ServerPart = Pick<CatalogSnapshot, 'serverVersion' | 'database' | 'user' | 'searchPath'> & {
  readonly relationCount: number;
};

const tooLarge = (what: string): CatalogTooLarge =>
  new CatalogTooLarge(
    `its catalog is larger than what a gateway keeps: ${what}; give the target a database of its own for what clients use`,
  );

/** As COLUMNS in catalog-queries.ts makes them. */
type ColumnTuple = readonly [
  name: string,
  attribute: number,
  typeOid: number,
  type: string,
  generated: string | null,
  written: string | null,
];

/** The types under domains, by the domains' OIDs; a domain may be over another one. */
function basesOf(types: readonly CatalogType[]): ReadonlyMap<number, number> {
  const direct = new Map(types.flatMap(({ oid, base }) => (base === undefined ? [] : [[oid, base] as const])));
  const under = (oid: number): number => {
    const base = direct.get(oid);
    return base === undefined ? oid : under(base);
  };
  return new Map([...direct.keys()].map((oid) => [oid, under(oid)]));
}

function columnOf(tuple: ColumnTuple, bases: ReadonlyMap<number, number>): CatalogColumn {
  const [name, attribute, typeOid, type, generated, written] = tuple;
  const baseTypeOid = bases.get(typeOid);
  return {
    name,
    attribute,
    typeOid,
    type,
    ...(baseTypeOid === undefined ? {} : { baseTypeOid }),
    ...(generated === null ? {} : { generated }),
    ...(written === null ? {} : { default: written }),
  };
}

type RelationRow = DataRow & { readonly oid: number | string; readonly columns: string };
type Kept = Omit<CatalogRelation, 'columns' | 'definition' | 'parents'> & Partial<CatalogRelation>;

async function readRelations(
  client: CatalogClient,
  types: readonly CatalogType[],
  { maxColumns, pageSize }: CatalogBounds,
): Promise<readonly CatalogRelation[]> {
  const bases = basesOf(types);
  const relations: CatalogRelation[] = [];
  // Partitions and children have the columns of their parents: equal lists are one value.
  const lists = new Map<string, readonly CatalogColumn[]>();
  let columns = 0;
  for (let after = 0; ;) {
    const page = await rowsOf<RelationRow>(client, relationsAfter(after, pageSize));
    for (const row of page) {
      const known = lists.get(row.columns);
      const list = known ?? (JSON.parse(row.columns) as readonly ColumnTuple[]).map((tuple) => columnOf(tuple, bases));
      if (known === undefined) {
        lists.set(row.columns, list);
        columns += list.length;
        if (columns > maxColumns) throw tooLarge(`more than ${maxColumns} columns`);
      }
      relations.push({ definition: null, parents: [], ...(JSON.parse(row.data) as Kept), columns: list });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return relations;
    after = Number(last.oid);
  }
}

type FunctionRow = CatalogFunction & { readonly settings?: readonly string[] };

async function readFunctions(client: CatalogClient): Promise<readonly CatalogFunction[]> {
  const rows = await read<FunctionRow>(client, FUNCTIONS);
  return rows.map(({ settings = [], ...found }) => {
    const path = settings.find((setting) => setting.startsWith('search_path='));
    const others = settings.filter((setting) => setting !== path).map((setting) => setting.split('=')[0] ?? '');
    return {
      ...found,
      ...(path === undefined ? {} : { searchPath: settingPath(path.slice('search_path='.length)) }),
      ...(others.length === 0 ? {} : { settings: others }),
    };
  });
}

async function readAll(client: CatalogClient, bounds: CatalogBounds): Promise<CatalogSnapshot> {
  const [server] = await read<ServerPart>(client, SERVER);
  if (server === undefined) throw new Error('the catalog query gave no answer');
  const { relationCount, ...about } = server;
  const { maxRelations } = bounds;
  if (relationCount > maxRelations) throw tooLarge(`${relationCount} relations, where ${maxRelations} are the most`);
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query("SET LOCAL search_path = ''");
    const types = await read<CatalogType>(client, TYPES);
    return {
      format: 2,
      ...about,
      relations: await readRelations(client, types, bounds),
      functions: await readFunctions(client),
      operators: await read<CatalogOperator>(client, OPERATORS),
      casts: await read<CatalogCast>(client, CASTS),
      types,
    };
  } finally {
    await client.query('ROLLBACK');
  }
}

/** A text that is another one once anything in the catalog is; much cheaper than reading it. */
export async function catalogFingerprint(client: CatalogClient): Promise<string> {
  const [row] = await rowsOf(client, FINGERPRINT);
  if (row === undefined) throw new Error('the catalog query gave no answer');
  return row.data;
}

/** Something was dropped while it was being described: relation, column, function, type, or by its OID. */
const GONE = new Set(['42P01', '42703', '42883', '42704', 'XX000']);
const TRIES = 3;

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && GONE.has(error.code);

/** Reads the catalog through a connection that is in no transaction. Rejects with the server's error when it cannot. */
export async function loadCatalog(client: CatalogClient, bounds = BOUNDS): Promise<CatalogSnapshot> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await readAll(client, bounds);
    } catch (error) {
      if (tries === TRIES || !isGone(error)) throw error;
    }
  }
}
