// Parts of postal addresses of the United States: ZIP codes and streets.
import { digitRun, firstDigit, followsDigit, followsPart } from './digits';
import { NEXT_TO_LABEL, isCapital, isDigit, isLetter, labelBefore } from './labels';

// Two letters of the state and a digit with which its ZIP codes begin, 0 at the end.
const STATES = memory.data<u8>([
  65, 65, 51, 65, 69, 48, 65, 75, 57, 65, 76, 51, 65, 80, 57, 65, 82, 55, 65, 83, 57, 65, 90, 56, 67, 65, 57, 67, 79,
  56, 67, 84, 48, 68, 67, 50, 68, 69, 49, 70, 76, 51, 71, 65, 51, 71, 85, 57, 72, 73, 57, 73, 65, 53, 73, 68, 56, 73,
  76, 54, 73, 78, 52, 75, 83, 54, 75, 89, 52, 76, 65, 55, 77, 65, 48, 77, 68, 50, 77, 69, 48, 77, 73, 52, 77, 78, 53,
  77, 79, 54, 77, 80, 57, 77, 83, 51, 77, 84, 53, 78, 67, 50, 78, 68, 53, 78, 69, 54, 78, 72, 48, 78, 74, 48, 78, 77,
  56, 78, 86, 56, 78, 89, 48, 78, 89, 49, 79, 72, 52, 79, 75, 55, 79, 82, 57, 80, 65, 49, 80, 82, 48, 82, 73, 48, 83,
  67, 50, 83, 68, 53, 84, 78, 51, 84, 88, 55, 84, 88, 56, 85, 84, 56, 86, 65, 50, 86, 73, 48, 86, 84, 48, 87, 65, 57,
  87, 73, 53, 87, 86, 50, 87, 89, 56, 0,
]);

/** True for the two capitals at `at` when they name a state whose ZIP codes begin like this one. */
function isStateOf(at: usize, digit: u8): bool {
  for (let entry = STATES; load<u8>(entry) != 0; entry += 3) {
    if (load<u8>(entry) == load<u8>(at) && load<u8>(entry, 1) == load<u8>(at, 1) && load<u8>(entry, 2) == digit)
      return true;
  }
  return false;
}

/** `MA 02115`, `MA, 02115`, `M.A.` not: the letters of a state with little behind them. */
function followsState(at: usize, text: usize): bool {
  const digit = load<u8>(at);
  let before = at;
  while (before > text && at - before < 4 && isGap(load<u8>(before - 1))) before--;
  if (before == at || before < text + 2) return false;
  const state = before - 2;
  return isStateOf(state, digit) && (state == text || !isLetter(load<u8>(state - 1)));
}

/** Space, comma, full stop, line break, and the two bytes of a space that does not break. */
function isGap(byte: u8): bool {
  return (
    byte == 0x20 ||
    byte == 0x2c ||
    byte == 0x2e ||
    byte == 0x09 ||
    byte == 0x0a ||
    byte == 0x0d ||
    byte == 0xc2 ||
    byte == 0xa0
  );
}

/** Five or nine digits say nothing by themselves: a state or a label must stand before them. */
export function isZip(words: usize, at: usize, end: usize, text: usize): bool {
  at = firstDigit(at, end);
  if (followsDigit(at, text) || followsPart(at, text)) return false;
  return followsState(at, text) || labelBefore(words, at, text) == NEXT_TO_LABEL;
}

const FEWEST_DIGITS_OF_CAPITALS: usize = 3;

/** A number and names with capitals. All in capitals a short number is a dose or a size: `2 MM ST`, `12 LEAD ST`. */
export function isStreet(at: usize, end: usize, text: usize): bool {
  if (followsDigit(at, text) || followsPart(at, text)) return false;
  if (!isDigit(load<u8>(at))) return true;
  let hasSmall = false;
  for (let from = at + 1; from < end; from++) {
    const byte = load<u8>(from);
    if (isLetter(byte) && !isCapital(byte)) hasSmall = true;
    if (isLetter(byte) && load<u8>(from - 1) == 0x20 && !isCapital(byte)) return false;
  }
  return hasSmall || digitRun(at, end) >= FEWEST_DIGITS_OF_CAPITALS;
}
