// Parses a changed text from what was known of the text before: only the declarations around the change are read again. The lexer starts afresh
// at every line and the grammar at every declaration, so what stands two whole declarations away from the change stays as it was.
// INVARIANT: the same as a parse of the whole text; lang/service/parse-cache.test.ts holds it to that.
import type { Declaration } from '../ast/declaration.ts';
import type { IToken } from '../lexer/chevrotain.ts';
import { parse, type ParsedFile } from '../parser/parse.ts';
import type { SourceFile } from '../source/source-file.ts';
import { shiftSpans } from './shift-spans.ts';

/** A text and its parse, which found nothing wrong. */
export interface CleanParse {
  readonly text: string;
  readonly parsed: ParsedFile;
}

/** Whole declarations between what is kept and the change. More than the parser looks ahead, and room for its recovery. */
const GUARDS = 2;
/** A third of what a file may hold in bytes: no text of this length is too large. */
const MAX_LENGTH = 340_000;
/** Half of what may nest. */
const MAX_OPENINGS = 50;

export const isClean = ({ value, diagnostics }: ParsedFile): boolean => diagnostics.length === 0 && !value.isRefused;

/** The parse of the text; null where only a parse of the whole can tell. */
export function reparse(base: CleanParse, source: SourceFile): ParsedFile | null {
  const { text } = source;
  const window = windowOf(base, text);
  if (!window || text.length > MAX_LENGTH) return null;
  const { before, after, start, end, delta } = window;
  const { declarations } = base.parsed.value;
  const middle = parse({ file: source.file, text: text.slice(start, end + delta) });
  if (middle.value.isRefused || !(isClean(middle) || nestsLittle(base, text.slice(start, end + delta)))) return null;
  const inner = shiftSpans(middle.value.declarations, start);
  const tail = shiftSpans(declarations.slice(after), delta);
  const isGuarded =
    startsWith(inner, declarations.slice(before, before === 0 ? 0 : before + GUARDS), 0) &&
    startsWith(
      inner.toReversed(),
      declarations.slice(after === declarations.length ? after : after - GUARDS, after).toReversed(),
      delta,
    );
  if (!isGuarded) return null;
  const { comments } = base.parsed;
  return {
    value: { ...middle.value, declarations: [...declarations.slice(0, before), ...inner, ...tail] },
    comments: [
      ...comments.filter(({ startOffset }) => startOffset < start),
      ...moved(middle.comments, start),
      ...moved(
        comments.filter(({ startOffset }) => startOffset >= end),
        delta,
      ),
    ],
    diagnostics: shiftSpans(middle.diagnostics, start),
  };
}

interface Window {
  /** Declarations that are kept stand before the number `before` and from the number `after` on. */
  readonly before: number;
  readonly after: number;
  /** The part of the old text that is read again; both ends are starts of lines. */
  readonly start: number;
  readonly end: number;
  /** How much longer the new text is. */
  readonly delta: number;
}

function windowOf({ text: old, parsed }: CleanParse, text: string): Window | null {
  const { declarations } = parsed.value;
  const [from, to] = changeIn(old, text);
  let before = Math.max(0, declarations.filter(({ span }) => span.end < from).length - GUARDS);
  while (before > 0 && lineBetween(old, declarations, before) === null) before -= 1;
  const next = declarations.findIndex(({ span }) => span.start > to);
  let after = next < 0 ? declarations.length : Math.min(declarations.length, next + GUARDS);
  while (after < declarations.length && lineBetween(old, declarations, after) === null) after += 1;
  const start = lineBetween(old, declarations, before) ?? 0;
  const end = lineBetween(old, declarations, after) ?? old.length;
  const isWhole = before === 0 && after === declarations.length;
  return isWhole ? null : { before, after, start, end, delta: text.length - old.length };
}

/** The range of the old text that changed. */
function changeIn(old: string, text: string): readonly [number, number] {
  const most = Math.min(old.length, text.length);
  const from = commonLength(most, (start, end) => old.slice(start, end) === text.slice(start, end));
  const [oldEnd, end] = [old.length, text.length];
  const tail = commonLength(most - from, (a, b) => old.slice(oldEnd - b, oldEnd - a) === text.slice(end - b, end - a));
  return [from, oldEnd - tail];
}

/** Up to where two texts are the same; `isSame` compares a part, whole parts first since that is quick. */
function commonLength(most: number, isSame: (start: number, end: number) => boolean): number {
  let length = 0;
  for (let step = 4_096; step >= 1; step /= 8) {
    while (length + step <= most && isSame(length, length + step)) length += step;
  }
  return length;
}

/** The start of the line behind a declaration's predecessor; null where both stand on one line, or it has none. */
function lineBetween(text: string, declarations: readonly Declaration[], index: number): number | null {
  const previous = declarations[index - 1];
  const next = declarations[index];
  if (!previous || !next) return null;
  const line = text.indexOf('\n', previous.span.end) + 1;
  return line > 0 && line <= next.span.start ? line : null;
}

/** True when the declarations begin with these, which have moved by `delta`. */
const startsWith = (all: readonly Declaration[], expected: readonly Declaration[], delta: number): boolean =>
  expected.every(({ kind, span }, index) => {
    const found = all[index];
    return found?.kind === kind && found.span.start === span.start + delta && found.span.end === span.end + delta;
  });

/** What the change leaves open could make the rest nest too deep; far from that, nobody needs to count. */
function nestsLittle({ text, parsed }: CleanParse, middle: string): boolean {
  const most = parsed.value.declarations.map(({ span }) => openings(text.slice(span.start, span.end)));
  return openings(middle) + Math.max(0, ...most) <= MAX_OPENINGS;
}

const openings = (text: string): number => text.split(/[{([]/).length - 1;

const moved = (tokens: readonly IToken[], delta: number): readonly IToken[] =>
  tokens.map((token) => ({ ...token, startOffset: token.startOffset + delta }));
