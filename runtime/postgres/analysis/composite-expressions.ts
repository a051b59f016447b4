// Expressions that choose between or put together several values: CASE, ROW, subscripts and fields, GREATEST.
import { fieldsByAlias, isStar, starColumns, wholeRow } from './column-references.ts';
import { CONSTANT, NO_SOURCE, derive, detached, oneOf, oneOfTyped, uncertain } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import { useEquality } from './operators.ts';
import type { Ast, Node } from './parser.ts';
import type { Scope } from './scope.ts';
import { isUntyped } from './syntax.ts';
import { mayBeArray } from './type-sensitive.ts';
import { insideCondition, unknown, use, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';

const optional = (walk: Walk, node: Node | undefined, scope: Scope): Lineage =>
  node === undefined ? CONSTANT : walk.visit.expression(walk, node, scope);

const resultOf = (walk: Walk, node: Node | undefined, scope: Scope): { lineage: Lineage; isUntyped: boolean } => ({
  lineage: optional(walk, node, scope),
  isUntyped: node === undefined || isUntyped(node),
});

/** CASE: the results pass on; what chooses between them is a use, and colours the result. */
export function caseExpression(walk: Walk, node: Ast.CaseExpr, scope: Scope): Lineage {
  const subject = node.arg === undefined ? null : walk.visit.expression(walk, node.arg, scope);
  const chosenBy: Lineage[] = subject === null ? [] : [subject];
  const results = [resultOf(walk, node.defresult, scope)];
  for (const when of node.args ?? []) {
    if (!('CaseWhen' in when) || when.CaseWhen.expr === undefined) {
      unknown(walk, 'a form of CASE is not understood');
      continue;
    }
    const test = when.CaseWhen.expr;
    if (subject === null) chosenBy.push(walk.visit.condition(walk, test, scope));
    else {
      const value = walk.visit.expression(walk, test, scope);
      insideCondition(walk, () => useEquality(walk, subject, [value], 'CASE'));
      chosenBy.push(value);
    }
    results.push(resultOf(walk, when.CaseWhen.result, scope));
  }
  const chosen = derive(chosenBy, 'CASE');
  const choice = { ...chosen, sources: chosen.sources.map((source) => ({ ...source, isChoice: true })) };
  const { typeOid, shape } = oneOfTyped(results);
  const lineages = results.map((result) => result.lineage);
  const value = oneOf(choice.sources.length === 0 ? lineages : [...lineages, choice]);
  // Constants that something other than a constant chooses between are many values.
  const isChosen = choice.shape !== 'constant' && lineages.some((result) => result.shape === 'constant');
  return { ...value, typeOid, guesses: oneOf(lineages).guesses, shape: isChosen ? 'other' : shape };
}

/** ROW: `t.*` in it stands for the columns of t, but a bare `t` is one field, the whole row. */
export function rowExpression(walk: Walk, node: Ast.RowExpr, scope: Scope): Lineage {
  const fields = (node.args ?? []).flatMap((arg) => {
    if (!('ColumnRef' in arg) || !isStar(arg.ColumnRef)) return [walk.visit.expression(walk, arg, scope)];
    walk.visited.add(arg.ColumnRef);
    return starColumns(walk, arg.ColumnRef, scope).map((column) => column.lineage);
  });
  return wholeRow(fields.map((lineage, index) => ({ name: `f${index + 1}`, lineage: detached(lineage) })));
}

/** ARRAY: arrays in it have to be of one length, so a column of them must not be among them. */
export function arrayExpression(walk: Walk, node: Ast.A_ArrayExpr, scope: Scope): Lineage {
  const elements = (node.elements ?? []).map((element) => walk.visit.expression(walk, element, scope));
  for (const element of elements) if (mayBeArray(walk, element)) usePartially(walk, element.sources, 'ARRAY[…]');
  return derive(elements, 'ARRAY[…]');
}

/** `(value).field`, `value[1]`, `value[1:2]`. A field of a known row is that column; anything else is computed. */
export function arrayElement(walk: Walk, node: Ast.A_Indirection, scope: Scope): Lineage {
  const named =
    node.arg !== undefined && 'ColumnRef' in node.arg ? fieldsByAlias(walk, node.arg.ColumnRef, scope) : null;
  let value = optional(walk, node.arg, scope);
  if (named !== null) value = { ...value, row: named };
  for (const step of node.indirection ?? []) {
    if ('String' in step) {
      const name = step.String.sval ?? '';
      const fields: readonly Lineage[] | undefined = value.row
        ?.filter((field) => field.name === name)
        .map((field) => field.lineage);
      const field = fields?.[0];
      if (fields !== undefined && (field === undefined || fields.length > 1))
        unknown(walk, `the field ${name} is not known`);
      // A field can be NULL where the whole is not.
      if (field === undefined) usePartially(walk, value.sources, `.${name}`);
      value = field === undefined ? derive([value], `.${name}`) : uncertain(field);
    } else if ('A_Indices' in step) {
      const bounds = [step.A_Indices.lidx, step.A_Indices.uidx].map((bound) => optional(walk, bound, scope));
      for (const part of [value, ...bounds]) usePartially(walk, part.sources, '[…]');
      value = derive([value, ...bounds], '[…]');
    } else {
      unknown(walk, 'a `*` stands where only a value is understood');
      return NO_SOURCE;
    }
  }
  return value;
}

/** GREATEST and LEAST compare their arguments with each other. */
export function greatestOrLeast(walk: Walk, node: Ast.MinMaxExpr, scope: Scope): Lineage {
  const via = node.op === 'IS_LEAST' ? 'LEAST' : 'GREATEST';
  const args = (node.args ?? []).map((arg) => walk.visit.expression(walk, arg, scope));
  for (const arg of args) use(walk, arg.sources, 'range', { via });
  return derive(args, via);
}
