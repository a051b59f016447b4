// What people may ask about a masked column outside the select list: the levels of the clause `predicates` of a mask, and which of two is
// stricter. A leaf.

/** The strictest first. */
export const PREDICATE_LEVELS = ['block', 'equality', 'allow'] as const;
export type PredicateLevel = (typeof PREDICATE_LEVELS)[number];

/** What holds where a mask says nothing. */
export const DEFAULT_PREDICATES: PredicateLevel = 'equality';

export const predicateLevel = (text: string): PredicateLevel | undefined =>
  PREDICATE_LEVELS.find((level) => level === text);

/** The strictest of some; the default where there is none. */
export const strictestPredicates = (levels: readonly PredicateLevel[]): PredicateLevel =>
  PREDICATE_LEVELS.find((level) => levels.includes(level)) ?? DEFAULT_PREDICATES;

/** True when the first allows nothing that the second forbids. */
export const isAsStrict = (level: PredicateLevel, other: PredicateLevel): boolean =>
  PREDICATE_LEVELS.indexOf(level) <= PREDICATE_LEVELS.indexOf(other);
