// Texts on which PostgreSQL's own scanner takes time that grows with the square of their length: it reads a run of operator characters
// again from each comment that opens in it, and tries every shorter end of an operator. A server spends that in one session's process;
// here it would hold up everybody. What a person writes keeps far away from these limits.

/** An operator has at most 63; lines of dashes in literals and comments are longer. */
const MAX_RUN = 2_000;
/** Comments that open directly after one another, as in the text `/*` written many times. */
const MAX_OPENINGS = 16;

const OPERATOR_CHARACTERS: ReadonlySet<number> = new Set(
  Array.from('~!@#^&|`?+-*/%<>=', (character) => character.charCodeAt(0)),
);
const SLASH = 0x2f;
const STAR = 0x2a;

/** Why the scanner would take too long over this text; null when it will not. Reads the text once. */
export function scannerHazard(text: string): string | null {
  if (text.length <= MAX_RUN) return null;
  let run = 0;
  let openings = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (!OPERATOR_CHARACTERS.has(code)) {
      run = 0;
      openings = 0;
      continue;
    }
    run += 1;
    if (code === STAR && run > 1 && text.charCodeAt(at - 1) === SLASH) openings += 1;
    if (run > MAX_RUN) return `it holds more than ${MAX_RUN} operator characters in a row`;
    if (openings > MAX_OPENINGS) return `it opens more than ${MAX_OPENINGS} comments directly after one another`;
  }
  return null;
}
