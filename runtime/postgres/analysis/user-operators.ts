// Operators that are not PostgreSQL's own: what they do is what their functions do. Among those of a name the server chooses by the types
// of the operands, so whatever it may choose counts.
import type { CatalogOperator } from './catalog.ts';
import { isHarmlessExtension } from './extension-functions.ts';
import { derive } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import type { Node } from './parser.ts';
import { strings } from './syntax.ts';
import { couldBe } from './type-fit.ts';
import { callSupport } from './user-functions.ts';
import { unknown, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';

export interface OperatorCall {
  /** Undefined where there is no operand. */
  readonly left: Lineage | undefined;
  readonly right: Lineage | undefined;
}

/** One of a known extension means what PostgreSQL's own of that name does, for another type. */
const isOfExtension = (walk: Walk, operator: CatalogOperator): boolean =>
  walk.catalog
    .functions(operator.function.name, { schema: operator.function.schema })
    .some((found) => isHarmlessExtension(found));

const fits = (walk: Walk, type: number, operand: Lineage | undefined): boolean =>
  operand === undefined ? type === 0 : type !== 0 && couldBe(walk.catalog, operand.typeOid, type);

function candidates(walk: Walk, parts: readonly string[], call: OperatorCall | null): readonly CatalogOperator[] {
  const schema = parts.length > 1 ? parts.at(-2) : undefined;
  const where = schema === undefined ? { path: walk.context.searchPath } : { schema };
  return walk.catalog
    .operators(parts.at(-1) ?? '', where)
    .filter(
      (operator) =>
        !isOfExtension(walk, operator) &&
        (call === null || (fits(walk, operator.left, call.left) && fits(walk, operator.right, call.right))),
    );
}

/** What operators of the user that the name may mean give; empty when it can only be PostgreSQL's own. */
export function userOperatorLineages(
  walk: Walk,
  name: readonly Node[] | undefined,
  call: OperatorCall,
): readonly Lineage[] {
  const parts = strings(name);
  const found = candidates(walk, parts, call);
  if (found.length === 0) {
    const schema = parts.length > 1 ? parts.at(-2) : 'pg_catalog';
    const isKnown =
      schema === 'pg_catalog' || walk.catalog.operators(parts.at(-1) ?? '', { schema: schema ?? '' }).length > 0;
    if (!isKnown) unknown(walk, `the operator ${parts.join('.')} is not in the catalog`);
    return [];
  }
  const operands = [call.left, call.right].flatMap((operand) => operand ?? []);
  const via = `… ${parts.join('.')} …`;
  for (const operand of operands) usePartially(walk, operand.sources, via);
  return found.map((operator) => derive([callSupport(walk, operator.function, derive(operands, via))], via));
}

/** The bare name of an operator where only PostgreSQL's own is understood; any other is reported. */
export function operatorName(walk: Walk, name: readonly Node[] | undefined): string {
  const parts = strings(name);
  const isForeign = parts.length > 1 && parts.at(-2) !== 'pg_catalog';
  if (candidates(walk, parts, null).length > 0 || isForeign)
    unknown(walk, `the operator ${parts.join('.')} is not one of PostgreSQL's own`);
  return parts.at(-1) ?? '';
}
