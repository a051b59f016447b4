// Looks for a label, such as `MRN:`, before a match: one of the detector's words in the 64 bytes before it, with little
// in between. It reads leftwards from the match and never behind it, so a stream can ask with that much text kept.

/** No label; a label with at most connecting words behind it; a label with up to three other words behind it. */
export const NO_LABEL: i32 = 0;
export const NEXT_TO_LABEL: i32 = 1;
export const NEAR_LABEL: i32 = 2;

// A word list, as compiler/patterns/word-list.ts writes it: 28 u16 offsets of the words that end with each of 26 letters, then with another sign, then of
// the end of the list; then per word u8 length and its bytes.
const OTHER_ENDING: usize = 26;

/** How far the kernel looks back; a stream keeps as much. */
const WINDOW: usize = 64;
const MOST_WORDS_BETWEEN: i32 = 3;
/** A longer word before a full stop ends a sentence; a shorter one is taken for an abbreviation, as in `Acct. 12`. */
const LONGEST_ABBREVIATION: usize = 4;
/** Between the words of a label: `medical record`, `medical_record`, `medicalRecord`, `medical - record`. */
const MOST_BETWEEN_PARTS: usize = 3;

// Words that belong to a label, as in `account number is`: length and letters each, 0 at the end.
const FILLERS = memory.data<u8>([
  2, 110, 111, 3, 110, 111, 115, 3, 110, 117, 109, 3, 110, 98, 114, 6, 110, 117, 109, 98, 101, 114, 7, 110, 117, 109,
  98, 101, 114, 115, 2, 105, 100, 3, 105, 100, 115, 2, 105, 115, 3, 119, 97, 115, 4, 99, 111, 100, 101, 3, 97, 110, 100,
  2, 111, 114, 0,
]);

export function isLetter(byte: u8): bool {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

export function isDigit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39;
}

/** Where the word that ends at `end` begins; `patientMrn` is two words. */
function wordStart(end: usize, from: usize): usize {
  let at = end - 1;
  while (at > from && isLetter(load<u8>(at - 1)) && !isHump(at)) at--;
  return at;
}

/** True where a capital follows a small letter. */
function isHump(at: usize): bool {
  return isSmall(load<u8>(at - 1)) && isCapital(load<u8>(at));
}

function isSmall(byte: u8): bool {
  return byte >= 0x61 && byte <= 0x7a;
}

export function isCapital(byte: u8): bool {
  return byte >= 0x41 && byte <= 0x5a;
}

/** Where the phrase that ends at `end` begins, or 0 when another text stands there. */
function phraseStart(phrase: usize, length: usize, end: usize, from: usize): usize {
  let at = end;
  for (let left = length; left > 0; left--) {
    const wanted = load<u8>(phrase + left - 1);
    if (wanted == 0x20) {
      for (let count: usize = 0; count < MOST_BETWEEN_PARTS && at > from && isBetween(load<u8>(at - 1)); count++) at--;
    } else {
      if (at == from) return 0;
      const byte = load<u8>(at - 1);
      if ((isLetter(byte) ? byte | 0x20 : byte) != wanted) return 0;
      at--;
    }
  }
  return at;
}

function isBetween(byte: u8): bool {
  return !isLetter(byte) && !isDigit(byte) && byte != 0x0a && byte != 0x0d;
}

/** True when a phrase of the list ends at `end` and begins where a word does. `isCut`: what stands before `from` is not known. */
function endsLabel(words: usize, end: usize, from: usize, isCut: bool): bool {
  const byte = load<u8>(end - 1);
  const ending: usize = isLetter(byte) ? <usize>(byte | 0x20) - 0x61 : OTHER_ENDING;
  let word = words + <usize>load<u16>(words + (ending << 1));
  const last = words + <usize>load<u16>(words + (ending << 1), 2);
  while (word < last) {
    const length = <usize>load<u8>(word);
    const start = phraseStart(word + 1, length, end, from);
    if (start != 0 && (start == from ? !isCut : !isLetter(load<u8>(start - 1)) || isHump(start))) return true;
    word += 1 + length;
  }
  return false;
}

function isFiller(start: usize, end: usize): bool {
  let word = FILLERS;
  for (let length = <usize>load<u8>(word); length > 0; length = <usize>load<u8>(word)) {
    if (phraseStart(word + 1, length, end, start) == start && end - start == length) return true;
    word += 1 + length;
  }
  return false;
}

/** Whether one of the words stands before `at`, and how near. `text` is where the readable text begins, at most WINDOW bytes before. */
export function labelBefore(words: usize, at: usize, text: usize): i32 {
  if (words == 0) return NO_LABEL;
  const from = at - text > WINDOW ? at - WINDOW : text;
  const isCut = at - from == WINDOW;
  let isInTag = false;
  let hasWords = false;
  let isNextLine = false;
  let others: i32 = 0;
  let end = at;
  while (end > from) {
    const byte = load<u8>(end - 1);
    if (isLetter(byte)) {
      if (endsLabel(words, end, from, isCut)) return others == 0 ? NEXT_TO_LABEL : NEAR_LABEL;
      const start = wordStart(end, from);
      hasWords = true;
      // Letters that a digit follows are a part of a number: of the match, or of one before it in a list.
      const isPartOfNumber = end == at || isDigit(load<u8>(end));
      if (!isInTag && !isPartOfNumber && !isFiller(start, end) && ++others > MOST_WORDS_BETWEEN) return NO_LABEL;
      end = start;
      continue;
    }
    // A number of its own takes the label, unless it begins a list: `MRN 12345678 and 23456789`.
    if (isDigit(byte) && (others > 0 || isNextLine)) return NO_LABEL;
    if (byte == 0x23 && endsLabel(words, end, from, isCut)) return others == 0 ? NEXT_TO_LABEL : NEAR_LABEL;
    // A line may break behind its label, not elsewhere.
    if (byte == 0x0a || byte == 0x0d) {
      if (hasWords) return NO_LABEL;
      isNextLine = true;
    }
    if (byte == 0x2e && (others > 0 || isNextLine) && endsSentence(end, from, at)) return NO_LABEL;
    // What stands inside a tag of HTML may be a label and is otherwise no word.
    if (byte == 0x3e) isInTag = true;
    else if (byte == 0x3c) isInTag = false;
    end--;
  }
  return NO_LABEL;
}

/** For a full stop before `end`: a long word before it and space behind it. */
function endsSentence(end: usize, from: usize, at: usize): bool {
  if (end < at && load<u8>(end) > 0x20) return false;
  let start = end - 1;
  while (start > from && isLetter(load<u8>(start - 1))) start--;
  return end - 1 - start > LONGEST_ABBREVIATION;
}
