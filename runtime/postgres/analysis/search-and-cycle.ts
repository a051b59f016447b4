// SEARCH and CYCLE of a recursive WITH query: the columns that they add, and what they come from.
import { derive } from './lineage.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import { useGroup } from './operators.ts';
import type { Ast } from './parser.ts';
import { innerScope } from './scope.ts';
import { strings } from './syntax.ts';
import { unknown } from './walk.ts';
import type { Walk } from './walk.ts';

type Columns = readonly NamedLineage[];

function listed(walk: Walk, columns: Columns, names: readonly string[], clause: string): readonly Lineage[] {
  return names.flatMap((name) => {
    const found = columns.find((column) => column.name === name);
    if (found === undefined) unknown(walk, `the column ${name} of ${clause} is not known`);
    return found === undefined ? [] : [found.lineage];
  });
}

/** SEARCH: a column whose values sort as the rows were found. It is made of the columns that the search goes by. */
function searchColumns(walk: Walk, clause: Ast.CTESearchClause, columns: Columns): Columns {
  const by = listed(walk, columns, strings(clause.search_col_list), 'SEARCH');
  return [{ name: clause.search_seq_column ?? '', lineage: { ...derive(by, 'SEARCH'), shape: 'other' } }];
}

/** CYCLE: rows whose values came before on their path are marked and followed no further, so the values are compared. */
function cycleColumns(walk: Walk, clause: Ast.CTECycleClause, columns: Columns): Columns {
  const compared = listed(walk, columns, strings(clause.cycle_col_list), 'CYCLE');
  for (const lineage of compared) useGroup(walk, lineage, 'CYCLE');
  const marks = [clause.cycle_mark_value, clause.cycle_mark_default].flatMap((node) =>
    node === undefined ? [] : [walk.visit.expression(walk, node, innerScope(null))],
  );
  const lineage: Lineage = { ...derive([...compared, ...marks], 'CYCLE'), shape: 'other' };
  return [
    { name: clause.cycle_mark_column ?? '', lineage },
    { name: clause.cycle_path_column ?? '', lineage },
  ];
}

/** The columns of a WITH query with those that SEARCH and CYCLE add, in PostgreSQL's order. */
export function withSearchAndCycle(walk: Walk, node: Ast.CommonTableExpr, columns: Columns): Columns {
  const { search_clause: search, cycle_clause: cycle } = node;
  return [
    ...columns,
    ...(search === undefined ? [] : searchColumns(walk, search, columns)),
    ...(cycle === undefined ? [] : cycleColumns(walk, cycle, columns)),
  ];
}
