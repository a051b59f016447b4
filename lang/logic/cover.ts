// Which of many conditions hold, alone or together, wherever another one does. A model of the other one asks only those
// that are true in it, and an index finds these without looking at all.
import type { Search } from './find-model.ts';
import { type Formula, type Literal, needs, negate } from './formula.ts';
import type { Model } from './model.ts';
import { contains, numbersIn, type Ranges } from './ranges.ts';
import type { Reasoner } from './reasoner.ts';
import type { Variable } from './variables.ts';

/** More conditions than these are not joined to cover one. */
const MAX_TOGETHER = 12;
/** An index looks at so many leaves of formulas in all. */
const MAX_LOOKS = 2_000_000;
/** A condition is listed under so many values of a variable. */
const MAX_LISTED = 16;

/** Anything that has a condition. */
export interface Conditioned {
  readonly condition: Formula;
}

export interface ConditionIndex<Item> {
  /** Those whose condition a model makes true; null when the index has looked at enough. */
  trueIn(model: Model): readonly Item[] | null;
}

/** Where to look for items: a literal that their condition needs and that is usually false. */
interface Shelf<Item> {
  readonly byValue: Map<number, Item[]>;
  readonly others: Item[];
}

export function indexConditions<Item extends Conditioned>(
  items: readonly Item[],
  looks: number = MAX_LOOKS,
): ConditionIndex<Item> {
  let left = looks;
  const needed = items.map((item) => ({ item, literals: needs(item.condition).filter(isUsuallyFalse) }));
  const mentions = countMentions(needed.flatMap(({ literals }) => literals));
  const shelves = new Map<Variable, Shelf<Item>>();
  const loose: Item[] = [];
  for (const { item, literals } of needed) {
    const watched = rarestOf(literals, mentions);
    if (watched) placeOn(shelves, watched, item);
    else loose.push(item);
  }
  return {
    trueIn: (model) => {
      const found = [...loose];
      for (const variable of model.pinned) {
        const shelf = shelves.get(variable);
        if (shelf) found.push(...(shelf.byValue.get(model.valueOf(variable)) ?? []), ...shelf.others);
      }
      left -= found.reduce((sum, { condition }) => sum + condition.size, 0);
      return left < 0 ? null : found.filter(({ condition }) => model.makesTrue(condition));
    },
  };
}

/** How many conditions need a value of a variable, by variable and value; needs of more than one value are counted together. */
type Mentions = ReadonlyMap<Variable, ReadonlyMap<number, number>>;

function countMentions(literals: readonly Literal[]): Mentions {
  const mentions = new Map<Variable, Map<number, number>>();
  for (const literal of literals) {
    const values = mentions.get(literal.variable) ?? new Map<number, number>();
    mentions.set(literal.variable, values.set(keyOf(literal), mentionsOf(values, literal) + 1));
  }
  return mentions;
}

/** No value has this number. */
const SEVERAL = 0.5;

function keyOf(literal: Literal): number {
  const [only, more] = literal.kind === 'value' ? literal.ranges : [];
  return only && !more && only.low === only.high ? only.low : SEVERAL;
}

const mentionsOf = (values: ReadonlyMap<number, number> | undefined, literal: Literal): number =>
  values?.get(keyOf(literal)) ?? 0;

const isUsuallyFalse = (literal: Literal): boolean =>
  literal.kind === 'value' ? !contains(literal.ranges, literal.variable.usual) : literal.holds;

/** The literal that the fewest conditions need. */
function rarestOf(literals: readonly Literal[], mentions: Mentions): Literal | undefined {
  const rarity = (literal: Literal): number => mentionsOf(mentions.get(literal.variable), literal);
  return literals.reduce<Literal | undefined>(
    (best, one) => (best && rarity(best) <= rarity(one) ? best : one),
    undefined,
  );
}

function placeOn<Item>(shelves: Map<Variable, Shelf<Item>>, literal: Literal, item: Item): void {
  const shelf: Shelf<Item> = shelves.get(literal.variable) ?? { byValue: new Map(), others: [] };
  shelves.set(literal.variable, shelf);
  const values = literal.kind === 'value' ? fewValues(literal.ranges) : null;
  if (!values) shelf.others.push(item);
  else
    for (const value of values) {
      const sameValue = shelf.byValue.get(value);
      if (sameValue) sameValue.push(item);
      else shelf.byValue.set(value, [item]);
    }
}

/** The values of a short list; null for a long one. */
function fewValues(ranges: Ranges): readonly number[] | null {
  const width = ranges.reduce((sum, { low, high }) => sum + (high - low) + 1, 0);
  return width > MAX_LISTED ? null : numbersIn(ranges);
}

export interface Coverers<Item> {
  readonly index: ConditionIndex<Item>;
  readonly reasoner: Reasoner;
  /** Which of the items may cover. */
  readonly accepts: (item: Item) => boolean;
}

/** `covered` is a proof, and so is `open`, as far as the formulas say all; `unknown` says that nobody looked to the end. */
export type Cover<Item> =
  | { readonly kind: 'covered'; readonly items: readonly Item[] }
  | { readonly kind: 'open' | 'unknown' };

/**
 * The items one of which holds wherever the goal does; one alone where one is enough. The model is one of the goal.
 */
export function coverOf<Item extends Conditioned>(
  goal: Formula,
  model: Model,
  { index, reasoner, accepts }: Coverers<Item>,
): Cover<Item> {
  const search = (items: readonly Item[]): Search =>
    reasoner.search([goal, ...items.map(({ condition }) => negate(condition))]);
  const isEnough = (items: readonly Item[]): boolean => search(items).kind === 'none';
  const used: Item[] = [];
  let here = model;
  while (used.length < MAX_TOGETHER) {
    const candidates = index.trueIn(here);
    if (candidates === null) break;
    const next = candidates.find(accepts);
    if (next === undefined) return { kind: 'open' };
    const alone = search([next]);
    if (alone.kind === 'none') return { kind: 'covered', items: [next] };
    used.push(next);
    const together = used.length === 1 ? alone : search(used);
    if (together.kind === 'none') return { kind: 'covered', items: withoutSpare(used, isEnough) };
    if (together.kind !== 'found') break;
    here = together.model;
  }
  return { kind: 'unknown' };
}

/** Leaves out, one after another, what is not needed. */
const withoutSpare = <Item>(items: readonly Item[], isEnough: (rest: readonly Item[]) => boolean): readonly Item[] =>
  items.reduce((kept, item) => {
    const rest = kept.filter((other) => other !== item);
    return isEnough(rest) ? rest : kept;
  }, items);
