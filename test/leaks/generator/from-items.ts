// What stands in FROM: relations, sub-selects, functions, lists of values and CTEs, joined in every way.
import { NOTHING, type Maker, type Named, type QueryShape, type Scope } from './maker.ts';
import { COMPARABLE, FEW_VALUES, RELATIONS, ROW_FUNCTIONS, type Column, type Relation } from './relations.ts';

export interface From {
  readonly sql: string;
  readonly scope: Scope;
}

const named = (alias: string, columns: readonly Column[]): Scope => ({
  columns: columns.map((column) => ({ ...column, sql: `${alias}.${column.sql}` })),
  rows: [{ sql: alias, type: 'row', isProtected: columns.some((column) => column.isProtected) }],
});

const both = (left: Scope, right: Scope): Scope => ({
  columns: [...left.columns, ...right.columns],
  rows: [...left.rows, ...right.rows],
});

const publicOnly = (relations: readonly Relation[]): readonly Relation[] =>
  relations.filter(({ columns }) => columns.every((column) => !column.isProtected));

/** A relation, sometimes under other column names. */
function relation(maker: Maker, { reach }: QueryShape): From {
  const { random } = maker;
  const { name, columns } = random.pick(reach === 'public' ? publicOnly(RELATIONS) : RELATIONS);
  const alias = maker.fresh('t');
  if (random.chance(0.85)) return { sql: `${name} AS ${alias}`, scope: named(alias, columns) };
  const renamed = columns.slice(0, 1 + random.below(Math.min(4, columns.length)));
  const names = renamed.map(() => maker.fresh('n'));
  const list = columns.map((column, index) => ({ ...column, sql: names[index] ?? column.sql }));
  return { sql: `${name} AS ${alias}(${names.join(', ')})`, scope: named(alias, list) };
}

function subSelect(maker: Maker, outer: Scope, shape: QueryShape): From {
  const { random } = maker;
  const isLateral = outer.columns.length > 0 && random.chance(0.5);
  const inner = { levels: shape.levels - 1, reach: shape.reach, ctes: shape.ctes ?? [] };
  const query = maker.make.query(maker, isLateral ? outer : NOTHING, inner);
  const alias = maker.fresh('s');
  return { sql: `${isLateral ? 'LATERAL ' : ''}(${query.sql}) AS ${alias}`, scope: named(alias, query.columns) };
}

function values(maker: Maker): From {
  const { random } = maker;
  const alias = maker.fresh('v');
  const rows = Array.from(
    { length: 1 + random.below(3) },
    (_, index) => `(${index + 1}, '${random.pick(['x', 'y'])}')`,
  );
  const columns: readonly Column[] = [
    { sql: 'k', type: 'int', isProtected: false },
    { sql: 'w', type: 'text', isProtected: false },
  ];
  return { sql: `(VALUES ${rows.join(', ')}) AS ${alias}(k, w)`, scope: named(alias, columns) };
}

/** A function of rows; over a protected argument only in a bold statement. */
function rowFunction(maker: Maker, outer: Scope, shape: QueryShape): From {
  const { random } = maker;
  const alias = maker.fresh('f');
  const isBold = maker.mood === 'bold' && shape.reach === 'any';
  const argument = (type: Column['type'], depth: number): Column =>
    maker.make.expression(maker, { type, depth, scope: outer, reach: isBold ? 'any' : 'public' });
  const one = (sql: string, made: Column, type: Column['type']): From => ({
    sql: `${sql} AS ${alias}(v)`,
    scope: named(alias, [{ sql: 'v', type, isProtected: made.isProtected }]),
  });
  const array = argument('text[]', 1);
  const json = argument('jsonb', 0);
  const count = argument('int', 0);
  const forms: readonly (() => From)[] = [
    () => one(`generate_series(1, 1 + abs(${count.sql}) % 3)`, count, 'int'),
    () => one(`unnest(${array.sql})`, array, 'text'),
    () => one(`jsonb_object_keys(jsonb_build_object('k', 1, 'm', ${json.sql}))`, json, 'text'),
    () => ({
      sql: `unnest(${array.sql}) WITH ORDINALITY AS ${alias}(v, n)`,
      scope: named(alias, [
        { sql: 'v', type: 'text', isProtected: array.isProtected },
        { sql: 'n', type: 'bigint', isProtected: false },
      ]),
    }),
    () => ({
      sql: `JSON_TABLE(${json.sql}, '$' COLUMNS (v text PATH '$.name', e boolean EXISTS PATH '$.a')) AS ${alias}`,
      scope: named(alias, [
        { sql: 'v', type: 'text', isProtected: json.isProtected },
        { sql: 'e', type: 'bool', isProtected: json.isProtected },
      ]),
    }),
    () => ({
      sql: `ROWS FROM (generate_series(1, 2), unnest(${array.sql})) AS ${alias}(g, v)`,
      scope: named(alias, [
        { sql: 'g', type: 'int', isProtected: false },
        { sql: 'v', type: 'text', isProtected: array.isProtected },
      ]),
    }),
  ];
  if (isBold && random.chance(0.3)) {
    const { name, columns } = random.pick(ROW_FUNCTIONS);
    return { sql: `${name} AS ${alias}`, scope: named(alias, columns) };
  }
  return random.pick(forms)();
}

function cte(maker: Maker, ctes: readonly Named[]): From {
  const { name, columns } = maker.random.pick(ctes);
  const alias = maker.fresh('c');
  return { sql: `${name} AS ${alias}`, scope: named(alias, columns) };
}

function item(maker: Maker, outer: Scope, shape: QueryShape): From {
  const { random } = maker;
  const ctes = shape.ctes ?? [];
  if (ctes.length > 0 && random.chance(0.6)) return cte(maker, ctes);
  if (shape.levels > 0 && random.chance(0.22)) return subSelect(maker, outer, shape);
  if (random.chance(0.06)) return values(maker);
  if (random.chance(0.1)) return rowFunction(maker, outer, shape);
  return relation(maker, shape);
}

const KINDS = ['JOIN', 'JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'];

/** Equality of public numbers, or of two protected columns of one type; only equality goes with FULL JOIN. */
function joinCondition(maker: Maker, left: Scope, right: Scope): string | null {
  const { random } = maker;
  const isAllowed = (column: Column): boolean =>
    column.isProtected
      ? maker.style === 'grouping' && COMPARABLE.has(column.type) && !FEW_VALUES.has(column.type)
      : ['int', 'text', 'date'].includes(column.type);
  const pairs = left.columns
    .filter(isAllowed)
    .flatMap((one) =>
      right.columns
        .filter((two) => isAllowed(two) && two.type === one.type && two.isProtected === one.isProtected)
        .map((two) => [one, two] as const),
    );
  // Ids relate most rows to one other row.
  const ids = pairs.filter(([one, two]) => /\b(?:id|patient_id|ward_id)$/.test(one.sql) && two.sql.endsWith('id'));
  if (pairs.length === 0) return null;
  const [one, two] = random.pick(ids.length > 0 && random.chance(0.75) ? ids : pairs);
  if (one.isProtected) maker.anyOrder = true;
  return `${one.sql} = ${two.sql}`;
}

function joined(maker: Maker, left: From, outer: Scope, shape: QueryShape): From {
  const { random } = maker;
  const kind = random.pick(KINDS);
  // The right side of RIGHT and FULL may not look to the left.
  const seen = kind === 'RIGHT JOIN' || kind === 'FULL JOIN' ? outer : both(outer, left.scope);
  const right = item(maker, seen, shape);
  const scope = both(left.scope, right.scope);
  const equality = joinCondition(maker, left.scope, right.scope);
  if (equality === null) return { sql: `${left.sql} JOIN ${right.sql} ON true`, scope };
  const more =
    kind !== 'FULL JOIN' && random.chance(0.15)
      ? ` AND ${maker.make.condition(maker, { scope: both(outer, scope), reach: shape.reach, depth: 0 }).sql}`
      : '';
  return { sql: `${left.sql} ${kind} ${right.sql} ON ${equality}${more}`, scope };
}

/** The text behind FROM, and what it brings into scope. */
export function fromItems(maker: Maker, outer: Scope, shape: QueryShape): From {
  const { random } = maker;
  let made = item(maker, outer, shape);
  // Most columns have few values, so rows multiply with each join; a statement must end in a moment.
  const most = shape.levels > 0 ? 2 : 1;
  for (let joins = 0; joins < most && random.chance(0.35); joins += 1)
    made = joined(maker, made, outer, { ...shape, levels: Math.min(1, shape.levels) });
  return made;
}
