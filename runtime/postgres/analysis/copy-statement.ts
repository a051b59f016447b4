// COPY: of a table it is a query over its own rows and the columns named, or a write to them; of a query it is that query.
import type { CopyOptions } from '../../engine/copy-format.ts';
import type { CatalogRelation } from './catalog.ts';
import { copyOptions } from './copy-options.ts';
import type { CopyDestination } from './facts.ts';
import { relationItem } from './from-items.ts';
import type { NamedLineage } from './lineage.ts';
import type { Ast } from './parser.ts';
import { resolveRelation } from './relations.ts';
import { innerScope } from './scope.ts';
import type { FromElement } from './scope.ts';
import { strings } from './syntax.ts';
import { hazard, unknown } from './walk.ts';
import type { Walk } from './walk.ts';
import { chargeWriteEffects } from './write-effects.ts';

export interface CopyResult {
  /** What every row holds, in order; null for COPY FROM. */
  readonly columns: readonly NamedLineage[] | null;
  readonly copiesTo: CopyDestination | null;
  readonly copyOptions: CopyOptions | null;
}

/** The columns that COPY takes, in its order: without a list all but generated ones. */
function chosenColumns(
  walk: Walk,
  { visible }: FromElement,
  names: readonly string[],
  relation: CatalogRelation | undefined,
): readonly NamedLineage[] {
  if (names.length === 0) {
    const generated = new Set(
      relation?.columns.filter((column) => column.generated !== undefined).map((column) => column.name),
    );
    return visible.filter((column) => !generated.has(column.name));
  }
  return names.flatMap((name) => {
    const found = visible.find((column) => column.name === name);
    if (found === undefined) unknown(walk, `COPY names the column ${name}, which is not known`);
    return found ?? [];
  });
}

function copyTable(walk: Walk, node: Ast.CopyStmt, name: Ast.RangeVar): readonly NamedLineage[] | null {
  // Children by inheritance and partitions have rows of their own, which COPY leaves out.
  const element = relationItem(walk, { ...name, inh: false }, innerScope(null));
  const relation = resolveRelation(walk, name);
  const chosen = chosenColumns(walk, element, strings(node.attlist), relation);
  const columns = chosen.flatMap((column) => column.lineage.sources.map((source) => source.column));
  if (node.is_from !== true) {
    for (const column of columns) walk.findings.reads.add(column);
    return chosen;
  }
  if (relation !== undefined) chargeWriteEffects(walk, relation);
  for (const column of columns) walk.findings.writes.add(column);
  if (node.whereClause !== undefined) walk.visit.condition(walk, node.whereClause, innerScope(null, [element]));
  return null;
}

export function copyStatement(walk: Walk, node: Ast.CopyStmt): CopyResult {
  const destination: CopyDestination =
    node.is_program === true ? 'program' : node.filename === undefined ? 'stdout' : 'file';
  const isFrom = node.is_from === true;
  if (destination !== 'stdout')
    hazard(walk, `COPY ${isFrom ? 'from' : 'to'} a ${destination} of the server leaves the session`);
  const copiesTo = isFrom ? null : destination;
  const options = copiesTo === 'stdout' ? copyOptions(walk, node) : null;
  if (node.query !== undefined) {
    const result = walk.visit.statement(walk, node.query, null);
    if (result === null) unknown(walk, 'COPY of this statement is not understood');
    return { columns: result?.columns ?? [], copiesTo, copyOptions: options };
  }
  const columns = node.relation === undefined ? null : copyTable(walk, node, node.relation);
  return { columns, copiesTo, copyOptions: options };
}
