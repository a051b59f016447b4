// Words that are almost words of the language.
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { IToken } from '../lexer/chevrotain.ts';
import { Identifier } from '../lexer/tokens.ts';

/** A shorter word is near to one of the language by chance. */
const LEAST_LETTERS = 4;

/** ``did you mean `block`?`` for a word that is none of the language; undefined for one that is near to none of these. */
export const misspeltHelp = (token: IToken, words: readonly string[]): string | undefined =>
  token.tokenType === Identifier && token.image.length >= LEAST_LETTERS ? didYouMean(token.image, words) : undefined;

export const isMisspelt = (token: IToken, ...words: readonly string[]): boolean =>
  misspeltHelp(token, words) !== undefined;
