// Characters that look like ASCII ones: those that people meet, not all of Unicode. The Cyrillic and Greek letters are in
// the order of the ASCII ones beside them.

const PAIRS: readonly (readonly [alike: string, ascii: string])[] = [
  // Cyrillic.
  ['аеорсухіјѕһԁԛԝкмт', 'aeopcyxijshdqwkmt'],
  ['АВЕКМНОРСТХУІЈЅ', 'ABEKMHOPCTXYIJS'],
  // Greek.
  ['αορνικυχτ', 'aopvikuxt'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
  // What word processors make of plain signs.
  ['“”„‟″‘’‚′–—−‐‑․⁄∕：；', `"""""''''-----.//:;`],
  ['\u00A0\u2002\u2003\u2009\u202F\u3000', '      '],
];
const FULL_WIDTH = { first: 0xff01, last: 0xff5e, toAscii: 0xfee0 };

const ASCII_OF: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap(([alike, ascii]) =>
    Array.from(alike, (character, index): [string, string] => [character, ascii.charAt(index)]),
  ),
);

/** The ASCII character that another one looks like; the character itself where there is none. */
function asciiOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= FULL_WIDTH.first && code <= FULL_WIDTH.last) return String.fromCharCode(code - FULL_WIDTH.toAscii);
  return ASCII_OF.get(character) ?? character;
}

/** The text as a reader would take it, in ASCII as far as that goes. */
export const inAscii = (text: string): string => text.replace(/[^\0-\x7F]/gu, asciiOf);

const LIKE = { 1: 'l', I: 'l', 0: 'O', rn: 'm' } as const;

/** Equal for texts that differ only in what looks alike: letters of other scripts, `l`, `1` and `I`, `O` and `0`, `rn` and `m`. */
export const skeleton = (text: string): string =>
  inAscii(text).replace(/[1I0]|rn/g, (alike) => LIKE[alike as keyof typeof LIKE]);
