// Statements that change rows, with RETURNING or read back afterwards, and rolled back in the same text.
import { NOTHING, type Maker, type Reach, type Scope } from './maker.ts';
import { RELATIONS, type Column, type Relation, type Type } from './relations.ts';

/** Tables that a text may change: no trigger, no sequence. */
const TARGETS = new Set(['care.scratch', 'care.wards', 'care.patients', 'care.labs', 'care.staff', 'care.cohort']);
const targets: readonly Relation[] = [
  ...new Map(RELATIONS.map((relation) => [relation.name, relation])).values(),
].filter(({ name }) => TARGETS.has(name));

const scopeOf = (alias: string, columns: readonly Column[]): Scope => ({
  columns: columns.map((column) => ({ ...column, sql: `${alias}.${column.sql}` })),
  rows: [{ sql: alias, type: 'row', isProtected: columns.some((column) => column.isProtected) }],
});

const both = (left: Scope, right: Scope): Scope => ({
  columns: [...left.columns, ...right.columns],
  rows: [...left.rows, ...right.rows],
});

function returning(maker: Maker, scope: Scope): string {
  const { random } = maker;
  if (random.chance(0.2)) return '';
  if (random.chance(0.2)) return ' RETURNING *';
  const items = Array.from({ length: 1 + random.below(3) }, () => {
    const column = random.pick(scope.columns);
    if (random.chance(0.5)) return column.sql;
    return maker.make.expression(maker, { type: column.type, scope, reach: 'any', depth: 1 }).sql;
  });
  return ` RETURNING ${items.join(', ')}`;
}

/** Values may go where they may be shown: public ones anywhere, protected ones only in a bold statement. */
const reachOf = (maker: Maker): Reach => (maker.mood === 'bold' ? 'any' : 'public');

function settable(maker: Maker, { columns }: Relation): Column {
  const kept = columns.filter(({ sql }) => !['id', 'ward_id', 'patient_id', 'taken', 'priority', 'ssn'].includes(sql));
  const open = kept.filter(({ isProtected }) => !isProtected);
  return maker.random.pick(maker.random.chance(0.8) && open.length > 0 ? open : kept);
}

const assigned = (maker: Maker, column: Column, scope: Scope): string =>
  `${column.sql} = ${maker.make.expression(maker, { type: column.type, scope, reach: reachOf(maker), depth: 1 }).sql}`;

function filter(maker: Maker, scope: Scope): string {
  return ` WHERE ${maker.make.condition(maker, { scope, reach: 'any', depth: 1 }).sql}`;
}

function update(maker: Maker): string {
  const relation = maker.random.pick(targets);
  const alias = maker.fresh('u');
  const own = scopeOf(alias, relation.columns);
  if (maker.random.chance(0.35)) {
    const other = maker.random.pick(RELATIONS);
    const name = maker.fresh('f');
    const scope = both(own, scopeOf(name, other.columns));
    const match = other.columns.some(({ sql }) => sql === 'id') ? `${alias}.id = ${name}.id` : 'true';
    return `UPDATE ${relation.name} AS ${alias} SET ${assigned(maker, settable(maker, relation), scope)} FROM ${other.name} AS ${name} WHERE ${match}${returning(maker, scope)}`;
  }
  return `UPDATE ${relation.name} AS ${alias} SET ${assigned(maker, settable(maker, relation), own)}${filter(maker, own)}${returning(maker, own)}`;
}

function remove(maker: Maker): string {
  const relation = maker.random.pick(
    targets.filter(({ name }) => ['care.scratch', 'care.labs', 'care.cohort'].includes(name)),
  );
  const alias = maker.fresh('d');
  const scope = scopeOf(alias, relation.columns);
  return `DELETE FROM ${relation.name} AS ${alias}${filter(maker, scope)}${returning(maker, scope)}`;
}

const SCRATCH: readonly (readonly [string, Type])[] = [
  ['note', 'text'],
  ['amount', 'int'],
  ['data', 'jsonb'],
];

function insert(maker: Maker): string {
  const { random } = maker;
  const chosen = random.some(SCRATCH, 3);
  const types = chosen.map(([, type]) => type);
  const source = maker.make.query(maker, NOTHING, { levels: 1, types, reach: reachOf(maker) });
  const scope: Scope = { columns: chosen.map(([sql, type]) => ({ sql, type, isProtected: false })), rows: [] };
  const text = `INSERT INTO care.scratch (${chosen.map(([name]) => name).join(', ')}) ${source.sql}`;
  return `${text}${returning(maker, scope)}`;
}

function insertPatient(maker: Maker): string {
  const scope = scopeOf('patients', targets.find(({ name }) => name === 'care.patients')!.columns);
  const conflict = maker.random.pick([
    '',
    ' ON CONFLICT (id) DO NOTHING',
    ` ON CONFLICT (id) DO UPDATE SET city = excluded.city`,
    ` ON CONFLICT (id) DO UPDATE SET city = ${maker.make.expression(maker, { type: 'text', scope, reach: reachOf(maker), depth: 1 }).sql}`,
  ]);
  const id = conflict === '' ? 400 + maker.random.below(50) : 1 + maker.random.below(40);
  return `INSERT INTO care.patients (id, mrn, full_name, city) VALUES (${id}, 'MRN77700001', 'Nobody', 'Ely')${conflict}${returning(maker, scope)}`;
}

function merge(maker: Maker): string {
  const other = maker.random.pick(RELATIONS.filter(({ columns }) => columns.some(({ sql }) => sql === 'id')));
  const [into, from] = [maker.fresh('m'), maker.fresh('g')];
  const scratch = targets.find(({ name }) => name === 'care.scratch')!;
  const scope = both(scopeOf(into, scratch.columns), scopeOf(from, other.columns));
  const source = scopeOf(from, other.columns);
  const value = (type: Type, within: Scope): string =>
    maker.make.expression(maker, { type, scope: within, reach: reachOf(maker), depth: 1 }).sql;
  const when = maker.random.pick([
    `WHEN MATCHED THEN UPDATE SET note = ${value('text', scope)}`,
    `WHEN NOT MATCHED THEN INSERT (id, note) VALUES (${from}.id, ${value('text', source)})`,
    `WHEN MATCHED AND ${maker.make.condition(maker, { scope, reach: 'any', depth: 0 }).sql} THEN DELETE`,
    `WHEN MATCHED THEN DO NOTHING WHEN NOT MATCHED THEN INSERT (note) VALUES (${value('text', source)})`,
  ]);
  return `MERGE INTO care.scratch AS ${into} USING ${other.name} AS ${from} ON ${into}.id = ${from}.id ${when}${returning(maker, scope)}`;
}

/** A write inside WITH, whose rows the query reads. */
function inside(maker: Maker): string {
  const name = maker.fresh('w');
  const columns = ['id', 'city', 'full_name', 'mrn'];
  const scope: Scope = {
    columns: columns.map((sql) => ({
      sql: `${name}.${sql}`,
      type: sql === 'id' ? ('int' as const) : ('text' as const),
      isProtected: sql === 'full_name' || sql === 'mrn',
    })),
    rows: [],
  };
  const shown = maker.make.expression(maker, { type: 'text', scope, reach: 'any', depth: maker.random.below(3) });
  const write = `UPDATE care.patients SET city = 'Ely' WHERE id % 3 = 0 RETURNING ${columns.join(', ')}`;
  return `WITH ${name} AS (${write}) SELECT ${name}.id, ${shown.sql} FROM ${name}`;
}

const READ = 'SELECT id, note, amount, day, data FROM care.scratch';

/** A change in a transaction of its own that never commits. */
export function change(maker: Maker): string {
  const make = maker.random.pick([update, update, remove, insert, insert, insertPatient, merge, inside]);
  return `BEGIN; ${make(maker)}; ${READ}; ROLLBACK`;
}
