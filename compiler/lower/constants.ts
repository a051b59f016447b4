// Collects the constants of a policy while it is lowered, each distinct one once.
import type { Pattern } from '../../lang/check/program.ts';

export interface Constants {
  readonly texts: readonly string[];
  readonly textLists: readonly (readonly number[])[];
  readonly patterns: readonly Pattern[];
  text(value: string): number;
  textList(values: readonly string[]): number;
  pattern(pattern: Pattern): number;
}

export function collectConstants(): Constants {
  const texts = interning<string>((value) => value);
  const textLists = interning<readonly number[]>((list) => list.join(','));
  const patterns = interning<Pattern>((pattern) => `${pattern.flags}/${pattern.source}`);
  return {
    texts: texts.values,
    textLists: textLists.values,
    patterns: patterns.values,
    text: texts.numberOf,
    textList: (values) => textLists.numberOf(values.map((value) => texts.numberOf(value))),
    pattern: patterns.numberOf,
  };
}

function interning<Value>(keyOf: (value: Value) => string): { values: Value[]; numberOf: (value: Value) => number } {
  const values: Value[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (value: Value): number => {
    const key = keyOf(value);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, values.length);
    return values.push(value) - 1;
  };
  return { values, numberOf };
}
