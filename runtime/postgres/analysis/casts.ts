// Casts: which pass a value on, which compute another that always exists, and which can fail on some values.
import { SQL_TYPES } from '../../../lang/vocabulary/sql-types.ts';
import { derive, detached, uncertain } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import { innerScope } from './scope.ts';
import type { Scope } from './scope.ts';
import { storedExpression } from './stored-expressions.ts';
import { last, strings, typeNameOf } from './syntax.ts';
import { callSupport } from './user-functions.ts';
import { insideCondition, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';

/** Type OIDs by the names that casts use, for the types that matter here. Nothing is inherited: a type may be called `constructor`. */
export const TYPE_OIDS: Readonly<Record<string, number>> = Object.assign(
  Object.create(null) as Record<string, number>,
  Object.fromEntries(SQL_TYPES.flatMap(({ oid, names }) => names.map((name) => [name, oid]))),
);

const TEXT = new Set([25, 1043]);
const TEXT_FAMILY = new Set([25, 1042, 1043]);
/** From each type, the types to which every value can be cast. Range ends of time types aside, which no client chooses. */
const WIDENING: Readonly<Record<number, readonly number[]>> = {
  21: [23, 20, 1700, 700, 701],
  23: [20, 1700, 701],
  20: [1700, 701],
  700: [701],
  1082: [1114, 1184],
  1114: [1082, 1184],
  1184: [1082, 1114],
  114: [3802],
  3802: [114],
};

interface Castable {
  readonly value: Lineage;
  /** Of one of PostgreSQL's own types; 0 for any other. */
  readonly target: number;
}

/** A cast to a type of the user, or one that someone has added: it runs their code. Null where only PostgreSQL's own casts count. */
function userCast(walk: Walk, type: Ast.TypeName | undefined, { value, target }: Castable): Lineage | null {
  const names = strings(type?.names);
  const schema = names.at(-2);
  const name = names.at(-1) ?? '';
  const found = walk.catalog.type(name, schema === undefined ? { path: walk.context.searchPath } : { schema });
  if (found === undefined && target === 0) return null;
  const oid = target === 0 ? (found?.oid ?? 0) : target;
  // A row value is cast field by field.
  const casts =
    value.row !== null
      ? []
      : walk.catalog
          .castsOf(oid)
          .filter((cast) => cast.target === oid && (value.typeOid === 0 || cast.source === value.typeOid));
  const via = `cast to ${names.join('.')}`;
  const scope = innerScope(null, [{ tables: [], visible: [{ name: 'value', lineage: value }] }]);
  for (const check of found?.checks ?? [])
    insideCondition(walk, () => storedExpression(walk, check, { what: `the domain ${names.join('.')}`, scope }));
  const results = casts.flatMap((cast) => (cast.function === null ? [] : [callSupport(walk, cast.function, value)]));
  if (results.length === 0) return null;
  usePartially(walk, value.sources, via);
  return derive([value, ...results], via);
}

/** `value::type`, CAST and the like. To text without a length the value passes on; the transform works on its text form. */
export function typeCast(walk: Walk, node: Ast.TypeCast, scope: Scope): Lineage {
  const arg: Node | undefined = node.arg;
  const type = node.typeName;
  if (type !== undefined) walk.visited.add(type);
  if (arg === undefined) return derive([], 'cast');
  const value = walk.visit.expression(walk, arg, scope);
  const name = last(strings(type?.names)) ?? '';
  const via = `cast to ${typeNameOf(type).replace(/^pg_catalog\./, '')}`;
  const plain = type?.arrayBounds === undefined && type?.typmods === undefined;
  const target =
    plain && (strings(type?.names).length === 1 || strings(type?.names)[0] === 'pg_catalog')
      ? (TYPE_OIDS[name] ?? 0)
      : 0;
  const own = userCast(walk, type, { value, target });
  if (own !== null) return own;
  if (target !== 0 && target === value.typeOid) {
    // The server drops a cast to the same type, or keeps one that only forgets a length: the origin may show or not.
    return { ...uncertain(value), row: null };
  }
  if (TEXT.has(target))
    return {
      ...detached(value),
      typeOid: target,
      row: null,
      sources: value.row === null ? value.sources : derive([value], via).sources,
    };
  const result = {
    ...derive([value], via),
    // To a type that is not known here, which may be the column's own: the server drops such a cast.
    origin: target === 0 ? uncertain(value).origin : null,
    shape: value.shape === 'other' ? ('other' as const) : value.shape,
    typeOid: 0,
    constants: value.constants,
    guesses: value.guesses,
  };
  // A length given to a text cuts it off and never fails.
  const shortens =
    type?.arrayBounds === undefined && TEXT_FAMILY.has(value.typeOid) && TEXT_FAMILY.has(TYPE_OIDS[name] ?? 0);
  const total = shortens || (WIDENING[value.typeOid] ?? []).includes(target);
  if (!total) usePartially(walk, value.sources, via);
  return result;
}
