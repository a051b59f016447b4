// Identifiers that carry a check digit: payment cards and provider numbers (ISO/IEC 7812, Luhn), DEA numbers, IBAN
// (ISO 13616, modulo 97) and vehicle identification numbers (49 CFR 565.15).
import { firstDigit, keepDigits, kept, keptNumber } from './digits';
import { NEXT_TO_LABEL, isDigit, isLetter, labelBefore } from './labels';

/** The sum of Luhn's algorithm over all kept digits. */
function luhnSum(count: i32): i32 {
  let sum: i32 = 0;
  for (let index: i32 = 0; index < count; index++) {
    let digit = kept(count - 1 - index);
    if ((index & 1) == 1) {
      digit *= 2;
      if (digit > 9) digit -= 9;
    }
    sum += digit;
  }
  return sum;
}

export function isCard(at: usize, end: usize): bool {
  const count = keepDigits(at, end);
  return count >= 13 && count <= 19 && hasIssuer(count) && luhnSum(count) % 10 == 0;
}

/** Prefixes that are issued, with the lengths that go with them. */
function hasIssuer(count: i32): bool {
  const two = keptNumber(0, 2);
  const four = keptNumber(0, 4);
  if (kept(0) == 4) return count == 13 || count == 16 || count == 19;
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return count == 16;
  if (two == 34 || two == 37 || four == 1800 || four == 2131) return count == 15;
  if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)) return count >= 14;
  if (four >= 3528 && four <= 3589) return count >= 16;
  return two == 50 || (two >= 56 && two <= 69) || two == 81 ? count >= 13 : false;
}

/** The prefix 80840 adds 24 to the sum. */
const NPI_PREFIX_SUM: i32 = 24;

export function isNpi(words: usize, at: usize, end: usize, text: usize): bool {
  const count = keepDigits(at, end);
  if (count != 10) return false;
  if (labelBefore(words, firstDigit(at, end), text)) return true;
  return (kept(0) == 1 || kept(0) == 2) && (luhnSum(count) + NPI_PREFIX_SUM) % 10 == 0;
}

/** True for the letters that DEA numbers begin with: practitioners, mid-level practitioners and businesses. */
function isRegistrant(letter: u8): bool {
  return (
    letter != 0x49 &&
    letter != 0x4e &&
    letter != 0x4f &&
    letter != 0x51 &&
    letter != 0x56 &&
    letter != 0x57 &&
    letter < 0x59
  );
}

export function isDea(words: usize, at: usize, end: usize, text: usize): bool {
  let letters = at;
  while (letters < end && !isLetter(load<u8>(letters))) letters++;
  if (keepDigits(letters + 2, end) != 7) return false;
  if (labelBefore(words, letters, text)) return true;
  const sum = kept(0) + kept(2) + kept(4) + 2 * (kept(1) + kept(3) + kept(5));
  return isRegistrant(load<u8>(letters) & 0xdf) && sum % 10 == kept(6);
}

// Two letters and the length of the country's IBAN each, 0 at the end.
const IBAN_LENGTHS = memory.data<u8>([
  65, 68, 24, 65, 69, 23, 65, 76, 28, 65, 84, 20, 65, 90, 28, 66, 65, 20, 66, 69, 16, 66, 71, 22, 66, 72, 22, 66, 73,
  27, 66, 82, 29, 66, 89, 28, 67, 72, 21, 67, 82, 22, 67, 89, 28, 67, 90, 24, 68, 69, 22, 68, 74, 27, 68, 75, 18, 68,
  79, 28, 69, 69, 20, 69, 71, 29, 69, 83, 24, 70, 73, 18, 70, 75, 18, 70, 79, 18, 70, 82, 27, 71, 66, 22, 71, 69, 22,
  71, 73, 23, 71, 76, 18, 71, 82, 27, 71, 84, 28, 72, 78, 28, 72, 82, 21, 72, 85, 28, 73, 69, 22, 73, 76, 23, 73, 81,
  23, 73, 83, 26, 73, 84, 27, 74, 79, 30, 75, 87, 30, 75, 90, 20, 76, 66, 28, 76, 67, 32, 76, 73, 21, 76, 84, 20, 76,
  85, 20, 76, 86, 21, 76, 89, 25, 77, 67, 27, 77, 68, 24, 77, 69, 22, 77, 75, 19, 77, 78, 20, 77, 82, 27, 77, 84, 31,
  77, 85, 30, 78, 73, 28, 78, 76, 18, 78, 79, 15, 79, 77, 23, 80, 75, 24, 80, 76, 28, 80, 83, 29, 80, 84, 25, 81, 65,
  29, 82, 79, 24, 82, 83, 22, 82, 85, 33, 83, 65, 24, 83, 67, 31, 83, 68, 18, 83, 69, 24, 83, 73, 19, 83, 75, 24, 83,
  77, 27, 83, 79, 23, 83, 84, 25, 83, 86, 28, 84, 76, 23, 84, 78, 24, 84, 82, 26, 85, 65, 29, 86, 65, 22, 86, 71, 24,
  88, 75, 20, 89, 69, 30, 0,
]);

function ibanLength(first: u8, second: u8): i32 {
  for (let entry = IBAN_LENGTHS; load<u8>(entry) != 0; entry += 3) {
    if (load<u8>(entry) == first && load<u8>(entry, 1) == second) return <i32>load<u8>(entry, 2);
  }
  return 0;
}

/** A letter counts as two digits: A is 10. */
function modulo97(sum: i32, byte: u8): i32 {
  return isDigit(byte) ? (sum * 10 + <i32>byte - 0x30) % 97 : (sum * 100 + <i32>(byte & 0xdf) - 0x37) % 97;
}

export function isIban(at: usize, end: usize): bool {
  while (at < end && !isLetter(load<u8>(at))) at++;
  let count: i32 = 0;
  let sum: i32 = 0;
  for (let from = at; from < end; from++) {
    const byte = load<u8>(from);
    if (!isLetter(byte) && !isDigit(byte)) continue;
    // The four characters at the front count last.
    if (count >= 4) sum = modulo97(sum, byte);
    count++;
  }
  if (count != ibanLength(load<u8>(at) & 0xdf, load<u8>(at, 1) & 0xdf)) return false;
  for (let from = at; from < at + 4; from++) sum = modulo97(sum, load<u8>(from));
  return sum == 1;
}

const VIN_LENGTH: usize = 17;
const VIN_CHECK: usize = 8;
/** Weights by place, the check digit's 0. */
const VIN_WEIGHTS = memory.data<u8>([8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]);
/** Values of A to Z; the pattern lets I, O and Q through to nobody. */
const VIN_VALUES = memory.data<u8>([1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9]);

function vinValue(byte: u8): i32 {
  return isDigit(byte) ? <i32>byte - 0x30 : <i32>load<u8>(VIN_VALUES + <usize>(byte & 0xdf) - 0x41);
}

export function isVin(words: usize, at: usize, end: usize, text: usize): bool {
  while (at < end && load<u8>(at) == 0x5f) at++;
  if (end - at < VIN_LENGTH) return false;
  if (labelBefore(words, at, text) == NEXT_TO_LABEL) return true;
  let sum: i32 = 0;
  let letters: i32 = 0;
  for (let place: usize = 0; place < VIN_LENGTH; place++) {
    const byte = load<u8>(at + place);
    sum += vinValue(byte) * <i32>load<u8>(VIN_WEIGHTS + place);
    letters += <i32>isLetter(byte);
  }
  const check = load<u8>(at + VIN_CHECK);
  const remainder = sum % 11;
  // Numbers alone, and words, are something else.
  return letters > 0 && letters < 15 && (remainder == 10 ? (check & 0xdf) == 0x58 : <i32>check - 0x30 == remainder);
}
