// How the words of a file are coloured: by what they mean, and where that is not known by what they look like.
import type { IToken, TokenType } from '../lexer/chevrotain.ts';
import { tokenize } from '../lexer/tokenize.ts';
import {
  ClockLiteral,
  DurationLiteral,
  Glob,
  IntLiteral,
  KEYWORD,
  RegexLiteral,
  SIGN,
  SizeLiteral,
  StringLiteral,
  TimeLiteral,
  UnterminatedRegex,
  UnterminatedString,
} from '../lexer/tokens.ts';
import type { Occurrence, ThingKind } from './named-thing.ts';
import type { PolicyAnalysis } from './policy-analysis.ts';

/** In the order of the legend that a shell tells the editor. */
export const TOKEN_KINDS = [
  'comment',
  'keyword',
  'string',
  'number',
  'regexp',
  'class',
  'property',
  'variable',
  'function',
  'event',
  'enumMember',
  'method',
] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

export interface SemanticToken {
  readonly start: number;
  readonly length: number;
  readonly kind: TokenKind;
  readonly isDefinition: boolean;
}

const KIND_OF: Readonly<Record<ThingKind, TokenKind>> = {
  let: 'variable',
  class: 'class',
  member: 'property',
  rule: 'function',
  event: 'event',
  detector: 'method',
  transform: 'method',
  test: 'string',
  attribute: 'property',
  enum_word: 'enumMember',
  file: 'string',
};

const LEXICAL: ReadonlyMap<TokenType, TokenKind> = new Map([
  ...Object.values(KEYWORD).map((token) => [token, 'keyword'] as const),
  [StringLiteral, 'string'],
  [UnterminatedString, 'string'],
  [IntLiteral, 'number'],
  [DurationLiteral, 'number'],
  [SizeLiteral, 'number'],
  [TimeLiteral, 'number'],
  [ClockLiteral, 'number'],
  [RegexLiteral, 'regexp'],
  [UnterminatedRegex, 'regexp'],
  [Glob, 'property'],
]);

/** In the order of the text; signs have no colour. */
export function semanticTokens(analysis: PolicyAnalysis, file: string): readonly SemanticToken[] {
  const { tokens, comments } = tokenize({ file, text: analysis.files.get(file)?.text ?? '' });
  const names = analysis.names().inFile(file);
  const found: SemanticToken[] = comments.map((comment) => tokenOf(comment, 'comment'));
  let next = 0;
  for (const [index, token] of tokens.entries()) {
    while ((names[next]?.span.end ?? Number.POSITIVE_INFINITY) <= token.startOffset) next += 1;
    const name = names[next];
    const isAfterDot = tokens[index - 1]?.tokenType === SIGN.dot;
    const meant = name && name.span.start <= token.startOffset ? meaning(name, token) : lexical(token, isAfterDot);
    if (meant) found.push(meant);
  }
  return found.sort((a, b) => a.start - b.start);
}

const tokenOf = ({ startOffset, image }: IToken, kind: TokenKind, isDefinition = false): SemanticToken => ({
  start: startOffset,
  length: image.trimEnd().length,
  kind,
  isDefinition,
});

/** A name of several words is coloured word by word; the signs and numbers between them keep their own. */
function meaning({ thing, isDefinition }: Occurrence, token: IToken): SemanticToken | undefined {
  const isPart = /^[A-Za-z_"]/.test(token.image);
  return isPart ? tokenOf(token, KIND_OF[thing.kind], isDefinition) : lexical(token, false);
}

function lexical(token: IToken, isAfterDot: boolean): SemanticToken | undefined {
  const kind = LEXICAL.get(token.tokenType);
  return kind && !(isAfterDot && kind === 'keyword') ? tokenOf(token, kind) : undefined;
}
