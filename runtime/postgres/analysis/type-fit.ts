// Whether a value of one type can stand where another is asked for, as far as OIDs tell. In doubt it can.
import type { Catalog } from './catalog-index.ts';

/** Types with lower OIDs are PostgreSQL's own. */
const FIRST_OWN = 16384;

/** False only where the server would surely not choose a function or operator for this argument: its type is someone's own, and no cast leads there. */
export function couldBe(catalog: Catalog, given: number, wanted: number): boolean {
  if (given === 0 || wanted === 0 || given === wanted || wanted < FIRST_OWN || given >= FIRST_OWN) return true;
  // A domain takes what the type under it does.
  if (catalog.typeByOid(wanted)?.kind === 'domain') return true;
  return catalog.castsOf(wanted).some((cast) => cast.source === given && cast.target === wanted && cast.isImplicit);
}
