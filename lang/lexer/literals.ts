// What the text of a literal means, and what is wrong with it. Values are kept in the token's payload.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { certain } from '../source/certain.ts';
import type { Span } from '../source/span.ts';

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' };
const UNIT_MS = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
const MAX_DURATION_MS = 366 * 86_400_000;
const END_OF_9999_MS = Date.UTC(10_000, 0);
/** By their number, the power of 1000 or 1024. */
const SIZE_UNITS = ['', 'K', 'M', 'G', 'T'];

export interface Literal<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** The value of a string literal; `image` holds the quotes. */
export function stringValue(image: string, span: Span): Literal<string> {
  const diagnostics: Diagnostic[] = [];
  const inner = image.slice(1, image.length > 1 && image.endsWith('"') ? -1 : undefined);
  const value = inner.replace(/\\(?:u\{([0-9A-Fa-f]{1,6})\}|([^]?))/g, (written, hex, single, offset: number) => {
    const known = hex === undefined ? ESCAPES[single as string] : characterOf(Number.parseInt(hex as string, 16));
    if (known !== undefined) return known;
    const start = span.start + 1 + offset;
    const place = { ...span, start, end: start + written.length };
    diagnostics.push(diagnose('HPOL1005', place, { escape: written }));
    return '';
  });
  return { value, diagnostics };
}

/** The character of a code point; no surrogates, no NUL. */
function characterOf(codePoint: number): string | undefined {
  const isCharacter = codePoint > 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
  return isCharacter ? String.fromCodePoint(codePoint) : undefined;
}

export function intValue(image: string, span: Span): Literal<number> {
  const value = Number(image);
  if (Number.isSafeInteger(value)) return { value, diagnostics: [] };
  return { value: 0, diagnostics: [diagnose('HPOL1008', span, { number: shorten(image) })] };
}

/** Milliseconds of `30m`. */
export function durationMs(image: string, span: Span): Literal<number> {
  const [, digits, unit] = certain(/^(\d+)([a-z]+)$/.exec(image));
  const value = Number(digits) * certain(UNIT_MS.get(certain(unit)));
  if (value <= MAX_DURATION_MS) return { value, diagnostics: [] };
  return { value: MAX_DURATION_MS, diagnostics: [diagnose('HPOL1008', span, { number: shorten(image) })] };
}

/** Bytes of `10MB` (powers of 1000) and `4KiB` (powers of 1024). */
export function sizeBytes(image: string, span: Span): Literal<number> {
  const [, digits, prefix, binary] = certain(/^(\d+)([KMGT]?)(i?)B$/.exec(image));
  const value = Number(digits) * (binary ? 1024 : 1000) ** SIZE_UNITS.indexOf(certain(prefix));
  if (Number.isSafeInteger(value)) return { value, diagnostics: [] };
  return { value: 0, diagnostics: [diagnose('HPOL1008', span, { number: shorten(image) })] };
}

/** Milliseconds since 1970 of `2026-12-31T18:00Z`: a date, a time of day, and `Z` or an offset. */
export function timeMs(image: string, span: Span): Literal<number> {
  const wrong = (problem: string): Literal<number> => ({
    value: 0,
    diagnostics: [diagnose('HPOL1009', span, { time: shorten(image), problem })],
  });
  const [, date, clock, zone] = certain(/^(\d{4}-\d{2}-\d{2})(?:T(.*?))?(Z|[+-]\d{2}:?\d{2})?$/.exec(image));
  if (clock === undefined) return wrong('it has no time of day');
  if (zone === undefined) return wrong('it does not say which zone it is in');
  const day = Date.parse(`${date}T00:00Z`);
  // A day that a month does not have rolls over to another date, or is none.
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== date) return wrong('there is no such date');
  const value = Date.parse(`${date}T${clock}${zone}`);
  if (Number.isNaN(value) || clock.startsWith('24')) return wrong('there is no such time of day');
  return value >= 0 && value < END_OF_9999_MS ? { value, diagnostics: [] } : wrong('it is not between 1970 and 9999');
}

const shorten = (image: string): string => (image.length > 30 ? `${image.slice(0, 27)}…` : image);
