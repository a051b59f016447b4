// Numbers of the United States: social security (SSA, ranges since 2011), taxpayer identification (IRS), telephone (NANP).
// A label before the number counts for more than its ranges: a mistyped number still points at a person.
import { digitRun, firstDigit, followsDigit, keepDigits, kept, keptNumber } from './digits';
import { isDigit, isLetter, labelBefore } from './labels';

/** `***-**-6789` shows four digits, `last 4 of SSN 6789` has one more; four digits of a social security number identify. */
const SHOWN_DIGITS: i32 = 4;
const SSN_DIGITS: i32 = 9;

export function isSsn(words: usize, at: usize, end: usize, text: usize): bool {
  const count = keepDigits(at, end);
  if (count == SHOWN_DIGITS || count == SHOWN_DIGITS + 1) return true;
  // The letter of an old Medicare number may have a digit behind it.
  if (count < SSN_DIGITS || count > SSN_DIGITS + 1 || followsDigit(at, text)) return false;
  const digits = firstDigit(at, end);
  if (labelBefore(words, digits, text)) return true;
  if (digitRun(digits, end) >= <usize>SSN_DIGITS) return false;
  const area = keptNumber(0, 3);
  return area != 0 && area != 666 && area < 900 && keptNumber(3, 2) != 0 && keptNumber(5, 4) != 0;
}

export function isItin(words: usize, at: usize, end: usize, text: usize): bool {
  if (keepDigits(at, end) != SSN_DIGITS || followsDigit(at, text)) return false;
  if (digitRun(at, end) == <usize>SSN_DIGITS && !labelBefore(words, at, text)) return false;
  const group = keptNumber(3, 2);
  return group >= 50 && group != 66 && group != 67 && group != 68 && group != 69 && group != 89 && group != 93;
}

/** Where the number ends and its extension begins. */
function extensionStart(at: usize, end: usize): usize {
  while (at < end && !isLetter(load<u8>(at)) && load<u8>(at) != 0x2c) at++;
  return at;
}

/** Behind a word that is glued to the number, as in `Tel617-555-0199`. */
function numberStart(at: usize, end: usize): usize {
  while (at < end && !isDigit(load<u8>(at)) && load<u8>(at) != 0x28 && load<u8>(at) != 0x2b) at++;
  return at;
}

export function isPhone(words: usize, at: usize, end: usize, text: usize, needsLabel: bool): bool {
  const number = numberStart(at, end);
  if (followsDigit(number, text)) return false;
  const numberEnd = extensionStart(number, end);
  // `001` and `+1` are ways to write the country code 1.
  const prefix: i32 = load<u8>(number) == 0x30 && load<u8>(number, 1) == 0x30 ? 2 : 0;
  const count = keepDigits(number + prefix, numberEnd);
  if (count != 7 && count != 10 && (count != 11 || kept(0) != 1)) return false;
  if (labelBefore(words, number, text)) return true;
  if (needsLabel || count == 7) return false;
  const area = count - 10;
  if (load<u8>(number) == 0x2b) return kept(area) >= 2;
  // Ten or eleven digits without anything between them may be any number.
  if (digitRun(number, numberEnd) >= 10) return false;
  return kept(area) >= 2 && (load<u8>(number) == 0x28 || kept(area + 3) >= 2);
}

/** A number with its country code, up to the 15 digits of E.164; without one, behind a label. */
export function isForeignPhone(words: usize, at: usize, end: usize, text: usize): bool {
  if (at > text && (isDigit(load<u8>(at - 1)) || isLetter(load<u8>(at - 1)))) return false;
  const count = keepDigits(at, end);
  if (count < 7 || count > 15) return false;
  return load<u8>(at) == 0x2b ? count > 7 : labelBefore(words, at, text) != 0;
}
