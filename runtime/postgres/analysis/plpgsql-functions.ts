// Bodies in PL/pgSQL, as far as they are static. Control flow may depend on every value that the body meets, so every column that it
// reads and every argument counts as used in an expression, and the result as derived from all of them.
import type { CatalogFunction } from './catalog.ts';
import { commandOf, lookInside } from './commands.ts';
import { chargeBody, innerWalk } from './inner-walk.ts';
import { NO_SOURCE, derive } from './lineage.ts';
import type { Lineage, Source } from './lineage.ts';
import { parseText } from './parser.ts';
import type { Node } from './parser.ts';
import { ERROR_TEXT, readPlpgsql } from './plpgsql-body.ts';
import type { BodyText, PlpgsqlBody } from './plpgsql-body.ts';
import { innerScope } from './scope.ts';
import type { Scope } from './scope.ts';
import { settle, unknown, use } from './walk.ts';
import type { Walk } from './walk.ts';

/** Bodies by their function's text: reading them is what costs. */
const knownBodies = new Map<string, PlpgsqlBody | string>();
const MAX_KNOWN = 1000;

export function plpgsqlBody(found: CatalogFunction): PlpgsqlBody | string {
  const key = JSON.stringify([found.name, found.kind, found.returnType, found.returnsSet, found.arguments, found.body]);
  const before = knownBodies.get(key);
  if (before !== undefined) return before;
  const body = readPlpgsql(found);
  if (knownBodies.size >= MAX_KNOWN) knownBodies.clear();
  knownBodies.set(key, body);
  return body;
}

/** The variables of a body, each of which may hold any value that the body has met. The text of an error is for messages only, which are replaced on their way. */
function variableScope(body: PlpgsqlBody, value: Lineage, isMessage: boolean): Scope {
  const names = body.variables.filter((name) => isMessage || name !== ERROR_TEXT);
  const columns = names.map((name) => ({ name, lineage: value }));
  const records = [...new Set([...names, ...body.labels])].map((alias) => ({
    alias,
    schema: null,
    columns: [],
    relationOid: 0,
    anyField: value,
  }));
  return innerScope(null, [{ tables: records, visible: columns }]);
}

function walkStatement(walk: Walk, node: Node, scope: Scope): void {
  if ('CallStmt' in node && node.CallStmt.funccall !== undefined) {
    walk.visited.add(node.CallStmt);
    walk.visit.expression(walk, { FuncCall: node.CallStmt.funccall }, scope);
    return;
  }
  const result = walk.visit.whole(walk, node, scope);
  const { command, category } = commandOf(node);
  if (result === null) unknown(walk, `${command} is not looked into`);
  if (category !== 'read') walk.findings.commands.add(command);
  const { writes, locks } = lookInside(node);
  for (const write of writes) walk.findings.commands.add(commandOf(write).command);
  if (locks) walk.findings.commands.add('LOCK');
  settle(walk, result?.columns ?? []);
}

function walkText(walk: Walk, text: BodyText, scope: Scope): void {
  const parsed = parseText(text.sql);
  const nodes =
    parsed.kind === 'parsed' ? parsed.statements.flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt])) : [];
  if (nodes.length !== 1) unknown(walk, 'a statement is not understood');
  for (const node of nodes) walkStatement(walk, node, scope);
}

const readSources = (columns: Iterable<string>, via: string): readonly Source[] =>
  [...columns].map((column) => ({ column, how: 'derived' as const, via, through: null, position: -1, stored: null }));

interface Met {
  readonly walk: Walk;
  readonly value: Lineage;
}

/** Walks the body with variables that hold `value`. */
function walkBody(walk: Walk, found: CatalogFunction, body: PlpgsqlBody, value: Lineage): Met {
  const parameters = found.arguments.map(() => value);
  const inner = innerWalk(walk, found, { what: `the function ${found.schema}.${found.name}`, parameters });
  for (const text of body.texts) walkText(inner, text, variableScope(body, value, text.isMessage));
  const via = `${found.schema}.${found.name}(…)`;
  const reads: Lineage = { ...NO_SOURCE, sources: readSources(inner.findings.reads, via) };
  return { walk: inner, value: derive([value, reads], via) };
}

/** What the body meets: first what it reads, then, with variables that hold it, where that goes. */
export function meetBody(walk: Walk, found: CatalogFunction, body: PlpgsqlBody, given: Lineage): Met {
  return walkBody(walk, found, body, walkBody(walk, found, body, given).value);
}

/** The lineage of what a function in PL/pgSQL gives back, or why its body is not known. */
export function walkPlpgsql(walk: Walk, found: CatalogFunction, args: readonly Lineage[]): Lineage | string {
  const name = `${found.schema}.${found.name}`;
  const body = plpgsqlBody(found);
  if (typeof body === 'string') return `the function ${name} ${body}, so what it reads is not known`;
  const via = `${name}(…)`;
  const given = derive([...args, NO_SOURCE], via);
  const met = meetBody(walk, found, body, given);
  use(walk, met.value.sources, 'expression', { via, filters: walk.findings.conditions > 0 });
  chargeBody(walk, found, met.walk.findings);
  return { ...met.value, shape: 'other', row: null };
}
