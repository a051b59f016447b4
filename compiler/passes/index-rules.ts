// The rule index: for each event, which rules can fire at all given the value of an attribute or the elements of a set, so
// that a thousand rules about a thousand groups cost one lookup for each group of the identity, not a thousand conditions.
import type { EventCode, IndexEntry, IndexLookup, PolicyIr, RuleIndex } from '../ir/policy-ir.ts';
import { guardsOf, type Guard } from './guards.ts';

export const indexRules = (ir: PolicyIr): PolicyIr => ({
  ...ir,
  events: ir.events.map((event) => ({ ...event, index: indexOf(event, ir) })),
});

/** With fewer rules behind a lookup, evaluating them costs no more than looking. */
const FEWEST_RULES = 4;

interface Guarded {
  readonly rule: number;
  readonly guard: Guard | null;
}

function indexOf(event: EventCode, ir: PolicyIr): RuleIndex {
  const all = event.rules.map(({ rule, condition }) => ({ rule, guards: guardsOf(condition, { ir, event }) }));
  const sharing = countKeys(all.flatMap(({ guards }) => guards));
  const guarded = all.map(({ rule, guards }) => ({ rule, guard: mostSelective(guards, sharing) }));
  const bySource = Map.groupBy(guarded, ({ guard }) => guard?.sourceKey ?? '');
  const lookups = [...bySource].flatMap(([source, rules]) =>
    source === '' || rules.length < FEWEST_RULES ? [] : [lookupOf(rules)],
  );
  const looked = new Set(lookups.flatMap(({ entries }) => entries.flatMap(({ rules }) => rules)));
  // A rule whose guard has no keys is in no entry. It can never hold, but is evaluated all the same: folding drops such
  // rules, and that must not be needed for a right answer.
  return { always: guarded.map(({ rule }) => rule).filter((rule) => !looked.has(rule)), lookups };
}

const placeOf = (sourceKey: string, key: number): string => `${key} ${sourceKey}`;

/** How many guards name each key of each source. */
function countKeys(guards: readonly Guard[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { sourceKey, keys } of guards) {
    for (const key of keys) counts.set(placeOf(sourceKey, key), (counts.get(placeOf(sourceKey, key)) ?? 0) + 1);
  }
  return counts;
}

/** The guard whose keys lead to the fewest rules; of equal ones the first. */
function mostSelective(guards: readonly Guard[], sharing: ReadonlyMap<string, number>): Guard | null {
  const cost = ({ sourceKey, keys }: Guard): number =>
    [...keys].reduce((sum, key) => sum + (sharing.get(placeOf(sourceKey, key)) ?? 0), 0);
  let best: Guard | null = null;
  for (const guard of guards) if (best === null || cost(guard) < cost(best)) best = guard;
  return best;
}

function lookupOf(rules: readonly Guarded[]): IndexLookup {
  const byKey = new Map<number, number[]>();
  for (const { rule, guard } of rules) {
    for (const key of guard?.keys ?? []) {
      const list = byKey.get(key);
      if (list) list.push(rule);
      else byKey.set(key, [rule]);
    }
  }
  const source = rules[0]?.guard?.source;
  if (source === undefined) throw new Error('a lookup of no rules');
  const entries: readonly IndexEntry[] = [...byKey].map(([key, list]) => ({ key, rules: list }));
  return { source, entries: entries.toSorted((left, right) => left.key - right.key) };
}
