// Words that are almost words of the language.
import type { Extras } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { IToken } from '../lexer/chevrotain.ts';
import { Identifier } from '../lexer/tokens.ts';
import type { Span } from '../source/span.ts';

/** A shorter word is near to one of the language by chance. */
const LEAST_LETTERS = 4;

/** What to say and offer for a word that is none of the language; nothing for one that is near to none of these. */
export const suggestionFor = (
  { tokenType, image }: IToken,
  span: Span,
  words: readonly string[],
): Pick<Extras, 'help' | 'fix'> =>
  tokenType === Identifier && image.length >= LEAST_LETTERS ? suggest({ text: image, span }, words) : {};

export const isMisspelt = (token: IToken, ...words: readonly string[]): boolean =>
  suggestionFor(token, NOWHERE, words).help !== undefined;

/** Where nothing is offered. */
const NOWHERE: Span = { file: '', start: 0, end: 0 };
