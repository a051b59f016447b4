// CALL: a procedure is looked into like a function; what it gives back is one row of its OUT arguments.
import type { CopyResult } from './copy-statement.ts';
import { candidatesOf } from './function-candidates.ts';
import type { NamedLineage } from './lineage.ts';
import type { Ast } from './parser.ts';
import { innerScope } from './scope.ts';
import { unknown } from './walk.ts';
import type { Walk } from './walk.ts';

export function callStatement(walk: Walk, { funccall }: Ast.CallStmt): CopyResult {
  const nothing = { columns: null, copiesTo: null, copyOptions: null };
  if (funccall === undefined) {
    unknown(walk, 'a CALL of this form is not understood');
    return nothing;
  }
  const value = walk.visit.expression(walk, { FuncCall: funccall }, innerScope(null));
  const shapes = candidatesOf(walk, funccall).functions.map((found) =>
    found.arguments.filter(({ mode }) => mode === 'out' || mode === 'inout').map(({ name }) => name),
  );
  const [names] = shapes;
  if (names === undefined || names.length === 0) return nothing;
  if (shapes.some((others) => others.join('.') !== names.join('.')))
    unknown(walk, 'which of the procedures is meant is not known');
  const columns = names.map((name, index): NamedLineage => ({
    name: name || `column${index + 1}`,
    lineage: { ...value, row: null },
  }));
  return { ...nothing, columns };
}
