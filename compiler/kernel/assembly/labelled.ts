// Identifiers that only their label tells from other numbers: records, accounts, members, licences, devices, plates; and
// ages above 89 and diagnosis codes, which other numbers look like.
import { digitRun, followsDigit, followsPart, keepDigits, keptNumber } from './digits';
import { NEXT_TO_LABEL, NO_LABEL, isDigit, isLetter, labelBefore } from './labels';

const FEWEST_DIGITS: i32 = 4;
const FEWEST_DIGITS_FAR: i32 = 5;
const FEWEST_ON_PLATE: i32 = 5;
const MOST_CHARACTERS: usize = 40;
const DOLLAR: u8 = 0x24;

/** Where the first number begins, so that letters before it may be its label: `MRN12345678`. */
function numberAt(at: usize, end: usize): usize {
  while (at < end && !isDigit(load<u8>(at))) at++;
  return at;
}

/** Four digits that are a year say nothing about whom. */
function isYearAlone(at: usize, end: usize, count: i32): bool {
  if (count != 4 || digitRun(at, end) != 4) return false;
  const year = keptNumber(0, 4);
  return year >= 1900 && year < 2100;
}

export function isLabelled(words: usize, at: usize, end: usize, text: usize): bool {
  if (end - at > MOST_CHARACTERS || (at > text && load<u8>(at - 1) == DOLLAR) || followsPart(at, text)) return false;
  const count = keepDigits(at, end);
  if (count < FEWEST_DIGITS) return false;
  const number = numberAt(at, end);
  const label = labelBefore(words, number, text);
  if (label == NO_LABEL || isYearAlone(number, end, count)) return false;
  return label == NEXT_TO_LABEL || count >= FEWEST_DIGITS_FAR;
}

/** Letters and digits, directly behind the label. */
export function isPlate(words: usize, at: usize, end: usize, text: usize): bool {
  let letters: i32 = 0;
  for (let from = at; from < end; from++) letters += <i32>isLetter(load<u8>(from));
  return letters + keepDigits(at, end) >= FEWEST_ON_PLATE && labelBefore(words, at, text) == NEXT_TO_LABEL;
}

/** `92-year-old`, `aged 92`, `nonagenarian`: with `old` behind it, or a label before it. */
export function isHighAge(words: usize, at: usize, end: usize, text: usize): bool {
  while (at < end && load<u8>(at) == 0x5f) at++;
  if (isLetter(load<u8>(at))) return true;
  if (followsDigit(at, text) || followsPart(at, text)) return false;
  for (let from = at; from < end; from++) {
    if ((load<u8>(from) | 0x20) == 0x6f) return true;
  }
  return labelBefore(words, at, text) == NEXT_TO_LABEL;
}

/** A code with its point stands for itself; `B12` and `T20` need a label. */
export function isIcd10(words: usize, at: usize, end: usize, text: usize): bool {
  if (followsPart(at, text)) return false;
  for (let from = at; from < end; from++) {
    if (load<u8>(from) == 0x2e) return true;
  }
  return labelBefore(words, at, text) == NEXT_TO_LABEL;
}
