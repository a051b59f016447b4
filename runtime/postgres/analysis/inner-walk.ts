// A walk of what stands elsewhere than in the statement, such as the body of a function: its findings are its own until they are charged.
import type { CatalogFunction } from './catalog.ts';
import type { Lineage } from './lineage.ts';
import { charge, newFindings, opaque } from './walk.ts';
import type { Findings, Walk } from './walk.ts';

export interface InnerWalk {
  /** What is walked, for messages: `the function care.f`. */
  readonly what: string;
  readonly parameters: readonly Lineage[];
}

/** The schemas that names in the body are looked up in. */
function bodyPath(walk: Walk, found: CatalogFunction): readonly string[] {
  // Names in a body in SQL syntax were resolved when it was made, and a live server prints them with their schemas.
  if (found.isAtomic && walk.catalog.snapshot.serverVersion !== 0) return ['pg_catalog'];
  const path = found.searchPath ?? walk.context.searchPath;
  const { runsAs } = found;
  // With the owner's rights `$user` is the owner.
  return runsAs === undefined
    ? path
    : path.map((schema) => (schema === '$user' || schema === '"$user"' ? runsAs : schema));
}

/** A walk of the body of a function. */
export const innerWalk = (walk: Walk, found: CatalogFunction, { what, parameters }: InnerWalk): Walk => ({
  ...walk,
  findings: { ...newFindings(), conditions: walk.findings.conditions },
  visited: new Set(),
  view: what,
  parameters,
  calls: [...walk.calls, found.oid],
  base: 0,
  context: { ...walk.context, searchPath: bodyPath(walk, found) },
});

/** Charges a call with what the body of the function does. What is not understood or not safe there makes that function opaque, by its name. */
export function chargeBody(walk: Walk, found: CatalogFunction, findings: Findings): void {
  const name = `${found.schema}.${found.name}`;
  const because =
    findings.unknown ?? (findings.hazard === null ? null : `${findings.hazard.because}, in the function ${name}`);
  if (because !== null) opaque(walk, name, because);
  charge(walk, { ...findings, unknown: null, hazard: null });
}
