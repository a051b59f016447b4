// How deep a text nests, found in its tokens before anything recursive runs on them: parser, checker and formatter are
// recursive, and this keeps all of them far from the end of the stack.
import type { IToken, TokenType } from '../lexer/chevrotain.ts';
import { AnyWord, isOfCategory, KEYWORD, SIGN, Word } from '../lexer/tokens.ts';

export const MAX_NESTING = 100;

const OPENING: ReadonlySet<TokenType> = new Set([SIGN.openParen, SIGN.openBrace, SIGN.openBracket]);
const CLOSING: ReadonlySet<TokenType> = new Set([SIGN.closeParen, SIGN.closeBrace, SIGN.closeBracket]);
/** What a chain of differences can hold besides words, literals and brackets. */
const IN_CHAIN: ReadonlySet<TokenType> = new Set([SIGN.dot, SIGN.coalesce, KEYWORD.true, KEYWORD.false]);
const SIGNS: ReadonlySet<TokenType> = new Set(Object.values(SIGN));

/** The first token that is nested too deep: in brackets, or in differences of differences, which need none. */
export function tokenBeyondDepth(tokens: readonly IToken[]): IToken | undefined {
  // The differences of the chain at hand, for each open bracket and outside of all.
  const chains = [0];
  let before: TokenType | undefined;
  for (const token of tokens) {
    const { tokenType } = token;
    const chain = chains.at(-1) ?? 0;
    if (OPENING.has(tokenType)) chains.push(0);
    else if (CLOSING.has(tokenType) && chains.length > 1) chains.pop();
    else if (tokenType === SIGN.minus) chains[chains.length - 1] = chain + 1;
    else if (before !== SIGN.dot && endsChain(token)) chains[chains.length - 1] = 0;
    if (chains.length > MAX_NESTING + 1 || chain >= MAX_NESTING) return token;
    before = tokenType;
  }
  return undefined;
}

const endsChain = (token: IToken): boolean =>
  !IN_CHAIN.has(token.tokenType) &&
  (SIGNS.has(token.tokenType) || (isOfCategory(token, AnyWord) && !isOfCategory(token, Word)));
