// Cuts the tokens of a file into sections, one for each declaration, so that no error reaches from one into the next.
// No text without errors is ever cut inside a declaration.
import type { IToken, TokenType } from '../lexer/chevrotain.ts';
import { isMisspelt } from './misspelt.ts';
import { Identifier, isOfCategory, KEYWORD, SIGN, StringLiteral, Word } from '../lexer/tokens.ts';

/** The tokens of one declaration, or of what stands where one should. Never empty. */
export interface Section {
  readonly tokens: readonly [IToken, ...IToken[]];
  /** What follows it in the file. */
  readonly next: IToken | undefined;
}

/** The words that rules start with. */
export const RULES: ReadonlySet<TokenType> = new Set([
  KEYWORD.mask,
  KEYWORD.block,
  KEYWORD.approve,
  KEYWORD.allow,
  KEYWORD.flag,
]);
const RESERVED: ReadonlySet<TokenType> = new Set([KEYWORD.limit, KEYWORD.assert]);
const STARTS: ReadonlySet<TokenType> = new Set([
  ...RULES,
  ...RESERVED,
  KEYWORD.policy,
  KEYWORD.default,
  KEYWORD.import,
  KEYWORD.schema,
  KEYWORD.class,
  KEYWORD.let,
  KEYWORD.test,
]);
/** The words that clauses start with. */
export const CLAUSES: ReadonlySet<TokenType> = new Set([
  KEYWORD.of,
  KEYWORD.on,
  KEYWORD.when,
  KEYWORD.unless,
  KEYWORD.with,
  KEYWORD.by,
  KEYWORD.within,
  KEYWORD.for,
  KEYWORD.because,
]);
/** Behind these a word of the language is a name or an effect. */
const NAMES_FOLLOW: ReadonlySet<TokenType> = new Set([
  SIGN.dot,
  SIGN.colon,
  SIGN.range,
  KEYWORD.expect,
  KEYWORD.default,
]);

/** `limit` and `assert` are kept for later. */
export const isReserved = (token: IToken): boolean => RESERVED.has(token.tokenType);

/** Where tokens stand on their lines. */
export interface Layout {
  /** True when the token starts a line. */
  readonly isFirst: (token: IToken, before: IToken) => boolean;
  /** The number of characters before the token on its line. */
  readonly columnOf: (token: IToken) => number;
}

export const layoutOf = (text: string): Layout => ({
  isFirst: (token, before) => text.slice(before.startOffset + before.image.length, token.startOffset).includes('\n'),
  columnOf: ({ startOffset }) => startOffset - text.lastIndexOf('\n', startOffset - 1) - 1,
});

export function sectionsOf(tokens: readonly IToken[], layout: Layout): Section[] {
  const sections: Section[] = [];
  let open: [IToken, ...IToken[]] | undefined;
  let depth = 0;
  let index = 0;
  const starts = (at: number, first: IToken): boolean => startsDeclaration({ tokens, index: at, depth, first }, layout);
  for (const token of tokens) {
    if (open && (isComplete(open, depth) || (STARTS.has(token.tokenType) && starts(index, open[0])))) {
      sections.push({ tokens: open, next: token });
      open = undefined;
      depth = 0;
    }
    if (open) open.push(token);
    else open = [token];
    if (token.tokenType === SIGN.openBrace) depth += 1;
    else if (token.tokenType === SIGN.closeBrace) depth = Math.max(0, depth - 1);
    index += 1;
  }
  if (open) sections.push({ tokens: open, next: undefined });
  return sections;
}

/** When nothing can be added to a declaration, by its first word. Those that are not here end where another starts. */
const COMPLETE: ReadonlyMap<TokenType, (second: IToken, last: IToken, depth: number) => boolean> = new Map([
  [KEYWORD.class, (_second, { tokenType }, depth) => depth === 0 && tokenType === SIGN.closeBrace],
  [KEYWORD.test, (_second, { tokenType }, depth) => depth === 0 && tokenType === SIGN.closeBrace],
  [KEYWORD.policy, (second) => isOfCategory(second, Word)],
  [KEYWORD.default, ({ tokenType }) => tokenType === KEYWORD.allow || tokenType === KEYWORD.block],
  [KEYWORD.import, (second) => isOfCategory(second, StringLiteral)],
  [KEYWORD.schema, (second) => isOfCategory(second, StringLiteral)],
]);

function isComplete(tokens: readonly [IToken, ...IToken[]], depth: number): boolean {
  const test = COMPLETE.get(tokens[0].tokenType);
  const [second, last] = test ? [tokens[1], tokens.at(-1)] : [];
  return test !== undefined && second !== undefined && last !== undefined && test(second, last, depth);
}

interface Place {
  readonly tokens: readonly IToken[];
  readonly index: number;
  /** Braces that are open here. */
  readonly depth: number;
  /** The first token of the section. */
  readonly first: IToken;
}

/** Whether a token that may start a declaration does. */
function startsDeclaration({ tokens, index, depth, first }: Place, layout: Layout): boolean {
  const [before, token, next, afterNext] = tokens.slice(index - 1, index + 3);
  if (!before || !token) return false;
  if (NAMES_FOLLOW.has(before.tokenType) || before.image === 'never' || isMisspelt(before, 'default')) return false;
  if (!next) return true;
  if (next.tokenType === SIGN.colon || next.tokenType === SIGN.dot) return false;
  const isNamed = isOfCategory(next, Word) || isOfCategory(next, StringLiteral);
  if (token.tokenType === KEYWORD.schema) {
    const isUnquoted = depth === 0 && next.tokenType === Identifier && layout.isFirst(token, before);
    return isUnquoted || isOfCategory(next, StringLiteral);
  }
  if (isReserved(token)) return isNamed && depth === 0;
  if (depth === 0) return isNamed || layout.isFirst(token, before);
  // A brace that was never closed: what looks like a declaration is one.
  if (!layout.isFirst(token, before) || !isNamed) return false;
  return (
    layout.columnOf(token) <= layout.columnOf(first) || (afterNext !== undefined && hasShape(token, next, afterNext))
  );
}

function hasShape({ tokenType }: IToken, next: IToken, afterNext: IToken): boolean {
  switch (tokenType) {
    case KEYWORD.class:
      return isOfCategory(next, Word) && afterNext.tokenType === SIGN.openBrace;
    case KEYWORD.let:
      return isOfCategory(next, Word) && afterNext.tokenType === SIGN.equals;
    case KEYWORD.test:
      return isOfCategory(next, StringLiteral) && afterNext.tokenType === SIGN.openBrace;
    case KEYWORD.import:
      return isOfCategory(next, StringLiteral);
    default:
      return RULES.has(tokenType) && isOfCategory(next, Word) && CLAUSES.has(afterNext.tokenType);
  }
}
