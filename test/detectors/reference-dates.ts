// Dates told a second time: by taking the text apart with expressions and asking JavaScript's calendar.
import type { Level } from './reference-labels.ts';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** Whether the calendar has the day. Years are of four digits; any leap year stands for an unknown one. */
function exists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** `year` is as it is written, with four digits, two or none. */
function isDay(year: string, month: number, day: number): boolean {
  if (year.length === 4) return Number(year) >= 1800 && Number(year) <= 2199 && exists(Number(year), month, day);
  return exists(year === '' ? 2000 : 2000 + Number(year), month, day);
}

const isEitherWay = (first: string, second: string, year: string): boolean =>
  isDay(year, Number(first), Number(second)) || isDay(year, Number(second), Number(first));

export function isReferenceDate(match: string, before: string, levelAt: (offset: number) => Level): boolean {
  const text = match.replace(/^_+/, '');
  const lead = before + match.slice(0, match.length - text.length);
  if (/^[0-9]/.test(text) && /[0-9]$/.test(lead)) return false;
  const named = /[A-Za-z]{3}/.test(text.replace(/^[0-9]{4}[-./][^T]*T.*/i, ''));
  if (named) return isNamed(text);
  if (/[0-9][-./:]$/.test(lead)) return false;
  const numbers = text.match(/[0-9]+/g) ?? [];
  const [first = '', second = '', third = ''] = numbers;
  if (numbers.length === 1) {
    const [, year = '', month = '', day = ''] =
      /^([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{4}(?:[0-9]{2})?)?$/.exec(first) ?? [];
    return year !== '' && isDay(year, Number(month), Number(day));
  }
  if (first.length === 4) return isDay(first, Number(second), third === '' ? 1 : Number(third));
  if (second.length === 4) return isDay(second, Number(first), 1);
  if (third !== '') return isEitherWay(first, second, third);
  return isEitherWay(first, second, '') && levelAt(match.length - text.length) === 'next';
}

function isNamed(text: string): boolean {
  const word = (text.match(/[A-Za-z]{3,}/g) ?? []).find((letters) =>
    MONTHS.includes(letters.slice(0, 3).toLowerCase()),
  );
  if (word === undefined) return false;
  const month = 1 + MONTHS.indexOf(word.slice(0, 3).toLowerCase());
  const [front = '', back = ''] = text.split(word);
  const days = front.match(/[0-9]+/g) ?? [];
  const behind = [...back.matchAll(/([-\u2010-\u2015])?(?: *)([0-9]+)/g)].map(([, dash, digits = '']) => ({
    dash,
    digits,
  }));
  const year = yearBehind(behind, days.length > 0);
  const known = days.length > 0 ? days : behind.filter((one) => one !== year).map(({ digits }) => digits);
  const yearDigits = year?.digits ?? '';
  if (word.startsWith('m') && word.length === 3 && month === 5 && yearDigits.length !== 4) return false;
  if (known.length === 0) return yearDigits.length === 4 && isDay(yearDigits, month, 1);
  return known.every((day) => isDay(yearDigits, month, Number(day)));
}

interface Behind {
  readonly dash: string | undefined;
  readonly digits: string;
}

/** A year has four digits, or stands behind the days: third, or joined by no dash to the day before it. */
const yearBehind = (behind: readonly Behind[], hasDay: boolean): Behind | undefined =>
  behind.find(({ digits }) => digits.length === 4) ??
  (hasDay ? behind[0] : (behind[2] ?? behind.slice(1).find(({ dash }) => dash === undefined)));
