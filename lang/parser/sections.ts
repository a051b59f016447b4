// Cuts the tokens of a file into sections, one for each declaration, so that no error reaches from one into the next.
// No text without errors is ever cut inside a declaration.
import type { IToken, TokenType } from '../lexer/chevrotain.ts';
import { certain } from '../source/certain.ts';
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
  KEYWORD.predicates,
  KEYWORD.trusts,
  KEYWORD.reveals,
]);
/** Behind these a word of the language is a name or an effect. */
const NAMES_FOLLOW: ReadonlySet<TokenType> = new Set([
  SIGN.dot,
  SIGN.colon,
  SIGN.range,
  KEYWORD.expect,
  KEYWORD.default,
  KEYWORD.predicates,
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
  for (const [index, token] of tokens.entries()) {
    if (!open) open = [token];
    else if (
      isComplete(open, depth) ||
      (STARTS.has(token.tokenType) && isStart(open, { tokens, index, depth }, layout))
    ) {
      sections.push({ tokens: open, next: token });
      open = [token];
      depth = 0;
    } else open.push(token);
    if (token.tokenType === SIGN.openBrace) depth += 1;
    else if (token.tokenType === SIGN.closeBrace) depth = Math.max(0, depth - 1);
  }
  return open ? [...sections, { tokens: open, next: undefined }] : [];
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
}

/** Whether a declaration starts at a word that may start one, behind the tokens of one that is open. */
function isStart(open: readonly [IToken, ...IToken[]], { tokens, index, depth }: Place, layout: Layout): boolean {
  const token = certain(tokens[index]);
  const [first] = open;
  const [before, next, afterNext] = [certain(open.at(-1)), tokens[index + 1], tokens[index + 2]];
  if (NAMES_FOLLOW.has(before.tokenType) || before.image === 'never' || isMisspelt(before, 'default', 'predicates'))
    return false;
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
  return layout.columnOf(token) <= layout.columnOf(first) || hasShape(token, next, afterNext);
}

/** What stands behind the first word of a declaration: its name or path, and one of these. */
const OPENS_BODY: ReadonlySet<TokenType> = new Set([SIGN.openBrace]);
const SHAPES: ReadonlyMap<TokenType, readonly [name: TokenType, then: ReadonlySet<TokenType>]> = new Map([
  [KEYWORD.class, [Word, OPENS_BODY]],
  [KEYWORD.test, [StringLiteral, OPENS_BODY]],
  [KEYWORD.let, [Word, new Set([SIGN.equals])]],
  ...[...RULES].map((word) => [word, [Word, CLAUSES]] as const),
]);

function hasShape({ tokenType }: IToken, next: IToken, afterNext: IToken | undefined): boolean {
  const [name, then] = SHAPES.get(tokenType) ?? [];
  return (
    name !== undefined && isOfCategory(next, name) && afterNext !== undefined && then?.has(afterNext.tokenType) === true
  );
}
