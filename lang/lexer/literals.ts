// What the text of a literal means, and what is wrong with it. Values are kept in the token's payload.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../source/span.ts';

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' };
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const MAX_DURATION_MS = 366 * 86_400_000;

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
  const unit = /[a-z]+$/.exec(image)?.[0] ?? 'ms';
  const value = Number(image.slice(0, -unit.length)) * (UNIT_MS[unit] ?? 1);
  if (value <= MAX_DURATION_MS) return { value, diagnostics: [] };
  return { value: MAX_DURATION_MS, diagnostics: [diagnose('HPOL1008', span, { number: shorten(image) })] };
}

const shorten = (image: string): string => (image.length > 30 ? `${image.slice(0, 27)}…` : image);
