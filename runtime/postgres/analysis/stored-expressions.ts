// Expressions that the catalog holds as text: defaults, generated columns, conditions of domains. A live server prints them with every
// name qualified.
import { NO_SOURCE } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import { parseText } from './parser.ts';
import type { Node } from './parser.ts';
import type { Scope } from './scope.ts';
import { charge, newFindings, unknown } from './walk.ts';
import type { Walk } from './walk.ts';

/** Trees by their text: the same ones are met again and again. */
const known = new Map<string, Node | null>();
const MAX_KNOWN = 5000;

function treeOf(text: string): Node | null {
  const before = known.get(text);
  if (before !== undefined) return before;
  const parsed = parseText(`SELECT (${text})`);
  const statement = parsed.kind === 'parsed' && parsed.statements.length === 1 ? parsed.statements[0]?.stmt : undefined;
  const target =
    statement !== undefined && 'SelectStmt' in statement ? statement.SelectStmt.targetList?.[0] : undefined;
  const tree = (target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined) ?? null;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(text, tree);
  return tree;
}

interface Place {
  /** For messages: `the default of care.visits.fee`. */
  readonly what: string;
  readonly scope: Scope;
}

/** The lineage of such an expression; what it does is charged to the walk. */
export function storedExpression(walk: Walk, text: string, { what, scope }: Place): Lineage {
  const tree = treeOf(text);
  const findings = { ...newFindings(), conditions: walk.findings.conditions };
  const searchPath = walk.catalog.snapshot.serverVersion === 0 ? walk.context.searchPath : ['pg_catalog'];
  const inner: Walk = {
    ...walk,
    findings,
    visited: new Set(),
    view: what,
    parameters: null,
    base: 0,
    context: { ...walk.context, searchPath },
  };
  if (tree === null) unknown(inner, 'the expression is not understood');
  const lineage = tree === null ? NO_SOURCE : walk.visit.expression(inner, tree, scope);
  charge(walk, findings);
  return lineage;
}
