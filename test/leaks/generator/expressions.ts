// Typed expressions and conditions, from templates whose holes are filled with more of them.
import { smallNumber, type Maker, type Place, type Scope, type Wanted } from './maker.ts';
import { COMPARABLE, FEW_VALUES, TYPES, type Column, type Type } from './relations.ts';
import { HOLES, TEMPLATES } from './templates.ts';

const ANY: readonly Type[] = TYPES.filter((type) => type !== 'interval' && type !== 'row');

const literal = (maker: Maker, type: Type): Column => ({
  sql: maker.random.pick(TEMPLATES[type].constants),
  type,
  isProtected: false,
});

/** Columns of a type that are within reach. A protected yes or no is kept out of expressions: as a condition it is a listed limit. */
const candidates = ({ scope, reach, type }: Wanted): readonly Column[] =>
  (type === 'row' ? scope.rows : scope.columns).filter(
    (column) => column.type === type && !(column.isProtected && (reach === 'public' || type === 'bool')),
  );

const preferHidden = (maker: Maker, columns: readonly Column[]): Column => {
  const hidden = columns.filter((column) => column.isProtected);
  return maker.random.pick(hidden.length > 0 && maker.random.chance(0.7) ? hidden : columns);
};

/** How a column of another type becomes one of these, where none is there. */
const BRIDGES: Readonly<Partial<Record<Type, readonly [from: Type | 'any', form: (sql: string) => string]>>> = {
  text: ['any', (sql) => `(${sql})::text`],
  jsonb: ['any', (sql) => `to_jsonb(${sql})`],
  json: ['any', (sql) => `to_json(${sql})`],
  row: ['any', (sql) => `ROW(${sql}, 1)`],
  int: ['text', (sql) => `length(${sql})`],
  'text[]': ['text', (sql) => `ARRAY[${sql}]`],
  numeric: ['int', (sql) => `(${sql})::numeric`],
  bigint: ['int', (sql) => `(${sql})::bigint`],
  contact: ['text', (sql) => `ROW(${sql}, 'x')::care.contact`],
};

function bridged(maker: Maker, wanted: Wanted): Column | null {
  const bridge = BRIDGES[wanted.type];
  if (bridge === undefined) return null;
  const [from, form] = bridge;
  const columns = wanted.scope.columns.filter(
    ({ type, isProtected }) =>
      (from === 'any' ? type !== 'xml' : type === from) &&
      !(isProtected && (wanted.reach === 'public' || type === 'bool')),
  );
  if (columns.length === 0) return null;
  const { sql, isProtected } = preferHidden(maker, columns);
  return { sql: form(sql), type: wanted.type, isProtected };
}

function leaf(maker: Maker, wanted: Wanted): Column {
  if (maker.random.chance(0.07)) return literal(maker, wanted.type);
  const columns = candidates(wanted);
  if (columns.length > 0) return preferHidden(maker, columns);
  return bridged(maker, wanted) ?? literal(maker, wanted.type);
}

/** Mostly a type that something in scope has. */
function anyType({ random }: Maker, { columns }: Scope): Type {
  return columns.length > 0 && random.chance(0.75) ? random.pick(columns).type : random.pick(ANY);
}

function filled(maker: Maker, template: string, place: Place): { readonly sql: string; readonly isProtected: boolean } {
  let isProtected = false;
  const sql = template.replaceAll(HOLES, (_, hole: string) => {
    if (hole === 'n') return smallNumber(maker);
    const isPublic = hole.startsWith('public:');
    const inner: Place = isPublic ? { ...place, reach: 'public' } : place;
    const name = isPublic ? hole.slice('public:'.length) : hole;
    const made =
      name === 'condition'
        ? maker.make.condition(maker, inner)
        : maker.make.expression(maker, {
            ...inner,
            type: name === 'any' ? anyType(maker, inner.scope) : (name as Type),
          });
    isProtected ||= made.isProtected;
    return made.sql;
  });
  return { sql, isProtected };
}

/** An expression of a type. In a calm statement what could fail or vanish by its values sees public ones only. */
export function expression(maker: Maker, wanted: Wanted): Column {
  const { random } = maker;
  if (wanted.depth <= 0 || random.chance(0.2)) return leaf(maker, wanted);
  const { total, partial } = TEMPLATES[wanted.type];
  const isTotal = random.chance(0.65);
  const template = random.pick(isTotal ? total : partial);
  const reach = isTotal || maker.mood === 'bold' ? wanted.reach : 'public';
  const { sql, isProtected } = filled(maker, template, { ...wanted, reach, depth: wanted.depth - 1 });
  return { sql, type: wanted.type, isProtected };
}

const holds = (sql: string, isProtected: boolean): Column => ({ sql, type: 'bool', isProtected });

const protectedOf = (scope: Scope): readonly Column[] =>
  scope.columns.filter(({ type, isProtected }) => isProtected && COMPARABLE.has(type) && !FEW_VALUES.has(type));

/** Values that neither world has. */
const absent = (maker: Maker, type: Type): string =>
  maker.random.pick(TEMPLATES[type].constants.filter((constant) => !constant.startsWith('NULL')));

/** What masked clients may ask of a protected column: equality with constants and with another one, presence. */
function allowedQuestion(maker: Maker, scope: Scope): Column | null {
  const { random } = maker;
  const columns = protectedOf(scope);
  if (columns.length === 0) return null;
  const column = random.pick(columns);
  const alike = columns.filter(({ type, sql }) => type === column.type && sql !== column.sql);
  if (alike.length > 0 && maker.style === 'grouping' && random.chance(0.3)) {
    maker.anyOrder = true;
    return holds(`${column.sql} = ${random.pick(alike).sql}`, true);
  }
  if (random.chance(0.4)) return holds(`${column.sql} IS ${random.pick(['', 'NOT '])}NULL`, true);
  const [one, two] = [absent(maker, column.type), absent(maker, column.type)];
  return holds(
    random.pick([
      `${column.sql} = ${one}`,
      `${column.sql} <> ${one}`,
      `${column.sql} <> ${two}`,
      `${column.sql} NOT IN (${one}, ${two})`,
      `${column.sql} IN (${one}, ${two})`,
      `${column.sql} IS DISTINCT FROM ${one}`,
    ]),
    true,
  );
}

function existence(maker: Maker, { scope, depth, reach }: Place): Column {
  const inner = maker.make.query(maker, scope, { levels: Math.min(1, depth - 1), types: ['int'], reach: 'public' });
  const { sql } = maker.make.expression(maker, { scope, reach: 'public', type: 'int', depth: 0 });
  const form = maker.random.pick([`EXISTS (${inner.sql})`, `${sql} IN (${inner.sql})`, `${sql} <= ALL (${inner.sql})`]);
  return holds(form, reach === 'any' && inner.columns.some((column) => column.isProtected));
}

/** A comparison of public values. */
function publicQuestion(maker: Maker, place: Place): Column {
  const { random } = maker;
  const of = (type: Type, depth: number): string =>
    maker.make.expression(maker, { ...place, reach: 'public', type, depth }).sql;
  const type = random.pick<Type>(['int', 'text', 'int', 'numeric', 'date']);
  const operator = random.pick(['=', '<>', '<', '>=']);
  return holds(
    random.pick([
      `${of(type, 1)} ${operator} ${of(type, 0)}`,
      `${of('int', 0)} % 3 = ${random.below(3)}`,
      `${of('text', 1)} LIKE '%${random.pick(['a', 'i', 'D'])}%'`,
      `${of('int', 0)} BETWEEN ${random.below(10)} AND ${10 + random.below(20)}`,
      of('bool', 1),
    ]),
    false,
  );
}

/** A condition for WHERE, ON, HAVING, FILTER and WHEN. */
export function condition(maker: Maker, place: Place): Column {
  const { random } = maker;
  const { depth, scope, reach } = place;
  if (depth > 0 && random.chance(0.25)) {
    const [left, right] = [1, 2].map(() => condition(maker, { ...place, depth: depth - 1 }));
    const isProtected = left!.isProtected || right!.isProtected;
    const form = random.pick(['AND', 'OR', 'AND NOT']);
    return holds(`(${left!.sql} ${form} (${right!.sql}))`, isProtected);
  }
  if (reach === 'any' && maker.mood === 'bold' && random.chance(0.5))
    return maker.make.expression(maker, { ...place, type: 'bool', depth: Math.max(1, depth) });
  if (depth > 1 && random.chance(0.2)) return existence(maker, place);
  const asked = reach === 'any' && random.chance(0.4) ? allowedQuestion(maker, scope) : null;
  return asked ?? publicQuestion(maker, place);
}
