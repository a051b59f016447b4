// What a label before a match is, told a second time: by looking for each word of the list from the right and judging what
// lies between it and the match. It exists to disagree with compiler/kernel/assembly/labels.ts.

export type Level = 'none' | 'next' | 'near';

const WINDOW = 64;
const MOST_OTHERS = 3;
const FILLERS = new Set('no nos num nbr number numbers id ids is was code and or'.split(' '));

/** True where one word ends and another begins inside `patientMrn`. */
const isHump = (left: string, right: string): boolean => /[a-z]/.test(left) && /[A-Z]/.test(right);
const isLetter = (sign: string): boolean => /^[A-Za-z]$/.test(sign);

/** `before` is all that stands in front of the match; signs beyond ASCII count as many as their bytes. */
export function referenceLevel(before: string, list: readonly string[]): Level {
  const bytes = [...new TextEncoder().encode(before)].slice(-WINDOW);
  const window = bytes.map((byte) => (byte < 128 ? String.fromCodePoint(byte) : '¤')).join('');
  for (let end = window.length; end > 0; end -= 1) {
    if (!endsWord(window, end) || !list.some((phrase) => stands(phrase, window, end))) continue;
    const others = wordsBetween(window, end);
    return others === null ? 'none' : others === 0 ? 'next' : 'near';
  }
  return 'none';
}

/** Words end before what is no letter, and before a capital that follows a small letter; `#` ends one too. */
function endsWord(window: string, end: number): boolean {
  const [left = '', right = ''] = [window[end - 1], window[end]];
  if (left === '#') return true;
  return isLetter(left) && (!isLetter(right) || isHump(left, right));
}

function stands(phrase: string, window: string, end: number): boolean {
  const pattern = phrase
    .split(' ')
    .map((part) => RegExp.escape(part))
    .join('[^A-Za-z0-9\\r\\n]{0,3}');
  for (let start = 0; start < end; start += 1) {
    if (!new RegExp(`^(?:${pattern})$`, 'i').test(window.slice(start, end))) continue;
    if (start === 0) return window.length < WINDOW;
    const [left = '', right = ''] = [window[start - 1], window[start]];
    if (!isLetter(left) || isHump(left, right)) return true;
  }
  return false;
}

/** How many words that no label would have lie behind `end`; null when something there ends what a label can reach. */
function wordsBetween(window: string, end: number): number | null {
  const pieces = window.slice(end).split(/(?<=[a-z])(?=[A-Z])|(?<![A-Za-z])|(?![A-Za-z])/);
  let at = window.length;
  let others = 0;
  let hasWords = false;
  let isInTag = false;
  let hasBreak = false;
  // From the match to the label.
  for (const piece of pieces.toReversed()) {
    const right = window[at] ?? '';
    at -= piece.length;
    if (/[A-Za-z]/.test(piece)) {
      hasWords = true;
      if (!isInTag && right !== '' && !/\d/.test(right) && !FILLERS.has(piece.toLowerCase())) others += 1;
      if (others > MOST_OTHERS) return null;
    }
    if (/\d/.test(piece) && (others > 0 || hasBreak)) return null;
    if (/[\r\n]/.test(piece)) {
      if (hasWords) return null;
      hasBreak = true;
    }
    const isFullStop = piece === '.' && right <= ' ' && /[A-Za-z]{5}$/.test(window.slice(0, at));
    if (isFullStop && (others > 0 || hasBreak)) return null;
    if (piece === '>') isInTag = true;
    if (piece === '<') isInTag = false;
  }
  return others;
}
