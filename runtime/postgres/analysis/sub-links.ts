// Queries inside expressions: EXISTS, IN, ANY, ALL, ARRAY and scalar sub-selects.
import { CONSTANT, NO_SOURCE, derive, detached, fromRows } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import { useEquality } from './operators.ts';
import type { Ast } from './parser.ts';
import { wholeRow } from './column-references.ts';
import type { Scope } from './scope.ts';
import { operatorName } from './user-operators.ts';
import { settle, unknown, use } from './walk.ts';
import type { QueryResult, Walk } from './walk.ts';

function scalar(result: QueryResult): Lineage {
  const first = result.columns[0];
  if (result.columns.length === 1 && first !== undefined) return detached(fromRows(first.lineage));
  return wholeRow(result.columns);
}

/** A sub-select in an expression. Its own conditions are judged where it is walked; here only its value matters. */
export function subLink(walk: Walk, node: Ast.SubLink, scope: Scope): Lineage {
  const query =
    node.subselect === undefined
      ? null
      : node.subLinkType === 'ARRAY_SUBLINK'
        ? walk.visit.ordered(walk, node.subselect, scope, 'ARRAY(SELECT …)')
        : walk.visit.statement(walk, node.subselect, scope);
  if (query === null) {
    unknown(walk, 'a sub-select of this form is not understood');
    return NO_SOURCE;
  }
  const tested = node.testexpr === undefined ? CONSTANT : walk.visit.expression(walk, node.testexpr, scope);
  const value = scalar({ columns: settle(walk, query.columns) });
  const kind = node.subLinkType ?? 'EXPR_SUBLINK';
  switch (kind) {
    case 'EXISTS_SUBLINK':
      return NO_SOURCE;
    case 'EXPR_SUBLINK':
      return value;
    case 'ARRAY_SUBLINK':
      return derive([value], 'ARRAY(…)');
    case 'ANY_SUBLINK':
    case 'ALL_SUBLINK': {
      const operator = node.operName === undefined ? '=' : operatorName(walk, node.operName);
      if (operator === '=' || operator === '<>') useEquality(walk, tested, [value], 'IN (SELECT …)');
      else for (const side of [tested, value]) use(walk, side.sources, 'range', { via: `${operator} (SELECT …)` });
      return derive([tested, value], 'IN (SELECT …)');
    }
    case 'ROWCOMPARE_SUBLINK':
    case 'MULTIEXPR_SUBLINK':
    case 'CTE_SUBLINK':
      unknown(walk, `a sub-select of the form ${kind} is not understood`);
      return NO_SOURCE;
    default: {
      const other: never = kind;
      unknown(walk, `a sub-select of the form ${String(other)} is not understood`);
      return NO_SOURCE;
    }
  }
}
