// Queries of every form: plain, grouped, windowed, distinct, of sets, with CTEs, recursive.
import { fromItems } from './from-items.ts';
import { NOTHING, type Maker, type Named, type Query, type QueryShape, type Reach, type Scope } from './maker.ts';
import { COMPARABLE, RELATIONS, type Column, type Type } from './relations.ts';
import { aggregate, groupable, publicOrder, windowFunction } from './summaries.ts';

const SELECTED: readonly Type[] = [
  'text',
  'text',
  'text',
  'int',
  'int',
  'numeric',
  'date',
  'bool',
  'jsonb',
  'json',
  'text[]',
  'timestamptz',
  'timestamp',
  'bigint',
  'float8',
  'uuid',
  'bytea',
  'inet',
  'xml',
  'daterange',
  'severity',
  'contact',
];

/** Mostly types that something in scope has, so that not all is made of constants. */
function typesFor(maker: Maker, { types }: QueryShape, scope: Scope): readonly Type[] {
  if (types !== undefined) return types;
  const { random } = maker;
  const there = scope.columns.filter(({ isProtected }) => isProtected || random.chance(0.5)).map(({ type }) => type);
  return Array.from({ length: 1 + random.below(4) }, () =>
    random.pick(there.length > 0 && random.chance(0.7) ? there : SELECTED),
  );
}

const joinScopes = (outer: Scope, inner: Scope): Scope => ({
  columns: [...outer.columns, ...inner.columns],
  rows: [...outer.rows, ...inner.rows],
});

/** A statement without a protected value proves little, so most get one. */
function withProtected(maker: Maker, items: readonly Column[], shape: QueryShape, scope: Scope): readonly Column[] {
  const { random } = maker;
  const hidden = scope.columns.filter(({ isProtected }) => isProtected);
  const isFree = shape.types === undefined && shape.reach === 'any' && items.every(({ isProtected }) => !isProtected);
  if (!isFree || hidden.length === 0 || random.chance(0.25)) return items;
  const { type } = random.pick(hidden);
  if (random.chance(0.4)) return [...items, random.pick(hidden)];
  const depth = 1 + random.below(2);
  return [...items, maker.make.expression(maker, { type, scope, reach: 'any', depth })];
}

/** Every result column has a name of its own, so that a query around can name it. */
function listed(
  maker: Maker,
  items: readonly Column[],
): { readonly list: string; readonly columns: readonly Column[] } {
  const columns = items.map((item) => ({ ...item, sql: maker.fresh('x') }));
  return { list: items.map((item, index) => `${item.sql} AS ${columns[index]!.sql}`).join(', '), columns };
}

const plainDepth = ({ random }: Maker): number => random.pick([0, 0, 0, 1, 1, 2, 3]);

function filter(maker: Maker, scope: Scope, reach: Reach): string {
  if (!maker.random.chance(0.35)) return '';
  return ` WHERE ${maker.make.condition(maker, { scope, reach, depth: 1 + maker.random.below(2) }).sql}`;
}

/** ORDER BY, and where the order of rows tells nothing, LIMIT. */
function ending(maker: Maker, scope: Scope): string {
  const { random } = maker;
  const order = random.chance(0.5) ? publicOrder(maker, scope) : '';
  const limit =
    maker.style === 'ordering' && random.chance(0.2)
      ? random.pick([' LIMIT 5', ' LIMIT 3 OFFSET 2', ' FETCH FIRST 4 ROWS ONLY', ' OFFSET 1'])
      : '';
  return `${order === '' ? '' : ` ${order}`}${limit}`;
}

function plain(maker: Maker, outer: Scope, shape: QueryShape): Query {
  const from = fromItems(maker, outer, shape);
  const scope = joinScopes(outer, from.scope);
  const items = typesFor(maker, shape, scope).map((type) =>
    maker.make.expression(maker, { type, scope, reach: shape.reach, depth: plainDepth(maker) }),
  );
  const { list, columns } = listed(maker, withProtected(maker, items, shape, scope));
  const where = filter(maker, scope, shape.reach);
  return { sql: `SELECT ${list} FROM ${from.sql}${where}${ending(maker, from.scope)}`, columns };
}

function windowed(maker: Maker, outer: Scope, shape: QueryShape): Query {
  const from = fromItems(maker, outer, shape);
  const items = typesFor(maker, shape, from.scope).map((type) => {
    const wanted = { type, scope: from.scope, reach: shape.reach, depth: plainDepth(maker) };
    return (maker.random.chance(0.6) ? windowFunction(maker, wanted) : null) ?? maker.make.expression(maker, wanted);
  });
  const { list, columns } = listed(maker, withProtected(maker, items, shape, from.scope));
  return {
    sql: `SELECT ${list} FROM ${from.sql}${filter(maker, from.scope, shape.reach)}${ending(maker, from.scope)}`,
    columns,
  };
}

const SETS = ['ROLLUP', 'CUBE'];

function grouped(maker: Maker, outer: Scope, shape: QueryShape): Query {
  const { random } = maker;
  const from = fromItems(maker, outer, shape);
  const keys = Array.from({ length: random.below(3) }, () => groupable(maker, from.scope, shape.reach)).filter(
    (key): key is Column => key !== null,
  );
  const none: Scope = NOTHING;
  const items = typesFor(maker, shape, from.scope).map((type) => {
    const key = keys.find((candidate) => candidate.type === type);
    if (key !== undefined && random.chance(0.6)) return key;
    const wanted = { type, scope: from.scope, reach: shape.reach, depth: random.below(2) };
    return aggregate(maker, wanted) ?? maker.make.expression(maker, { ...wanted, scope: none });
  });
  const { list, columns } = listed(maker, items);
  const texts = [...new Set(keys.map((key) => key.sql))].join(', ');
  const by = texts !== '' && random.chance(0.15) ? `${random.pick(SETS)} (${texts})` : texts;
  const group = by === '' ? '' : ` GROUP BY ${by}`;
  const having = random.chance(0.15) ? ` HAVING count(*) > ${random.below(3)}` : '';
  const publicKeys = keys.filter((key) => !key.isProtected);
  const order =
    publicKeys.length > 0 && random.chance(0.5) ? ` ORDER BY ${publicKeys.map((key) => key.sql).join(', ')}` : '';
  // An aggregate of nothing makes one row of it all the same.
  const needed = group === '' && having === '' && !items.some((item) => /\w\(/.test(item.sql)) ? ' GROUP BY ()' : group;
  return {
    sql: `SELECT ${list} FROM ${from.sql}${filter(maker, from.scope, shape.reach)}${needed}${having}${order}`,
    columns,
  };
}

function distinct(maker: Maker, outer: Scope, shape: QueryShape): Query {
  const { random } = maker;
  const from = fromItems(maker, outer, shape);
  if (maker.style === 'ordering' && random.chance(0.4)) {
    const key = from.scope.columns.find(({ type, isProtected }) => !isProtected && ['int', 'text'].includes(type));
    if (key !== undefined) {
      const items = typesFor(maker, shape, from.scope).map((type) =>
        maker.make.expression(maker, { type, scope: from.scope, reach: shape.reach, depth: 1 }),
      );
      const { list, columns } = listed(maker, items);
      return { sql: `SELECT DISTINCT ON (${key.sql}) ${list} FROM ${from.sql} ORDER BY ${key.sql}`, columns };
    }
  }
  const items = typesFor(maker, shape, from.scope)
    .map((type) => (COMPARABLE.has(type) ? type : 'text'))
    .map((type) => {
      const bare = from.scope.columns.filter(
        (column) =>
          column.type === type && !(column.isProtected && (maker.style === 'ordering' || shape.reach === 'public')),
      );
      if (bare.length > 0) return random.pick(bare);
      return maker.make.expression(maker, { type, scope: from.scope, reach: 'public', depth: 1 });
    });
  if (items.some((item) => item.isProtected)) maker.anyOrder = true;
  const { list, columns } = listed(maker, items);
  return { sql: `SELECT DISTINCT ${list} FROM ${from.sql}${filter(maker, from.scope, shape.reach)}`, columns };
}

/** UNION ALL of anything; the set operations that compare rows, of public values unless the statement is bold and grouping. */
function ofSets(maker: Maker, outer: Scope, shape: QueryShape): Query {
  const { random } = maker;
  const operator = random.pick(['UNION ALL', 'UNION ALL', 'UNION', 'INTERSECT', 'EXCEPT', 'EXCEPT ALL']);
  const compares = operator !== 'UNION ALL';
  // A part may be DISTINCT, which rows of other types cannot be.
  const types = typesFor(maker, shape, NOTHING).map((type) => (COMPARABLE.has(type) ? type : 'text'));
  const mayCompare = maker.mood === 'bold' && maker.style === 'grouping';
  const reach = compares && !mayCompare ? 'public' : shape.reach;
  const part = (): Query => simple(maker, outer, { ...shape, types, reach, levels: Math.min(1, shape.levels - 1) });
  const [left, right] = [part(), part()];
  if (compares && reach === 'any') maker.anyOrder = true;
  const columns = left.columns.map((column, index) => ({
    ...column,
    isProtected: column.isProtected || right.columns[index]?.isProtected === true,
  }));
  return { sql: `(${left.sql}) ${operator} (${right.sql})`, columns };
}

function withCtes(maker: Maker, outer: Scope, shape: QueryShape): Query {
  const { random } = maker;
  const named: Named[] = [];
  const texts: string[] = [];
  for (let count = 1 + random.below(2); count > 0; count -= 1) {
    const name = random.chance(0.15) ? random.pick(['patients', 'wards']) : maker.fresh('w');
    if (named.some((cte) => cte.name === name)) continue;
    const inner = simple(maker, NOTHING, { levels: 1, ctes: named, reach: shape.reach });
    texts.push(`${name} AS ${random.pick(['', '', 'MATERIALIZED ', 'NOT MATERIALIZED '])}(${inner.sql})`);
    named.push({ name, columns: inner.columns });
  }
  const main = simple(maker, outer, { ...shape, levels: 1, ctes: named });
  return { sql: `WITH ${texts.join(', ')} ${main.sql}`, columns: main.columns };
}

function recursive(maker: Maker, shape: QueryShape): Query {
  const { random } = maker;
  const { name, columns } = random.pick(RELATIONS);
  const texts = columns.filter(
    ({ type, isProtected }) => type === 'text' && !(isProtected && shape.reach === 'public'),
  );
  const carried: Column = texts.length > 0 ? random.pick(texts) : { sql: `'a'`, type: 'text', isProtected: false };
  const r = maker.fresh('r');
  const value: Column = { ...carried, sql: `${r}.v` };
  const scope: Scope = { columns: [value, { sql: `${r}.n`, type: 'int', isProtected: false }], rows: [] };
  const next = maker.make.expression(maker, { type: 'text', scope, reach: shape.reach, depth: 1 });
  const search = random.chance(0.2) ? ' SEARCH DEPTH FIRST BY n SET o' : '';
  const cycle = search === '' && random.chance(0.15) ? ' CYCLE n SET looped USING path' : '';
  const start = `SELECT 1, (${carried.sql})::text FROM ${name}`;
  const step = `SELECT ${r}.n + 1, (${next.sql})::text FROM ${r} WHERE ${r}.n < ${2 + random.below(2)}`;
  const body = `WITH RECURSIVE ${r}(n, v) AS (${start} UNION ALL ${step})${search}${cycle}`;
  const isProtected = carried.isProtected || next.isProtected;
  const rows: Named = {
    name: r,
    columns: [
      { sql: 'n', type: 'int', isProtected: false },
      { sql: 'v', type: 'text', isProtected },
    ],
  };
  const main = simple(maker, NOTHING, { ...shape, levels: 0, ctes: [rows] });
  return { sql: `${body} ${main.sql}`, columns: main.columns };
}

function simple(maker: Maker, outer: Scope, shape: QueryShape): Query {
  const share = maker.random.below(100);
  if (share < 55) return plain(maker, outer, shape);
  if (share < 75) return grouped(maker, outer, shape);
  if (share < 90) return windowed(maker, outer, shape);
  return distinct(maker, outer, shape);
}

/** Any query. */
export function query(maker: Maker, outer: Scope, shape: QueryShape): Query {
  const share = shape.levels > 0 ? maker.random.below(100) : 100;
  if (share < 12) return ofSets(maker, outer, shape);
  if (share < 24) return withCtes(maker, outer, shape);
  if (share < 28) return recursive(maker, shape);
  return simple(maker, outer, shape);
}
