// Collects the constants of a policy while it is lowered, each distinct one once.
import type { Network, Pattern } from '../../lang/program/program.ts';

export interface Constants {
  readonly texts: readonly string[];
  readonly textLists: readonly (readonly number[])[];
  readonly networkLists: readonly (readonly Network[])[];
  readonly patterns: readonly Pattern[];
  text(value: string): number;
  textList(values: readonly string[]): number;
  networkList(networks: readonly Network[]): number;
  pattern(pattern: Pattern): number;
}

export function collectConstants(): Constants {
  const texts = interning<string>((value) => value);
  const textLists = interning<readonly number[]>((list) => list.join(','));
  const networkLists = interning<readonly Network[]>((list) =>
    list.map(({ address, prefixBits }) => `${address}/${prefixBits}`).join(','),
  );
  const patterns = interning<Pattern>((pattern) => `${pattern.flags}/${pattern.source}`);
  return {
    texts: texts.values,
    textLists: textLists.values,
    networkLists: networkLists.values,
    patterns: patterns.values,
    text: texts.numberOf,
    textList: (values) => textLists.numberOf(values.map((value) => texts.numberOf(value))),
    networkList: networkLists.numberOf,
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
