// Operators: which compare, which match patterns, which compute; and what they make of protected columns.
import { CONSTANT, derive, oneOf, storedColumns } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import { joinBy, keep } from './row-order.ts';
import type { Scope } from './scope.ts';
import { mayBeArray } from './type-sensitive.ts';
import { last, strings } from './syntax.ts';
import { userOperatorLineages } from './user-operators.ts';
import { unknown, use, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';

/** More constants than this, over a whole statement, would enumerate rather than look up. */
export const MAX_EQUALITY_CONSTANTS = 100;

const EQUALITY = new Set(['=', '<>', '!=']);
const RANGE = new Set(['<', '>', '<=', '>=', '~<~', '~>~', '~<=~', '~>=~']);
const PATTERN = new Set([
  '~~',
  '!~~',
  '~~*',
  '!~~*',
  '~',
  '~*',
  '!~',
  '!~*',
  '^@',
  '@@',
  '@@@',
  '@>',
  '<@',
  '&&',
  '?',
  '?|',
  '?&',
  '@?',
]);
/** Operators that never fail and give NULL only for NULL. */
const TOTAL = new Set(['||']);

type Comparison = 'equality' | 'range' | 'pattern';

const comparisonOf = (operator: string): Comparison | null => {
  if (EQUALITY.has(operator)) return 'equality';
  if (RANGE.has(operator)) return 'range';
  return PATTERN.has(operator) ? 'pattern' : null;
};

/** Records an equality. Against anything but constants and plain columns it would run through values of the client's choice. */
export function useEquality(walk: Walk, left: Lineage, rights: readonly Lineage[], via: string): void {
  const fields = left.row;
  if (fields !== null && rights.length > 0 && rights.every((right) => right.row?.length === fields.length)) {
    for (const [index, field] of fields.entries()) {
      const others = rights.map((right) => right.row?.[index]?.lineage ?? CONSTANT);
      useEquality(walk, field.lineage, others, via);
    }
    return;
  }
  joinBy(walk.findings.order, [left, ...rights]);
  const constants = rights.filter((right) => right.shape === 'constant').length;
  const enumerable =
    rights.some((right) => right.shape === 'other' && right.sources.length === 0) || constants > MAX_EQUALITY_CONSTANTS;
  const computed = rights.some((right) => right.shape === 'other');
  use(walk, left.sources, enumerable || computed ? 'expression' : 'equality', {
    via: enumerable || computed ? `${via} with computed or many values` : via,
    constants,
    comparedWith: storedColumns(rights),
  });
  const comparedWith = storedColumns([left]);
  for (const right of rights) {
    const shape = left.shape === 'other' ? 'expression' : 'equality';
    use(walk, right.sources, shape, { via, constants: left.shape === 'constant' ? 1 : 0, comparedWith });
  }
}

/** Records that rows are put together by a value: a column that others flow into as well is compared with them. */
export function useGroup(walk: Walk, value: Lineage, via: string, filters = true): void {
  const many = value.shape === 'other';
  keep(walk.findings.order.grouped, value.sources);
  use(walk, value.sources, many ? 'expression' : 'group', {
    via: many ? `${via} of computed or many values` : via,
    filters,
    comparedWith: storedColumns([value]),
  });
}

function compare(
  walk: Walk,
  comparison: Comparison,
  sides: { left: Lineage; rights: readonly Lineage[] },
  via: string,
): Lineage {
  if (comparison === 'equality') useEquality(walk, sides.left, sides.rights, via);
  else for (const side of [sides.left, ...sides.rights]) use(walk, side.sources, comparison, { via });
  return derive([sides.left, ...sides.rights], via);
}

const itemsOf = (node: Node | undefined): readonly Node[] =>
  node !== undefined && 'List' in node ? (node.List.items ?? []) : node === undefined ? [] : [node];

/** The value, or any of those that operators of the user give. */
const orUsers = (value: Lineage, others: readonly Lineage[]): Lineage =>
  others.length === 0 ? value : oneOf([value, ...others]);

/** `x operator ANY (array)`: with written elements it is a list; another array can hold any number of values. */
function compareWithArray(walk: Walk, node: Ast.A_Expr, scope: Scope, via: string): Lineage {
  const comparison = comparisonOf(last(strings(node.name)) ?? '');
  const left = operand(walk, node.lexpr, scope);
  const array = node.rexpr;
  const listed = array !== undefined && 'A_ArrayExpr' in array ? array.A_ArrayExpr : null;
  if (listed !== null) walk.visited.add(listed);
  const rights =
    listed === null
      ? [{ ...operand(walk, array, scope), shape: 'other' as const }]
      : (listed.elements ?? []).map((element) => walk.visit.expression(walk, element, scope));
  // Whether a value is among those of an array tells of a part of it, as a pattern does.
  if (listed === null) for (const right of rights) usePartially(walk, right.sources, via);
  const others = userOperatorLineages(walk, node.name, { left, right: { ...derive(rights, via), typeOid: 0 } });
  const value =
    comparison === null ? computed(walk, [left, ...rights], via) : compare(walk, comparison, { left, rights }, via);
  return orUsers(value, others);
}

function computed(walk: Walk, operands: readonly Lineage[], via: string): Lineage {
  for (const operand of operands) usePartially(walk, operand.sources, via);
  return derive(operands, via);
}

const operand = (walk: Walk, node: Node | undefined, scope: Scope): Lineage =>
  node === undefined ? CONSTANT : walk.visit.expression(walk, node, scope);

const FORMS: Readonly<Record<string, readonly [Comparison, string]>> = {
  AEXPR_DISTINCT: ['equality', 'IS DISTINCT FROM'],
  AEXPR_NOT_DISTINCT: ['equality', 'IS NOT DISTINCT FROM'],
  AEXPR_NULLIF: ['equality', 'NULLIF'],
  AEXPR_IN: ['equality', 'IN'],
  AEXPR_LIKE: ['pattern', 'LIKE'],
  AEXPR_ILIKE: ['pattern', 'ILIKE'],
  AEXPR_SIMILAR: ['pattern', 'SIMILAR TO'],
  AEXPR_BETWEEN: ['range', 'BETWEEN'],
  AEXPR_NOT_BETWEEN: ['range', 'NOT BETWEEN'],
  AEXPR_BETWEEN_SYM: ['range', 'BETWEEN SYMMETRIC'],
  AEXPR_NOT_BETWEEN_SYM: ['range', 'NOT BETWEEN SYMMETRIC'],
};

function plainOperator(walk: Walk, node: Ast.A_Expr, scope: Scope): Lineage {
  const operator = last(strings(node.name)) ?? '';
  const comparison = comparisonOf(operator);
  const via = `… ${operator} …`;
  const left = operand(walk, node.lexpr, scope);
  const right = operand(walk, node.rexpr, scope);
  const others = userOperatorLineages(walk, node.name, {
    left: node.lexpr === undefined ? undefined : left,
    right: node.rexpr === undefined ? undefined : right,
  });
  if (comparison !== null) return orUsers(compare(walk, comparison, { left, rights: [right] }, via), others);
  // Arrays go together, or not, by their lengths.
  const isTotal = TOTAL.has(operator) && ![left, right].some((side) => mayBeArray(walk, side));
  return orUsers(isTotal ? derive([left, right], via) : computed(walk, [left, right], via), others);
}

/** True for an operator or a form whose operands are judged as compared; any other computes a value. */
export function isComparison(node: Ast.A_Expr): boolean {
  const kind = node.kind ?? 'AEXPR_OP';
  return kind in FORMS ? kind !== 'AEXPR_NULLIF' : comparisonOf(last(strings(node.name)) ?? '') !== null;
}

/** A_Expr: everything written with an operator, and IN, LIKE, BETWEEN, NULLIF, IS DISTINCT FROM. Comparisons are judged alike wherever they stand. */
export function operatorExpression(walk: Walk, node: Ast.A_Expr, scope: Scope): Lineage {
  const kind = node.kind ?? 'AEXPR_OP';
  if (kind === 'AEXPR_OP') return plainOperator(walk, node, scope);
  const written = last(strings(node.name)) ?? '';
  if (kind === 'AEXPR_OP_ANY') return compareWithArray(walk, node, scope, `… ${written} ANY (…)`);
  if (kind === 'AEXPR_OP_ALL') return compareWithArray(walk, node, scope, `… ${written} ALL (…)`);
  const form = FORMS[kind];
  if (form === undefined) {
    unknown(walk, `the operator form ${kind} is not understood`);
    return CONSTANT;
  }
  const [comparison, via] = form;
  const behind = via.includes('BETWEEN') ? ['<=', '>='].map((sval) => ({ String: { sval } })) : (node.name ?? []);
  const left = operand(walk, node.lexpr, scope);
  const rights = itemsOf(node.rexpr).map((item) => walk.visit.expression(walk, item, scope));
  const others = behind.flatMap((name) =>
    rights.flatMap((right) => userOperatorLineages(walk, [name], { left, right })),
  );
  return orUsers(compare(walk, comparison, { left, rights }, via), others);
}
