// The words of a detector's validator as compiler/kernel/assembly/labels.ts reads them: by their last sign, because labels are
// read from their end and hardly any word ends like the one that stands there.

const LETTERS = 26;
const FIRST_LETTER = 0x61;
/** 26 small letters, any other sign, and the end. */
const OFFSETS = LETTERS + 2;

/** 28 u16 offsets of the words that end with each letter, then with another sign, then of the end; then per word u8 length and its bytes. */
export function encodeWords(words: readonly string[]): Uint8Array {
  const encoded = words.map((word) => new TextEncoder().encode(word));
  const byEnd = Map.groupBy(encoded, endOf);
  const offsets: number[] = [];
  const bytes: number[] = [];
  for (let end = 0; end < OFFSETS; end += 1) {
    offsets.push(2 * OFFSETS + bytes.length);
    for (const word of byEnd.get(end) ?? []) bytes.push(word.length, ...word);
  }
  return Uint8Array.from([...new Uint8Array(Uint16Array.from(offsets).buffer), ...bytes]);
}

function endOf(word: Uint8Array): number {
  const letter = (word.at(-1) ?? 0) - FIRST_LETTER;
  return letter >= 0 && letter < LETTERS ? letter : LETTERS;
}
