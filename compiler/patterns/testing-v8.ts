// Test support: V8's own RegExp as the judge, asked only where a match may begin. Left to itself it also tries the middle of a
// surrogate pair, where no character begins: /\B/u finds something in "a😀a".

const compiled = new Map<string, RegExp>();
const MAX_COMPILED = 5_000;

/** Whether the pattern matches at a place of the text, in UTF-16 units, that must lie between two characters. */
export function matchesAt(source: string, flags: string, text: string, at: number): boolean {
  const key = `${flags}/${source}`;
  const pattern = compiled.get(key) ?? new RegExp(source, `uy${flags}`);
  if (compiled.size > MAX_COMPILED) compiled.clear();
  compiled.set(key, pattern);
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Where characters begin, and the end of the text, in UTF-16 units. */
export function characterStarts(text: string): readonly number[] {
  const starts = [0];
  for (const character of text) starts.push((starts.at(-1) ?? 0) + character.length);
  return starts;
}

/** Whether the pattern matches anywhere. */
export const matchesAnywhere = (source: string, flags: string, text: string): boolean =>
  characterStarts(text).some((at) => matchesAt(source, flags, text, at));
