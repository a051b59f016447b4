// How deep a text nests, found in its tokens before anything recursive runs on them: parser, checker and formatter are
// recursive, and this keeps all of them far from the end of the stack.
import type { IToken, TokenType } from '../lexer/chevrotain.ts';
import { AnyWord, KEYWORD, SIGN } from '../lexer/tokens.ts';

export const MAX_NESTING = 100;

const OPENING: ReadonlySet<TokenType> = new Set([SIGN.openParen, SIGN.openBrace, SIGN.openBracket]);
const CLOSING: ReadonlySet<TokenType> = new Set([SIGN.closeParen, SIGN.closeBrace, SIGN.closeBracket]);
/** What a chain of differences can hold besides words that may stand for a name, literals and brackets. */
const IN_CHAIN: ReadonlySet<TokenType> = new Set([SIGN.dot, SIGN.coalesce, SIGN.minus, KEYWORD.true, KEYWORD.false]);
const STRUCTURE = Object.values(KEYWORD).filter(({ CATEGORIES }) => CATEGORIES?.includes(AnyWord));
const ENDS_CHAIN: ReadonlySet<TokenType> = new Set(
  [...STRUCTURE, ...Object.values(SIGN)].filter((type) => !IN_CHAIN.has(type)),
);

/** The first token that is nested too deep: in brackets, or in differences of differences, which need none. */
export function tokenBeyondDepth(tokens: readonly IToken[]): IToken | undefined {
  // The differences of the chain at hand, and of those around the brackets that are open.
  let chain = 0;
  const outer: number[] = [];
  let before: TokenType | undefined;
  for (const token of tokens) {
    const { tokenType } = token;
    if (OPENING.has(tokenType)) {
      outer.push(chain);
      chain = 0;
    } else if (CLOSING.has(tokenType)) chain = outer.pop() ?? 0;
    else if (tokenType === SIGN.minus) chain += 1;
    else if (before !== SIGN.dot && ENDS_CHAIN.has(tokenType)) chain = 0;
    if (outer.length > MAX_NESTING || chain > MAX_NESTING) return token;
    before = tokenType;
  }
  return undefined;
}
