// Bodies in SQL: every statement is walked as if it stood in the calling one, with the lineage of the arguments; the last gives the result.
import type { CatalogFunction } from './catalog.ts';
import { NO_SOURCE, derive } from './lineage.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import { chargeBody, innerWalk } from './inner-walk.ts';
import { parameterScope } from './parameter-scope.ts';
import { inputsOf } from './function-candidates.ts';
import { arranging } from './row-order.ts';
import { isSorted } from './syntax.ts';
import { parseText } from './parser.ts';
import type { Node } from './parser.ts';
import { resultColumns } from './result-columns.ts';
import { commandOf, lookInside } from './commands.ts';
import type { Scope } from './scope.ts';
import { newFindings, settle, unknown, use, withRowOrder } from './walk.ts';
import type { Walk } from './walk.ts';

/** Bodies by their text: parsing is what costs. */
const parsedBodies = new Map<string, readonly Node[] | null>();
const MAX_PARSED = 1000;

/** The statements of a body; RETURN is kept as it is. */
function readBody(found: CatalogFunction): readonly Node[] | null {
  const text = found.isAtomic ? `CREATE FUNCTION f() RETURNS int LANGUAGE sql ${found.body}` : found.body;
  const parsed = parseText(text);
  if (parsed.kind !== 'parsed') return null;
  const statements = parsed.statements.flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
  if (!found.isAtomic) return statements;
  const [create] = statements;
  const body = create !== undefined && 'CreateFunctionStmt' in create ? create.CreateFunctionStmt.sql_body : undefined;
  return body === undefined ? null : unwrapped(body);
}

/** BEGIN ATOMIC is a list of lists. */
const unwrapped = (node: Node): readonly Node[] =>
  'List' in node ? (node.List.items ?? []).flatMap((item) => unwrapped(item)) : [node];

function statementsOf(found: CatalogFunction): readonly Node[] | null {
  const key = `${String(found.isAtomic)} ${found.body}`;
  const known = parsedBodies.get(key);
  if (known !== undefined) return known;
  const statements = readBody(found);
  if (parsedBodies.size >= MAX_PARSED) parsedBodies.clear();
  parsedBodies.set(key, statements);
  return statements;
}

function statementColumns(walk: Walk, node: Node, scope: Scope): readonly NamedLineage[] {
  if ('ReturnStmt' in node) {
    const value = node.ReturnStmt.returnval;
    // As a statement of its own no part of it is passed by.
    const select: Node = {
      SelectStmt: { targetList: [{ ResTarget: value === undefined ? {} : { val: value } }], op: 'SETOP_NONE' },
    };
    return settle(walk, walk.visit.whole(walk, select, scope)?.columns ?? []);
  }
  const result = walk.visit.whole(walk, node, scope);
  if (result === null) unknown(walk, `${commandOf(node).command} is not looked into`);
  for (const write of [node, ...lookInside(node).writes]) {
    const { command, category } = commandOf(write);
    if (category !== 'read') walk.findings.commands.add(command);
  }
  if (lookInside(node).locks) walk.findings.commands.add('LOCK');
  return settle(walk, result?.columns ?? []);
}

/** A function that gives one row gives the first that comes, so what arranges its rows decides. For one call the arguments are constants. */
function useFirstRow(walk: Walk, found: CatalogFunction, node: Node): void {
  if (found.returnsSet || found.returnType === 'void' || isSorted(node)) return;
  const constants = inputsOf(found).map(() => NO_SOURCE);
  const probe: Walk = { ...walk, findings: newFindings(), visited: new Set(), parameters: constants };
  const scope = parameterScope(found, constants, walk.catalog);
  const { order } = withRowOrder(probe, () => walk.visit.statement(probe, node, scope));
  use(walk, arranging(order), 'order', { via: 'the one row of a function', filters: false });
}

/** One row value stands for its columns where there have to be many. */
function spread(columns: readonly NamedLineage[], width: number): readonly NamedLineage[] {
  const [only] = columns;
  return columns.length === 1 && width > 1 && only?.lineage.row?.length === width ? only.lineage.row : columns;
}

function resultOf(found: CatalogFunction, walk: Walk, columns: readonly NamedLineage[]): Lineage {
  if (found.returnType === 'void') return NO_SOURCE;
  const names = resultColumns(found, walk.catalog);
  const via = `${found.schema}.${found.name}(…)`;
  const wide = spread(columns, names?.length ?? columns.length);
  const settled = wide.map(({ name, lineage }) => ({
    name,
    lineage: { ...derive([lineage], via), shape: 'other' as const },
  }));
  const whole = derive(
    settled.map((column) => column.lineage),
    via,
  );
  const isRow = names === null ? settled.length > 1 : settled.length === names.length;
  return { ...whole, shape: 'other', row: isRow ? settled : null };
}

/** The lineage of what a function in SQL gives back; null when its body cannot be read. */
export function walkSqlBody(walk: Walk, found: CatalogFunction, args: readonly Lineage[]): Lineage | null {
  const statements = statementsOf(found);
  if (statements === null || statements.length === 0) return null;
  const inner = innerWalk(walk, found, { what: `the function ${found.schema}.${found.name}`, parameters: args });
  const scope = parameterScope(found, args, walk.catalog);
  let columns: readonly NamedLineage[] = [];
  for (const statement of statements) columns = statementColumns(inner, statement, scope);
  const last = statements.at(-1);
  if (last !== undefined) useFirstRow(inner, found, last);
  const result = resultOf(found, inner, columns);
  chargeBody(walk, found, inner.findings);
  return result;
}
