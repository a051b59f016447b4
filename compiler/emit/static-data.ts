// The bytes that a module places behind the kernel's own data, with their addresses known while they are collected.

export interface TextPlace {
  readonly address: number;
  readonly length: number;
}

export interface StaticData {
  /** Adds bytes at an 8-byte boundary and gives their address. */
  add(bytes: Uint8Array): number;
  /** Adds little-endian u32 values. */
  addWords(words: readonly number[]): number;
  /** Adds UTF-8 text, each distinct one once. */
  addText(text: string): TextPlace;
  /** Adds address and length of each text. */
  addTexts(texts: readonly string[]): number;
  /** Zeroed bytes that the module writes to. */
  reserve(bytes: number): number;
  /** Everything that was added, from `base`. */
  bytes(): Uint8Array;
  readonly base: number;
}

const align = (address: number): number => (address + 7) & ~7;

export function collectStaticData(from: number): StaticData {
  const base = align(from);
  const parts: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  const places = new Map<string, TextPlace>();
  let end = base;
  const add = (bytes: Uint8Array): number => {
    const at = align(end);
    parts.push({ at, bytes });
    end = at + bytes.length;
    return at;
  };
  const addWords = (words: readonly number[]): number =>
    add(new Uint8Array(Uint32Array.from(words, (word) => word >>> 0).buffer));
  const addText = (text: string): TextPlace => {
    const known = places.get(text);
    if (known !== undefined) return known;
    const bytes = new TextEncoder().encode(text);
    const place = { address: add(bytes), length: bytes.length };
    places.set(text, place);
    return place;
  };
  return {
    base,
    add,
    addWords,
    addText,
    addTexts: (texts) => addWords(texts.map(addText).flatMap(({ address, length }) => [address, length])),
    reserve: (length) => add(new Uint8Array(length)),
    bytes: () => {
      const all = new Uint8Array(end - base);
      for (const { at, bytes } of parts) all.set(bytes, at - base);
      return all;
    },
  };
}

/** Bits as u32 words, at least one word, so that bit sets of an empty policy have an address too. */
export function bitWords(count: number, numbers: readonly number[]): readonly number[] {
  const words = new Uint32Array(wordsFor(count));
  for (const number of numbers) words[number >> 5] = (words[number >> 5] ?? 0) | (1 << (number & 31));
  return [...words];
}

/** Number of u32 words that hold `count` bits. */
export const wordsFor = (count: number): number => Math.max(1, Math.ceil(count / 32));
