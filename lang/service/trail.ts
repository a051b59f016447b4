// The tokens before the cursor, read backwards: what stands last, and which bracket is still open.
import type { IToken, TokenType } from '../lexer/chevrotain.ts';
import { SIGN } from '../lexer/tokens.ts';
import { isWord } from './name-at.ts';

export type Trail = readonly IToken[];

const OPENING: ReadonlySet<TokenType> = new Set([SIGN.openBrace, SIGN.openParen, SIGN.openBracket]);
const CLOSING: ReadonlySet<TokenType> = new Set([SIGN.closeBrace, SIGN.closeParen, SIGN.closeBracket]);

/** The type of the last token, or of one before it. */
export const lastType = (trail: Trail, back = 0): TokenType | undefined => trail.at(-1 - back)?.tokenType;

/** The text of the last token, or of one before it; empty where there is none. */
export const lastText = (trail: Trail, back = 0): string => textOf(trail.slice(trail.length - 1 - back));

export const firstText = (trail: Trail): string => textOf(trail);

const textOf = (trail: Trail): string =>
  trail
    .slice(0, 1)
    .map(({ image }) => image)
    .join('');

/** Ends in `}` with nothing open: the declaration is over. */
export const isClosed = (trail: Trail): boolean => lastType(trail) === SIGN.closeBrace && openBracket(trail) < 0;

/** Index of the innermost bracket that is still open, or -1. */
export function openBracket(trail: Trail): number {
  let closed = 0;
  return trail.findLastIndex(({ tokenType }) => {
    if (CLOSING.has(tokenType)) closed += 1;
    else if (OPENING.has(tokenType)) closed -= 1;
    return closed < 0;
  });
}

/** The words with dots behind each that end the trail: `identity.` gives `identity`; empty where the last token is no dot. */
export function pathBefore(trail: Trail): readonly string[] {
  const path: string[] = [];
  for (let back = 0; lastType(trail, back) === SIGN.dot; back += 2) {
    const token = trail.at(-2 - back);
    if (!token || !isWord(token)) break;
    path.unshift(token.image);
  }
  return path;
}

/** The name with dots that ends the trail: `identity.kind`; empty where it ends in anything else. */
export function pathAtEnd(trail: Trail): string {
  const token = trail.at(-1);
  if (!token || !isWord(token)) return '';
  return [...pathBefore(trail.slice(0, -1)), token.image].join('.');
}
