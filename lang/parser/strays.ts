// Where a broken section holds the start of another declaration: one whose word is misspelt, or one that is none.
import type { Declaration } from '../ast/declaration.ts';
import type { IToken } from '../lexer/chevrotain.ts';
import { AnyWord, DECLARATION_WORDS, isOfCategory, KEYWORD, StringLiteral } from '../lexer/tokens.ts';
import { certain } from '../source/certain.ts';
import { isMisspelt } from './misspelt.ts';
import { CLAUSES, type Layout, type Section } from './sections.ts';

export const CLAUSE_WORDS = Object.entries(KEYWORD).flatMap(([word, type]) => (CLAUSES.has(type) ? [word] : []));

/** The word that the first token of a declaration is or was meant to be. */
export const meantWord = (first: IToken): string =>
  DECLARATION_WORDS.find((word) => isMisspelt(first, word)) ?? first.image;

/** The section in pieces that start where a misspelt declaration does. */
export function cutAtMisspelt(section: Section, layout: Layout): readonly Section[] {
  const { tokens } = section;
  const isStart = (token: IToken, index: number): boolean => {
    const [before, next] = [tokens[index - 1], tokens[index + 1]];
    if (!before || !next || !standsOut(token, before, { first: tokens[0], layout })) return false;
    return (
      (isOfCategory(next, AnyWord) || isOfCategory(next, StringLiteral)) && isMisspelt(token, ...DECLARATION_WORDS)
    );
  };
  const cuts = tokens.flatMap((token, index) => (isStart(token, index) ? [index] : []));
  return piecesOf(section, cuts);
}

/** True for a token behind a whole declaration that no part of it could start with. */
export function isStray({ tokens }: Section, index: number, { declaration, layout }: Read): boolean {
  const [before, token] = [certain(tokens[index - 1]), certain(tokens[index])];
  if (!standsOut(token, before, { first: tokens[0], layout })) return false;
  // A rule ends with its reason; without one, what follows was meant as a part of it.
  const isWhole = declaration.kind !== 'rule' || declaration.clauses.some(({ kind }) => kind === 'because');
  return isWhole && !isMisspelt(token, ...CLAUSE_WORDS);
}

interface Read {
  readonly declaration: Declaration;
  readonly layout: Layout;
}

interface Frame {
  /** The first token of the section. */
  readonly first: IToken;
  readonly layout: Layout;
}

/** True for what starts a line and stands no further in than a declaration. */
const standsOut = (token: IToken, before: IToken, { first, layout }: Frame): boolean =>
  layout.isFirst(token, before) && layout.columnOf(token) <= layout.columnOf(first);

export function piecesOf({ tokens, next }: Section, cuts: readonly number[]): readonly Section[] {
  return [0, ...cuts].map((from, number) => {
    const to = cuts[number] ?? tokens.length;
    const [first, ...more] = tokens.slice(from, to);
    return { tokens: [certain(first), ...more], next: tokens[to] ?? next };
  });
}
