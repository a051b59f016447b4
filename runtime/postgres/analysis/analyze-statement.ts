// One parsed statement to its facts. Statements that hold another one (EXPLAIN, PREPARE, DECLARE, EXECUTE, FETCH) take its facts over.
import type { Catalog } from './catalog-index.ts';
import type { CollectedUse } from './charges.ts';
import {
  CHANGING_FUNCTIONS,
  changesFunctions,
  commandOf,
  createsTable,
  type Inside,
  isAnalyzed,
  lookInside,
  notificationOf,
} from './commands.ts';
import { selectInto } from './definitions.ts';
import { explainKind } from './explain.ts';
import type { AnalysisContext, ColumnUse, OutputColumn, StatementFacts, WrittenValue } from './facts.ts';
import { isFiltered, limitOf } from './filters.ts';
import { CONSTANT } from './lineage.ts';
import type { NamedLineage } from './lineage.ts';
import { MAX_EQUALITY_CONSTANTS } from './operators.ts';
import { parseText } from './parser.ts';
import { readInParts } from './read-in-parts.ts';
import { arranging } from './row-order.ts';
import type { Node } from './parser.ts';
import { innerScope } from './scope.ts';
import { SET_CONFIG } from './set-config.ts';
import { pathSetBy } from './settings.ts';
import { isSorted, leftmost } from './syntax.ts';
import { utilityStatement } from './utility.ts';
import { unknown, use } from './walk.ts';
import type { Walk } from './walk.ts';
import { newWalk } from './walker.ts';

/** A statement in its text: `base` is the byte offset of the text in what was parsed, `start` its offset in characters. */
export interface StatementSource {
  readonly text: string;
  readonly base: number;
  readonly start: number;
  readonly fingerprint: string;
}

const sorted = (items: Iterable<string>): readonly string[] => [...new Set(items)].toSorted();

/** A column that is compared with too many constants is enumerated, however the comparisons are written. */
function settleUses(uses: readonly CollectedUse[]): readonly ColumnUse[] {
  const constants = new Map<string, number>();
  for (const item of uses) {
    if (item.how === 'equality') constants.set(item.column, (constants.get(item.column) ?? 0) + item.constants);
  }
  return uses.map(({ column, how, via, through, inside, position, into, comparedWith }) =>
    how === 'equality' && (constants.get(column) ?? 0) > MAX_EQUALITY_CONSTANTS
      ? {
          column,
          how: 'expression',
          via: `more than ${MAX_EQUALITY_CONSTANTS} constants`,
          through: null,
          position,
          into,
          comparedWith: [],
        }
      : { column, how, via, through, ...(inside === undefined ? {} : { inside }), position, into, comparedWith },
  );
}

const outputColumns = (columns: readonly NamedLineage[]): readonly OutputColumn[] =>
  columns.map(({ name, lineage }) => ({
    name,
    sources: lineage.sources.map(({ column, how, via, through, position }) => ({
      column,
      how,
      via,
      through,
      position,
    })),
    origin: lineage.origin,
    typeOid: lineage.typeOid,
  }));

interface Walked {
  readonly walk: Walk;
  readonly node: Node;
  readonly columns: readonly NamedLineage[] | null;
  readonly copiesTo: StatementFacts['copiesTo'];
  readonly copyOptions: StatementFacts['copyOptions'];
  readonly makes?: StatementFacts['makes'];
  readonly unmakes?: StatementFacts['unmakes'];
}

/** What a statement that copies nothing out says of copying. */
const NO_COPY = { copiesTo: null, copyOptions: null } as const;

function factsOf(
  source: StatementSource,
  { walk, node, columns, copiesTo, copyOptions, makes = null, unmakes = [] }: Walked,
  { writes, locks }: Inside = lookInside(node),
): StatementFacts {
  const { findings } = walk;
  const uses = [...findings.uses.values()];
  const { command, category } = commandOf(node);
  const calls = [...findings.functions];
  const inside = [...findings.commands];
  const changes = writes.length > 0 || locks || inside.length > 0 || calls.some((name) => CHANGING_FUNCTIONS.has(name));
  const returned = (columns ?? []).flatMap((column) =>
    column.lineage.sources.filter((from) => from.how !== 'presence'),
  );
  return {
    command,
    commands: sorted([
      command,
      ...(createsTable(node) ? ['CREATE'] : []),
      ...writes.map((write) => commandOf(write).command),
      ...inside,
    ]),
    category: changes && category === 'read' ? 'write' : category,
    text: source.text,
    start: source.start,
    fingerprint: source.fingerprint,
    relations: sorted(findings.relations),
    reads: sorted(findings.reads),
    filtersOn: sorted(uses.filter((item) => item.filters).map((item) => item.column)),
    writes: sorted(findings.writes),
    returns: sorted(returned.map((from) => from.column)),
    filtered: isFiltered(node) && writes.every(isFiltered),
    limit: limitOf(node),
    functions: sorted(findings.functions),
    copiesTo,
    copyOptions,
    explains: null,
    analyzed: findings.unknown === null && findings.opaque.size === 0,
    unanalyzedBecause: findings.unknown ?? [...findings.opaque.values()][0] ?? null,
    unanalyzedAt: findings.unknownAt,
    opaqueFunctions: findings.unknown === null ? sorted(findings.opaque.keys()) : [],
    changesFunctions: changesFunctions(node),
    outputs: columns === null ? null : outputColumns(columns),
    uses: settleUses(uses),
    written: findings.written,
    fills: findings.fills,
    arrangedBy: isSorted(node) ? [] : sorted(arranging(findings.order).map((source) => source.column)),
    hazard: findings.hazard,
    setsPath: 'VariableSetStmt' in node ? pathSetBy(node.VariableSetStmt) : null,
    notifies: notificationOf(node),
    makes,
    unmakes,
    defines: null,
  };
}

const isQuery = (node: Node): boolean =>
  'SelectStmt' in node || 'InsertStmt' in node || 'UpdateStmt' in node || 'DeleteStmt' in node || 'MergeStmt' in node;

/** Rows come back from a query, and from a write that has RETURNING. */
const returnsRows = (node: Node): boolean => {
  if ('InsertStmt' in node) return node.InsertStmt.returningClause !== undefined;
  if ('UpdateStmt' in node) return node.UpdateStmt.returningClause !== undefined;
  if ('DeleteStmt' in node) return node.DeleteStmt.returningClause !== undefined;
  if ('MergeStmt' in node) return node.MergeStmt.returningClause !== undefined;
  return !('SelectStmt' in node) || leftmost(node.SelectStmt).intoClause === undefined;
};

function walkQuery(walk: Walk, node: Node): Walked {
  const result = walk.visit.statement(walk, node, null);
  const columns = result?.columns ?? [];
  const { functions } = walk.findings;
  if (functions.has(SET_CONFIG) && [...functions].some((name) => !name.startsWith('pg_catalog.')))
    unknown(walk, 'set_config changes what the other functions of the statement could mean');
  if (createsTable(node)) return { walk, node, columns: null, ...NO_COPY, makes: selectInto(walk, node, columns) };
  return { walk, node, columns: returnsRows(node) ? columns : null, ...NO_COPY };
}

function walkStatement(catalog: Catalog, context: AnalysisContext, node: Node, base: number): Walked {
  const walk = newWalk(catalog, context, base);
  try {
    if (isQuery(node)) return walkQuery(walk, node);
    return { walk, node, ...utilityStatement(walk, node) };
  } catch (error) {
    // A tree deeper than the stack. Anything else is a bug, and must refuse as well.
    const reason = error instanceof RangeError ? 'it is nested too deeply' : `the analysis failed: ${String(error)}`;
    return { walk: { ...walk, findings: { ...walk.findings, unknown: reason } }, node, columns: null, ...NO_COPY };
  }
}

const notKnown = (facts: StatementFacts, because: string): StatementFacts => ({
  ...facts,
  analyzed: false,
  unanalyzedBecause: because,
  unanalyzedAt: -1,
  opaqueFunctions: [],
});

/** Where the outer statement runs the inner one, it does what that does. */
const runs = (facts: StatementFacts, inner: StatementFacts): Pick<StatementFacts, 'category' | 'commands'> => ({
  category: inner.category,
  commands: sorted([...facts.commands, ...inner.commands]),
});

/** The facts of the outer statement, with what the inner one reads, writes and uses. */
const around = (facts: StatementFacts, inner: StatementFacts, changes: Partial<StatementFacts>): StatementFacts => ({
  ...inner,
  command: facts.command,
  commands: facts.commands,
  category: facts.category,
  text: facts.text,
  start: facts.start,
  fingerprint: facts.fingerprint,
  functions: sorted([...facts.functions, ...inner.functions]),
  hazard: facts.hazard ?? inner.hazard,
  ...NO_COPY,
  explains: null,
  setsPath: null,
  defines: null,
  ...changes,
});

/** What the arguments of EXECUTE read, write and use, with what the query inside does. */
const together = (facts: StatementFacts, inner: StatementFacts): Partial<StatementFacts> => ({
  relations: sorted([...facts.relations, ...inner.relations]),
  reads: sorted([...facts.reads, ...inner.reads]),
  filtersOn: sorted([...facts.filtersOn, ...inner.filtersOn]),
  writes: sorted([...facts.writes, ...inner.writes]),
  uses: [...facts.uses, ...inner.uses],
  category: facts.writes.length > 0 && inner.category === 'read' ? 'write' : inner.category,
});

const elsewhere = (facts: StatementFacts): StatementFacts => ({
  ...facts,
  written: facts.written.map((item) => ({ ...item, constant: { ...item.constant, position: -1 } })),
  uses: facts.uses.map((item) => ({ ...item, position: -1 })),
  outputs:
    facts.outputs?.map((output) => ({
      ...output,
      sources: output.sources.map((from) => ({ ...from, position: -1 })),
    })) ?? null,
});

/** Facts of a statement without a node of its own to walk; what it holds is analysed on its own. */
function shell(catalog: Catalog, context: AnalysisContext, node: Node, source: StatementSource): StatementFacts {
  const walked = { walk: newWalk(catalog, context, source.base), node, columns: null, ...NO_COPY };
  return factsOf(source, walked, { writes: [], locks: false });
}

/** A prepared statement is analysed again by the server when names have changed, so it is here. */
function reanalyzed(catalog: Catalog, context: AnalysisContext, stored: StatementFacts): StatementFacts {
  const parsed = parseText(stored.text);
  const node = parsed.kind === 'parsed' && parsed.statements.length === 1 ? parsed.statements[0]?.stmt : undefined;
  if (node === undefined) return notKnown(stored, 'the prepared statement cannot be read again');
  const found = analyzeStatement(catalog, context, node, {
    text: stored.text,
    base: 0,
    start: 0,
    fingerprint: stored.fingerprint,
  });
  return found.defines?.kind === 'prepared' ? found.defines.facts : found;
}

function executeFacts(
  catalog: Catalog,
  context: AnalysisContext,
  node: Node & { ExecuteStmt: unknown },
  source: StatementSource,
): StatementFacts {
  const { name, params } = (node as Extract<Node, { ExecuteStmt: unknown }>).ExecuteStmt;
  const walk = newWalk(catalog, context, source.base);
  const given = (params ?? []).map((param) => walk.visit.expression(walk, param, innerScope(null)));
  // Inside, a parameter is a constant of the client: what a function reads must not become one.
  for (const lineage of given)
    use(walk, lineage.sources, 'copy', {
      via: 'a parameter of EXECUTE',
      into: `the prepared statement ${name ?? ''}`,
      filters: false,
    });
  const facts = factsOf(source, { walk, node, columns: null, ...NO_COPY });
  const stored = context.prepared.get(name ?? '');
  if (stored === undefined) return notKnown(facts, `the prepared statement ${name ?? ''} is not known`);
  // Over the protocol the name may stand for a text that executes the name: inside itself it is not known.
  const others = new Map([...context.prepared].filter(([other]) => other !== name));
  const inner = elsewhere(reanalyzed(catalog, { ...context, prepared: others }, stored));
  const written = inner.written.flatMap((item): readonly WrittenValue[] =>
    item.constant.kind === 'constant'
      ? [item]
      : (given[item.constant.number - 1]?.constants ?? []).map((constant) => ({ ...item, constant })),
  );
  const merged = around(facts, inner, { ...runs(facts, inner), ...together(facts, inner), written });
  if (facts.analyzed) return merged;
  const isOpaque = facts.opaqueFunctions.length > 0 && (inner.analyzed || inner.opaqueFunctions.length > 0);
  const unknown = notKnown(merged, facts.unanalyzedBecause ?? '');
  return isOpaque
    ? { ...unknown, opaqueFunctions: sorted([...facts.opaqueFunctions, ...inner.opaqueFunctions]) }
    : unknown;
}

/** The facts of one statement. */
export function analyzeStatement(
  catalog: Catalog,
  context: AnalysisContext,
  node: Node,
  source: StatementSource,
): StatementFacts {
  const inside = (query: Node): StatementFacts => analyzeStatement(catalog, context, query, source);
  if ('ExplainStmt' in node && node.ExplainStmt.query !== undefined) {
    const plan = [{ name: 'QUERY PLAN', lineage: CONSTANT }];
    const facts = shell(catalog, context, node, source);
    const inner = inside(node.ExplainStmt.query);
    return around(facts, inner, {
      // Without ANALYZE nothing is run.
      ...(isAnalyzed(node.ExplainStmt) ? runs(facts, inner) : {}),
      returns: [],
      outputs: outputColumns(plan),
      explains: explainKind(node.ExplainStmt),
    });
  }
  if ('PrepareStmt' in node && node.PrepareStmt.query !== undefined) {
    const facts = inside(node.PrepareStmt.query);
    const defines = { kind: 'prepared' as const, name: node.PrepareStmt.name ?? '', facts };
    return around(shell(catalog, context, node, source), facts, { returns: [], outputs: null, defines });
  }
  if ('DeclareCursorStmt' in node && node.DeclareCursorStmt.query !== undefined) {
    const facts = readInParts(inside(node.DeclareCursorStmt.query), 'a cursor');
    const outer = shell(catalog, context, node, source);
    const defines = { kind: 'cursor' as const, name: node.DeclareCursorStmt.portalname ?? '', facts };
    return around(outer, facts, { ...runs(outer, facts), returns: [], outputs: null, defines });
  }
  if ('ExecuteStmt' in node) return executeFacts(catalog, context, node, source);
  if ('FetchStmt' in node) {
    const facts = shell(catalog, context, node, source);
    const stored = context.cursors.get(node.FetchStmt.portalname ?? '');
    if (stored === undefined) return notKnown(facts, `the cursor ${node.FetchStmt.portalname ?? ''} is not known`);
    const moves = node.FetchStmt.ismove === true ? { returns: [], outputs: null } : {};
    return around(facts, elsewhere(readInParts(stored, 'FETCH')), moves);
  }
  return factsOf(source, walkStatement(catalog, context, node, source.base));
}
