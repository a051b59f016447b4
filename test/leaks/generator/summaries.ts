// Aggregates and window functions by the type they give. A `grouping` statement gets only those that the order of rows does not reach.
import type { Maker, Scope, Wanted } from './maker.ts';
import { COMPARABLE, type Column, type Type } from './relations.ts';
import { HOLES } from './templates.ts';

type Forms = Readonly<Partial<Record<Type, readonly string[]>>>;

/** `{…}` as in the templates; `{order}` is ORDER BY of public numbers, `{key}` a column that may be grouped by. */
const UNORDERED: Forms = {
  int: ['count(*)::int', 'count({any})::int', 'count(DISTINCT {key})::int', 'max({public:int})', 'min({public:int})'],
  bigint: ['count(*)', 'count({any})', 'count(DISTINCT {key})', 'sum({int})'],
  numeric: ['sum({numeric})', 'avg({int})', 'sum({int})::numeric', 'max({public:numeric})'],
  float8: ['avg({float8})', 'sum({float8})', 'stddev({public:int})::float8'],
  text: ['min({public:text})', 'max({public:text})', `count({any})::text`],
  bool: ['bool_and({bool})', 'bool_or({public:bool})', 'every({bool})'],
  date: ['min({public:date})', 'max({public:date})'],
  timestamp: ['max({public:timestamp})'],
};

const ORDERED: Forms = {
  text: [`string_agg({text}, ',' {order})`, `string_agg({text}, {text} {order})`, 'care.glue({public:text} {order})'],
  'text[]': ['array_agg({text} {order})'],
  jsonb: ['jsonb_agg({any} {order})', 'jsonb_object_agg({public:int}, {any})', 'jsonb_agg({row} {order})'],
  json: ['json_agg({any} {order})', 'json_object_agg({public:int}, {any} {order})', 'JSON_ARRAYAGG({any} {order})'],
  xml: ['xmlagg({xml} {order})'],
};

const BOLD: Forms = {
  int: ['max({int})', 'min({int})', 'bit_xor({int})', 'count(DISTINCT left({text}, 3))::int'],
  text: ['min({text})', 'max({text})', 'mode() WITHIN GROUP (ORDER BY {text})'],
  numeric: ['max({numeric})', 'var_pop({numeric})'],
  float8: ['corr({float8}, {int})', 'percentile_cont(0.5) WITHIN GROUP (ORDER BY {float8})'],
  date: ['max({date})', 'percentile_disc(0.3) WITHIN GROUP (ORDER BY {date})'],
  daterange: ['range_intersect_agg({daterange})'],
};

/** Window functions that put rows one after another. */
const IN_ORDER: readonly string[] = [
  'lag({same})',
  'lead({same}, {n})',
  'first_value({same})',
  'last_value({same})',
  'nth_value({same}, {n})',
];
const NUMBERING: Forms = {
  int: ['row_number()', 'rank()', 'dense_rank()', 'ntile(3)', 'sum({public:int})', 'count(*)'],
  bigint: ['row_number()', 'rank()', 'count({any})'],
  float8: ['percent_rank()', 'cume_dist()'],
  numeric: ['avg({int})', 'sum({numeric})'],
};
const WHOLES: Forms = {
  int: ['count(*)', 'count({any})', 'max({public:int})'],
  bigint: ['count(*)', 'count({any})'],
  numeric: ['sum({numeric})', 'avg({int})'],
  text: ['max({public:text})'],
};

interface Filling {
  readonly wanted: Wanted;
  /** How the holes that only stand here are filled. */
  readonly own: Readonly<Record<string, () => Column>>;
}

function filled(maker: Maker, form: string, { wanted, own }: Filling): Column {
  let isProtected = false;
  const sql = form.replaceAll(HOLES, (_, hole: string) => {
    const isPublic = hole.startsWith('public:');
    const name = isPublic ? hole.slice('public:'.length) : hole;
    const type = name === 'any' ? maker.random.pick<Type>(['text', 'int', 'date', 'jsonb']) : (name as Type);
    const made =
      own[name]?.() ??
      maker.make.expression(maker, { ...wanted, type, ...(isPublic ? { reach: 'public' as const } : {}) });
    isProtected ||= made.isProtected;
    return made.sql;
  });
  return { sql, type: wanted.type, isProtected };
}

const word = (sql: string): Column => ({ sql, type: 'text', isProtected: false });

/** A column that rows may be put together by. */
export function groupable(maker: Maker, scope: Scope, reach: Wanted['reach']): Column | null {
  const columns = scope.columns.filter(
    ({ type, isProtected }) =>
      COMPARABLE.has(type) && !(isProtected && (reach === 'public' || maker.style === 'ordering')),
  );
  if (columns.length === 0) return null;
  const column = maker.random.pick(columns);
  if (column.isProtected) maker.anyOrder = true;
  return column;
}

/** Public columns in an order that says which rows come first, as far as they do. */
export function publicOrder(maker: Maker, scope: Scope): string {
  const columns = scope.columns.filter(
    ({ type, isProtected }) => !isProtected && ['int', 'text', 'date'].includes(type),
  );
  if (columns.length === 0) return '';
  const chosen = maker.random
    .some(columns, 2)
    .map(({ sql }) => `${sql}${maker.random.pick(['', '', ' DESC', ' NULLS FIRST'])}`);
  return `ORDER BY ${chosen.join(', ')}`;
}

const own = (maker: Maker, wanted: Wanted): Filling['own'] => ({
  n: () => word(String(1 + maker.random.below(3))),
  order: () => word(publicOrder(maker, wanted.scope)),
  key: () => groupable(maker, wanted.scope, wanted.reach) ?? word('1'),
});

/** An aggregate that gives this type; null when there is none. */
export function aggregate(maker: Maker, wanted: Wanted): Column | null {
  const { random } = maker;
  const forms = [
    ...(UNORDERED[wanted.type] ?? []),
    ...(maker.style === 'ordering' ? (ORDERED[wanted.type] ?? []) : []),
    ...(maker.mood === 'bold' ? (BOLD[wanted.type] ?? []) : []),
  ];
  if (forms.length === 0) return null;
  const made = filled(maker, random.pick(forms), { wanted, own: own(maker, wanted) });
  if (made.sql.includes('WITHIN GROUP') || made.sql.endsWith('::int') || !random.chance(0.15)) return made;
  if (/::\w+$/.test(made.sql)) return made;
  const condition = maker.make.condition(maker, { ...wanted, depth: 0 });
  return {
    ...made,
    sql: `${made.sql} FILTER (WHERE ${condition.sql})`,
    isProtected: made.isProtected || condition.isProtected,
  };
}

/** A window function that gives this type; null when there is none. */
export function windowFunction(maker: Maker, wanted: Wanted): Column | null {
  const { random } = maker;
  const isOrdering = maker.style === 'ordering';
  const forms = isOrdering ? [...(NUMBERING[wanted.type] ?? []), ...IN_ORDER] : (WHOLES[wanted.type] ?? []);
  if (forms.length === 0) return null;
  const same = (): Column => maker.make.expression(maker, wanted);
  const made = filled(maker, random.pick(forms), { wanted, own: { ...own(maker, wanted), same } });
  const key = random.chance(0.6) ? groupable(maker, wanted.scope, wanted.reach) : null;
  const order = isOrdering ? publicOrder(maker, wanted.scope) : '';
  const frame =
    order !== '' && random.chance(0.15) && !/rank|ntile|row_number|cume/.test(made.sql)
      ? ' ROWS BETWEEN 1 PRECEDING AND CURRENT ROW'
      : '';
  const over = `${made.sql} OVER (${key === null ? '' : `PARTITION BY ${key.sql} `}${order}${frame})`;
  const cast = wanted.type === 'int' || wanted.type === 'bigint' ? `(${over})::${wanted.type}` : over;
  return { sql: cast, type: wanted.type, isProtected: made.isProtected || key?.isProtected === true };
}
