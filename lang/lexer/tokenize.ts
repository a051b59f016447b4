// Text → tokens with values. Comments are kept aside, for docs and for the formatter. Never stops at an error.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { foreignWordHelp } from '../diagnostics/foreign-words.ts';
import { patternProblem } from '../patterns/regexp.ts';
import { certain } from '../source/certain.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Span } from '../source/span.ts';
import { Lexer, type IToken, type TokenType } from './chevrotain.ts';
import { inAscii } from './look-alikes.ts';
import { durationMs, intValue, sizeBytes, stringValue, timeMs, type Literal } from './literals.ts';
import { suspicions } from './suspicious-text.ts';
import {
  ALL_TOKENS,
  DurationLiteral,
  IntLiteral,
  RegexLiteral,
  SizeLiteral,
  StringLiteral,
  TimeLiteral,
  UnterminatedRegex,
  UnterminatedString,
} from './tokens.ts';

export interface Tokens {
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PatternPayload {
  readonly source: string;
  readonly flags: string;
}

const VALUED: ReadonlySet<TokenType> = new Set([
  StringLiteral,
  UnterminatedString,
  IntLiteral,
  DurationLiteral,
  SizeLiteral,
  TimeLiteral,
  RegexLiteral,
  UnterminatedRegex,
]);
const lexer = new Lexer([...ALL_TOKENS], { positionTracking: 'onlyOffset', skipValidations: true });
// Control characters, line ends that only some programs take for such, marks that make text look like other text than
// it is, marks of byte order behind the start, and halves of surrogate pairs.
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\r(?!\n)|[\u2028-\u202E\u2066-\u2069]|(?<!^)\uFEFF|\p{Surrogate}/gu;
const MAX_REPORTED = 20;

/** The tokens of a source; numbers, strings, durations and patterns carry their value in `payload`. */
export function tokenize(source: SourceFile): Tokens {
  const { file, text } = source;
  const result = lexer.tokenize(text);
  const diagnostics = [...forbiddenCharacters(source)];
  const seen = new Set(diagnostics.map((diagnostic) => diagnostic.span.start));
  for (const error of result.errors.slice(0, MAX_REPORTED)) {
    if (seen.has(error.offset)) continue;
    const span = { file, start: error.offset, end: error.offset + error.length };
    const written = text.slice(span.start, span.end);
    const help = foreignWordHelp(written) ?? lookAlikeHelp(written);
    diagnostics.push(diagnose('HPOL1002', span, { character: printable(written) }, { help }));
  }
  for (const token of result.tokens) {
    if (VALUED.has(token.tokenType)) diagnostics.push(...giveValue(token, spanOfToken(file, token)));
  }
  return { tokens: result.tokens, comments: certain(result.groups['comments']), diagnostics };
}

export const spanOfToken = (file: string, token: IToken): Span => ({
  file,
  start: token.startOffset,
  end: token.startOffset + token.image.length,
});

function forbiddenCharacters({ file, text }: SourceFile): Diagnostic[] {
  return [...text.matchAll(FORBIDDEN)].slice(0, MAX_REPORTED).map((match) => {
    const span = { file, start: match.index, end: match.index + 1 };
    const help = LINE_ENDS.test(match[0])
      ? 'end lines with a line feed, or a carriage return and a line feed'
      : undefined;
    return diagnose('HPOL1002', span, { character: printable(match[0]) }, { help });
  });
}

const LINE_ENDS = /[\r\u0085\u2028\u2029]/;

function lookAlikeHelp(written: string): string | undefined {
  const ascii = inAscii(written);
  if (ascii === written || !/^[\x20-\x7E]+$/.test(ascii)) return undefined;
  return `it looks like \`${ascii}\`, but is another character; type it anew`;
}

/** A character as a reader can see it: itself between backticks, or its code point. */
function printable(text: string): string {
  const codePoint = certain(text.codePointAt(0));
  const isVisible = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(String.fromCodePoint(codePoint));
  return isVisible
    ? `\`${String.fromCodePoint(codePoint)}\``
    : `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

function giveValue(token: IToken, span: Span): readonly Diagnostic[] {
  switch (token.tokenType) {
    case StringLiteral:
      return [...keep(token, stringValue(token.image, span)), ...suspicions(token.image, span)];
    case UnterminatedString:
      keep(token, stringValue(token.image, span));
      return [diagnose('HPOL1003', span, {})];
    case IntLiteral:
      return keep(token, intValue(token.image, span));
    case DurationLiteral:
      return keep(token, durationMs(token.image, span));
    case SizeLiteral:
      return keep(token, sizeBytes(token.image, span));
    case TimeLiteral:
      return keep(token, timeMs(token.image, span));
    case RegexLiteral:
      return [...givePattern(token, span), ...suspicions(token.image, span)];
    default:
      // A pattern without an end.
      token.payload = { source: '', flags: '' } satisfies PatternPayload;
      return [diagnose('HPOL1004', span, {})];
  }
}

function keep(token: IToken, literal: Literal<string | number>): readonly Diagnostic[] {
  token.payload = literal.value;
  return literal.diagnostics;
}

function givePattern(token: IToken, span: Span): readonly Diagnostic[] {
  const end = token.image.lastIndexOf('/');
  const pattern: PatternPayload = { source: token.image.slice(1, end), flags: token.image.slice(end + 1) };
  token.payload = pattern;
  const problem = patternProblem(pattern.source, pattern.flags);
  if (!problem) return [];
  const start = span.start + 1 + problem.start;
  const place = { ...span, start, end: Math.min(span.start + 1 + problem.end, span.end) };
  return [diagnose('HPOL1006', place, { problem: problem.reason })];
}
