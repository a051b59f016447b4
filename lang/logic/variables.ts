// The variables that conditions speak about, each with the values that it can take. Texts of the policy get numbers; all
// other texts together are the one value `MAX`.
import { ABSENT, BIT, point, type Ranges } from './ranges.ts';

export interface Variable {
  readonly id: number;
  /** What it can be when it is present. */
  readonly present: Ranges;
  /** The same, with `ABSENT` where it may be absent. */
  readonly domain: Ranges;
  /** What it is where nothing speaks about it; a guess that makes most conditions false. */
  readonly usual: number;
}

export interface Variables {
  /** The variable of a key; the values of its first mention hold. */
  named(key: string, present: Ranges, isOptional: boolean): Variable;
  /** A boolean like no other. */
  fresh(): Variable;
  numberOf(text: string): number;
  /** The text of a number; undefined for the number of all other texts, and for what is no text. */
  textOf(number: number): string | undefined;
}

export function createVariables(): Variables {
  const byKey = new Map<string, Variable>();
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  let count = 0;
  const create = (present: Ranges, isOptional: boolean): Variable => {
    const usual = isOptional ? ABSENT : present === BIT ? 0 : Math.max(...present.map(({ high }) => high));
    const domain = isOptional ? [...point(ABSENT), ...present] : present;
    return { id: count++, present, domain, usual };
  };
  return {
    named: (key, present, isOptional) => {
      const known = byKey.get(key);
      if (known) return known;
      const variable = create(present, isOptional);
      byKey.set(key, variable);
      return variable;
    },
    fresh: () => create(BIT, false),
    numberOf: (text) => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      return texts.push(text) - 1;
    },
    textOf: (number) => texts[number],
  };
}
