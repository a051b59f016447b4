// A date in one of the ways in which people and machines write it.
import type { Dice } from './random.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const ORDINALS = ['th', 'st', 'nd', 'rd'];

const two = (value: number): string => String(value).padStart(2, '0');
const ordinal = (day: number): string => `${day}${day > 10 && day < 14 ? 'th' : (ORDINALS[day % 10] ?? 'th')}`;

interface Parts {
  readonly day: number;
  readonly month: number;
  readonly year: number;
  readonly name: string;
  readonly short: string;
}

const inNumbers = ({ day, month, year }: Parts): readonly string[] => [
  `${two(month)}/${two(day)}/${year}`,
  `${two(month)}/${two(day)}/${year}`,
  `${two(month)}/${two(day)}/${year}`,
  `${month}/${day}/${year}`,
  `${month}/${day}/${year}`,
  `${month}/${day}/${two(year % 100)}`,
  `${two(month)}/${two(day)}/${two(year % 100)}`,
  `${month}-${day}-${year}`,
  `${two(month)}-${two(day)}-${two(year % 100)}`,
  `${year}-${two(month)}-${two(day)}`,
  `${year}-${two(month)}-${two(day)}`,
  `${two(day)}.${two(month)}.${year}`,
  `${year}/${two(month)}/${two(day)}`,
  `${year}${two(month)}${two(day)}`,
  `${two(month)}/${year}`,
];

const inWords = ({ day, year, name, short }: Parts): readonly string[] => [
  `${name} ${day}, ${year}`,
  `${name} ${day}, ${year}`,
  `${name} ${day} ${year}`,
  `${name} ${ordinal(day)}, ${year}`,
  `${name} ${ordinal(day)}`,
  `${name} ${day}`,
  `${short} ${day}, ${year}`,
  `${short}. ${day}, ${year}`,
  `${short} ${day}`,
  `${day} ${name} ${year}`,
  `${day} ${short} ${year}`,
  `${two(day)}-${short}-${year}`,
  `${two(day)}-${short.toUpperCase()}-${two(year % 100)}`,
  `${two(day)}${short.toUpperCase()}${year}`,
  `the ${ordinal(day)} of ${name}`,
  `${name} ${year}`,
  `${short} ${year}`,
  `${name.toUpperCase()} ${day}, ${year}`,
  `${name.toLowerCase()} ${day}, ${year}`,
];

/** `short` is a day without a year, in numbers, as in "on 3/5". */
export function dateText(dice: Dice, form?: 'short'): string {
  const month = dice.between(1, 12);
  const day = dice.between(1, month === 2 ? 28 : 30);
  const name = MONTHS[month - 1] ?? '';
  const parts = { day, month, year: dice.between(1925, 2025), name, short: name.slice(0, 3) };
  if (form === 'short') return dice.pick([`${month}/${day}`, `${two(month)}/${two(day)}`]);
  const text = dice.pick(dice.between(0, 2) === 0 ? inWords(parts) : inNumbers(parts));
  return text.replace(/^the /, '');
}
