// Check digits as their standards describe them, in the plainest way: what the corpus makes its numbers with, and what
// tests hold the kernel against.

/** Luhn: every second digit from the right counts twice, and as the sum of its own digits. */
export function luhnHolds(digits: string): boolean {
  const values = Array.from(digits)
    .toReversed()
    .map((digit, place) => {
      const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2);
      return Array.from(String(doubled)).reduce((sum, part) => sum + Number(part), 0);
    });
  return values.reduce((sum, value) => sum + value, 0) % 10 === 0;
}

/** The one digit that makes a text hold. */
function completed(withDigit: (digit: string) => string, holds: (text: string) => boolean): string {
  const found = Array.from('0123456789X').map(withDigit).find(holds);
  if (found === undefined) throw new Error('no digit completes it');
  return found;
}

export const withLuhn = (digits: string): string => completed((digit) => digits + digit, luhnHolds);

export const npiHolds = (digits: string): boolean => luhnHolds(`80840${digits}`);
export const withNpi = (digits: string): string => completed((digit) => digits + digit, npiHolds);

export function deaHolds(text: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, check] = Array.from(text.slice(2), Number);
  return check === Number(String(a + c + e + 2 * (b + d + f)).at(-1));
}
export const withDea = (text: string): string => completed((digit) => text + digit, deaHolds);

/** ISO 13616: the first four characters behind the rest, letters as numbers from 10 on, is 1 by 97. */
export function ibanHolds(text: string): boolean {
  const digits = Array.from(text.slice(4) + text.slice(0, 4), (sign) => String(Number.parseInt(sign, 36))).join('');
  return BigInt(digits) % 97n === 1n;
}
export function withIban(country: string, account: string): string {
  for (let check = 2; check <= 98; check += 1) {
    const text = `${country}${String(check).padStart(2, '0')}${account}`;
    if (ibanHolds(text)) return text;
  }
  throw new Error('no check digits complete it');
}

/** 49 CFR 565.15, tables IV and V. */
const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
export function vinHolds(text: string): boolean {
  const sum = Array.from(text).reduce(
    (total, sign, place) => total + (VIN_VALUES.indexOf(sign) % 10) * (VIN_WEIGHTS[place] ?? 0),
    0,
  );
  return text.at(8) === (sum % 11 === 10 ? 'X' : String(sum % 11));
}
export const withVin = (text: string): string =>
  completed((digit) => `${text.slice(0, 8)}${digit}${text.slice(9)}`, vinHolds);
