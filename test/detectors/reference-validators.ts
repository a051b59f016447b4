// What each validator asks, told a second time in the plainest way, on whole strings. It exists to disagree with the kernel.
import { isIPv4, isIPv6 } from 'node:net';
import type { ValidatorName } from '../../lang/vocabulary/validators.ts';
import { deaHolds, ibanHolds, luhnHolds, npiHolds, vinHolds } from './check-digits.ts';
import { IBAN_LENGTHS } from './iban-lengths.ts';
import { isReferenceDate } from './reference-dates.ts';
import type { Level } from './reference-labels.ts';

interface Asked {
  readonly match: string;
  readonly before: string;
  /** The label before a place in the match, counted from its start. */
  readonly levelAt: (offset: number) => Level;
}

const digitsOf = (text: string): string => text.replaceAll(/[^0-9]/g, '');
const firstDigit = (text: string): number => Math.max(0, text.search(/[0-9]/));
const isLabelled = ({ match, levelAt }: Asked): boolean => levelAt(firstDigit(match)) !== 'none';
const isNextToLabel = ({ match, levelAt }: Asked): boolean => levelAt(firstDigit(match)) === 'next';
const followsDigit = ({ before }: Asked): boolean => /[0-9]$/.test(before);
const followsPart = ({ before }: Asked): boolean => /[0-9][-./:]$/.test(before);
const trimmed = (text: string): string => text.replaceAll(/^_+|_+$/g, '');

function isSsn(asked: Asked): boolean {
  const digits = digitsOf(asked.match);
  if (digits.length === 4 || digits.length === 5) return true;
  if ((digits.length !== 9 && digits.length !== 10) || followsDigit(asked)) return false;
  if (isLabelled(asked)) return true;
  const [, area = '', group = '', serial = ''] = /^(...)(..)(....)/.exec(digits) ?? [];
  const isIssued = !/^(?:000|666|9..)$/.test(area) && group !== '00' && serial !== '0000';
  return isIssued && !/[0-9]{9}/.test(asked.match);
}

function isItin(asked: Asked): boolean {
  const digits = digitsOf(asked.match);
  if (digits.length !== 9 || followsDigit(asked)) return false;
  if (/^[0-9]{9}/.test(asked.match) && !isLabelled({ ...asked, match: '0' })) return false;
  const group = Number(digits.slice(3, 5));
  return [
    [50, 65],
    [70, 88],
    [90, 92],
    [94, 99],
  ].some(([low = 0, high = 0]) => group >= low && group <= high);
}

function isPhone(asked: Asked, needsLabel: boolean): boolean {
  const offset = asked.match.search(/[0-9(+]/);
  const [number = ''] = asked.match.slice(offset).split(/[A-Za-z,]/);
  if (/[0-9]$/.test(asked.before + asked.match.slice(0, offset))) return false;
  const digits = digitsOf(number.replace(/^00/, ''));
  if (!/^(?:[0-9]{7}|1?[0-9]{10})$/.test(digits)) return false;
  if (asked.levelAt(offset) !== 'none') return true;
  if (needsLabel || digits.length === 7) return false;
  const area = digits.slice(-10);
  const exchange = digits.slice(-7);
  if (number.startsWith('+')) return area >= '2';
  if (/^[0-9]{10}/.test(number)) return false;
  return area >= '2' && (number.startsWith('(') || exchange >= '2');
}

function isForeignPhone({ match, before, levelAt }: Asked): boolean {
  if (/[A-Za-z0-9]$/.test(before)) return false;
  const count = digitsOf(match).length;
  return match.startsWith('+') ? count >= 8 && count <= 15 : count >= 7 && count <= 15 && levelAt(0) !== 'none';
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

function isEmail({ match }: Asked): boolean {
  const sign = match.includes('@') ? '@' : '%40';
  const at = match.includes('@') ? match.indexOf('@') : match.lastIndexOf('%');
  const [local, host] = [match.slice(0, at), match.slice(at + sign.length)];
  const isHost = host.split('.').every((label) => label !== '' && byteLength(label) < 64 && !/^-|-$/.test(label));
  return byteLength(match) <= 254 && at > 0 && byteLength(local) <= 64 && !local.endsWith('.') && isHost;
}

function isUrl({ match }: Asked): boolean {
  const rest = match.replace(/^[^]*?:\/\//, '');
  const [host = ''] = rest.split(/[/?#]/);
  return /[A-Za-z0-9\u0080-\u{10ffff}]/u.test(host) && !host.includes('..');
}

function isIp(asked: Asked): boolean {
  const text = trimmed(asked.match);
  const isGlued = /[A-Za-z0-9]$/.test(asked.before) && !asked.match.startsWith('_');
  const plain = text.replaceAll(/(?<![0-9A-Fa-f:])0{1,2}(?=[0-9])/g, '');
  if (!text.includes(':')) {
    const lead = asked.before + (/^_*/.exec(asked.match)?.[0] ?? '');
    if (/[0-9][-./:]$|[A-Za-z]$/.test(lead)) return false;
    return isIPv4(plain) && !isLabelled({ ...asked, match: '0'.padStart(1 + asked.match.indexOf(text), ' ') });
  }
  if (isGlued || asked.before.endsWith(':')) return false;
  const address = text
    .replace(/%.*$/, '')
    .replace(/(?<=:)[0-9.]+$/, (four) =>
      four.includes('.') ? four.replaceAll(/(?<![0-9])0{1,2}(?=[0-9])/g, '') : four,
    );
  return /[0-9]/.test(address) && isIPv6(address);
}

function isMac(asked: Asked): boolean {
  const signs = new Set(trimmed(asked.match).match(/[:.-]/g));
  const lead = asked.before + (/^_*/.exec(asked.match)?.[0] ?? '');
  return !/[0-9][-./:]$/.test(lead) && signs.size === 1 && (!signs.has('.') || /[A-Fa-f]/.test(asked.match));
}

function isCard({ match }: Asked): boolean {
  const digits = digitsOf(match);
  const range = (low: number, high: number, length = String(low).length): boolean =>
    Number(digits.slice(0, length)) >= low && Number(digits.slice(0, length)) <= high;
  const lengths = digits.startsWith('4')
    ? [13, 16, 19]
    : range(51, 55) || range(2221, 2720)
      ? [16]
      : range(34, 34) || range(37, 37) || range(1800, 1800) || range(2131, 2131)
        ? [15]
        : range(36, 36) || range(38, 39) || range(3000, 3059)
          ? [14, 15, 16, 17, 18, 19]
          : range(3528, 3589)
            ? [16, 17, 18, 19]
            : range(50, 50) || range(56, 69) || range(81, 81)
              ? [13, 14, 15, 16, 17, 18, 19]
              : [];
  return lengths.includes(digits.length) && luhnHolds(digits);
}

function isNpi(asked: Asked): boolean {
  const digits = digitsOf(asked.match);
  return digits.length === 10 && (isLabelled(asked) || (/^[12]/.test(digits) && npiHolds(digits)));
}

function isDea(asked: Asked): boolean {
  const text = trimmed(asked.match);
  const isRegistrant = /^[ABCDEFGHJKLMPRSTUXabcdefghjklmprstux]/.test(text);
  return asked.levelAt(asked.match.indexOf(text)) !== 'none' || (isRegistrant && deaHolds(text));
}

function isIban({ match }: Asked): boolean {
  const text = match.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
  return IBAN_LENGTHS[text.slice(0, 2)] === text.length && ibanHolds(text);
}

function isVin(asked: Asked): boolean {
  const text = trimmed(asked.match);
  if (asked.levelAt(asked.match.indexOf(text)) === 'next') return true;
  const letters = text.replaceAll(/[0-9]/g, '').length;
  return letters > 0 && letters < 15 && vinHolds(text.toUpperCase());
}

const STATES: Readonly<Record<string, string>> = {
  '0': 'CT MA ME NH NJ NY PR RI VT VI AE',
  '1': 'DE NY PA',
  '2': 'DC MD NC SC VA WV',
  '3': 'AL FL GA MS TN AA',
  '4': 'IN KY MI OH',
  '5': 'IA MN MT ND SD WI',
  '6': 'IL KS MO NE',
  '7': 'AR LA OK TX',
  '8': 'AZ CO ID NM NV TX UT WY',
  '9': 'AK CA HI OR WA AS GU MP AP',
};

function isZip(asked: Asked): boolean {
  const digit = asked.match.at(firstDigit(asked.match)) ?? '';
  const lead = asked.before + asked.match.slice(0, firstDigit(asked.match));
  if (/[0-9]$|[0-9][-./:]$/.test(lead)) return false;
  const state = /(?:^|[^A-Za-z])([A-Z]{2})(?:[ ,.\t\r\n]{1,4}|[ ,.\t\r\n]{0,2}\u00a0[ ,.\t\r\n]{0,2})$/.exec(lead)?.[1];
  return (state !== undefined && (STATES[digit] ?? '').split(' ').includes(state)) || isNextToLabel(asked);
}

function isStreet(asked: Asked): boolean {
  if (followsDigit(asked) || followsPart(asked)) return false;
  if (!/^[0-9]/.test(asked.match)) return true;
  if (/ [a-z]/.test(asked.match)) return false;
  return /[a-z]/.test(asked.match.slice(1)) || /^[0-9]{3}/.test(asked.match);
}

function isId(asked: Asked): boolean {
  const digits = digitsOf(asked.match);
  if (byteLength(asked.match) > 40 || digits.length < 4 || asked.before.endsWith('$') || followsPart(asked))
    return false;
  if (digits.length === 4 && /^[^0-9]*(?:19|20)[0-9]{2}(?![0-9])/.test(asked.match)) return false;
  return isNextToLabel(asked) || (isLabelled(asked) && digits.length > 4);
}

function isAge(asked: Asked): boolean {
  const text = asked.match.replace(/^_+/, '');
  const lead = asked.before + (/^_*/.exec(asked.match)?.[0] ?? '');
  if (/^[A-Za-z]/.test(text)) return true;
  if (/[0-9]$|[0-9][-./:]$/.test(lead)) return false;
  return /o/i.test(text) || asked.levelAt(asked.match.length - text.length) === 'next';
}

export const REFERENCE: Readonly<Record<ValidatorName, (asked: Asked) => boolean>> = {
  none: () => true,
  ssn: isSsn,
  itin: isItin,
  phone: (asked) => isPhone(asked, false),
  labelled_phone: (asked) => isPhone(asked, true),
  foreign_phone: isForeignPhone,
  email: isEmail,
  url: isUrl,
  ip_address: isIp,
  mac_address: isMac,
  card: isCard,
  npi: isNpi,
  dea: isDea,
  iban: isIban,
  vin: isVin,
  date: ({ match, before, levelAt }) => isReferenceDate(match, before, levelAt),
  high_age: isAge,
  zip: isZip,
  street: isStreet,
  labelled_id: isId,
  plate: (asked) => asked.match.replaceAll(/[^A-Za-z0-9]/g, '').length >= 5 && asked.levelAt(0) === 'next',
  icd10: (asked) => !followsPart(asked) && (asked.match.includes('.') || asked.levelAt(0) === 'next'),
};
