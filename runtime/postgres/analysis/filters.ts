// Whether a statement restricts its rows, and to how many: what policies call `filtered` and `limit`.
import type { Ast, Node } from './parser.ts';
import { constantText, integerOf, strings } from './syntax.ts';

/** True for a condition that a reader can see to hold always: TRUE, 1 = 1, x OR TRUE. */
function isTautology(node: Node): boolean {
  if ('A_Const' in node) return node.A_Const.boolval?.boolval === true;
  if ('TypeCast' in node) return node.TypeCast.arg !== undefined && isTautology(node.TypeCast.arg);
  if ('BoolExpr' in node) {
    const args = node.BoolExpr.args ?? [];
    if (node.BoolExpr.boolop === 'OR_EXPR') return args.some(isTautology);
    if (node.BoolExpr.boolop === 'NOT_EXPR') return args.every(isContradiction);
    return node.BoolExpr.boolop === 'AND_EXPR' && args.every(isTautology);
  }
  return comparesSame(node, '=');
}

/** `x <> x`. */
const isContradiction = (node: Node): boolean => comparesSame(node, '<>');

/** True for one constant or one column on both sides of an operator. */
function comparesSame(node: Node, operator: string): boolean {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP' || strings(node.A_Expr.name)[0] !== operator) return false;
  const { lexpr, rexpr } = node.A_Expr;
  const left = constantText(lexpr);
  if (left !== null) return left === constantText(rexpr);
  const names = [lexpr, rexpr].map((side) =>
    side !== undefined && 'ColumnRef' in side ? strings(side.ColumnRef.fields).join('.') : '',
  );
  return names[0] !== '' && names[0] === names[1];
}

/**
 * True for a condition that asks something of the rows: it names a column, and not only to say what always holds. Of parts that are
 * joined with OR every one must, of those joined with AND one.
 */
function asks(node: Node): boolean {
  if ('BoolExpr' in node) {
    const { boolop, args = [] } = node.BoolExpr;
    return boolop === 'OR_EXPR' ? args.every(asks) : args.some(asks);
  }
  // Most columns are never NULL, and what is never NULL restricts nothing.
  if ('NullTest' in node && node.NullTest.nulltesttype === 'IS_NOT_NULL') return false;
  return !isTautology(node) && !isEveryText(node) && namesColumn(node);
}

/** `x LIKE '%'`. */
const isEveryText = (node: Node): boolean =>
  'A_Expr' in node && /LIKE/.test(node.A_Expr.kind ?? '') && /^%*$/.test(constantText(node.A_Expr.rexpr) ?? 'x');

function namesColumn(node: Node): boolean {
  const pending: unknown[] = [node];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null) continue;
    if ('ColumnRef' in value) return true;
    pending.push(...Object.values(value));
  }
  return false;
}

const restricts = (where: Node | undefined): boolean => where !== undefined && !isTautology(where) && asks(where);

const selectRestricts = (select: Ast.SelectStmt): boolean =>
  select.larg !== undefined && select.rarg !== undefined
    ? selectRestricts(select.larg) && selectRestricts(select.rarg)
    : restricts(select.whereClause);

/** True when a WHERE clause restricts the statement itself; of a set operation, every part. */
export function isFiltered(node: Node): boolean {
  if ('SelectStmt' in node) return selectRestricts(node.SelectStmt);
  if ('UpdateStmt' in node) return restricts(node.UpdateStmt.whereClause);
  if ('DeleteStmt' in node) return restricts(node.DeleteStmt.whereClause);
  if ('MergeStmt' in node) return true;
  if ('CopyStmt' in node && node.CopyStmt.query !== undefined) return isFiltered(node.CopyStmt.query);
  return false;
}

/** The constant LIMIT of the outermost query; null when there is none or it is not a plain number. */
export function limitOf(node: Node): number | null {
  if ('CopyStmt' in node && node.CopyStmt.query !== undefined) return limitOf(node.CopyStmt.query);
  if (!('SelectStmt' in node) || node.SelectStmt.limitOption === 'LIMIT_OPTION_WITH_TIES') return null;
  const count = integerOf(node.SelectStmt.limitCount);
  return count !== null && count >= 0 ? count : null;
}
