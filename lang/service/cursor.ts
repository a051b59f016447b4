// Where the cursor is, in tokens: the word that is being written, and what stands before it in the same declaration. Works on text that
// does not parse.
import type { IToken } from '../lexer/chevrotain.ts';
import { tokenize } from '../lexer/tokenize.ts';
import { KEYWORD, SIGN } from '../lexer/tokens.ts';
import { isWord } from './name-at.ts';

export interface Cursor {
  /** The tokens of the declaration before the word that is being written. */
  readonly before: readonly IToken[];
  /** The range that a completion replaces: the word around the cursor, or nothing. */
  readonly start: number;
  readonly end: number;
}

const DECLARING = new Set([
  KEYWORD.policy,
  KEYWORD.default,
  KEYWORD.import,
  KEYWORD.schema,
  KEYWORD.class,
  KEYWORD.let,
  KEYWORD.mask,
  KEYWORD.block,
  KEYWORD.approve,
  KEYWORD.allow,
  KEYWORD.flag,
  KEYWORD.test,
]);

/** Undefined inside strings, patterns and comments, where nothing is completed. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const { tokens, comments } = tokenize({ file: '', text });
  const holds = (token: IToken): boolean => token.startOffset < offset && offset < endOf(token);
  if (comments.some(({ startOffset, image }) => startOffset < offset && offset <= startOffset + image.length))
    return undefined;
  const word = tokens.find((token) => isCompletable(token) && token.startOffset < offset && offset <= endOf(token));
  if (!word && tokens.some(holds)) return undefined;
  const start = word?.startOffset ?? offset;
  const before = tokens.filter((token) => endOf(token) <= start);
  return { before: before.slice(startOfDeclaration(before, text)), start, end: word ? endOf(word) : offset };
}

const isCompletable = (token: IToken): boolean => isWord(token) || /^[0-9*]/.test(token.image);
const endOf = ({ startOffset, image }: IToken): number => startOffset + image.length;

/** Index of the last token that starts a declaration: outside braces, or at the start of a line where a brace was forgotten. */
function startOfDeclaration(tokens: readonly IToken[], text: string): number {
  let depth = 0;
  let start = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === SIGN.openBrace) depth += 1;
    else if (token.tokenType === SIGN.closeBrace) depth = Math.max(0, depth - 1);
    if (!DECLARING.has(token.tokenType) || continues(tokens[index - 1], token)) continue;
    const isAtMargin = token.startOffset === 0 || /[\n\uFEFF]/.test(text.charAt(token.startOffset - 1));
    if (depth > 0 && !isAtMargin) continue;
    [depth, start] = [0, index];
  }
  return start;
}

/** `identity.kind`, `default allow` and `category == schema` start no declaration. */
function continues(before: IToken | undefined, token: IToken): boolean {
  if (!before) return false;
  const { tokenType } = before;
  if (tokenType === SIGN.dot || tokenType === KEYWORD.default || tokenType === KEYWORD.predicates) return true;
  return token.tokenType === KEYWORD.schema && VALUE_FOLLOWS.has(tokenType);
}

const VALUE_FOLLOWS = new Set([SIGN.equalsTo, SIGN.notEquals, SIGN.openBrace, SIGN.comma, SIGN.openParen]);
