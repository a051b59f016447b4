// What stands under the cursor. Where no declaration could be read, the words around the cursor are looked up by name.
import type { IToken } from '../lexer/chevrotain.ts';
import { tokenize } from '../lexer/tokenize.ts';
import { SIGN } from '../lexer/tokens.ts';
import type { Span } from '../source/span.ts';
import { eventNamed } from '../vocabulary/registry.ts';
import { attributeNamed } from './attributes.ts';
import { memberNamed, type NameIndex } from './name-index.ts';
import type { NamedThing, Occurrence } from './named-thing.ts';
import { declarationsIn, type PolicyAnalysis } from './policy-analysis.ts';

export interface NameAt {
  readonly thing: NamedThing;
  readonly span: Span;
}

/** The name that holds the offset or ends at it. */
export function nameAt(analysis: PolicyAnalysis, file: string, offset: number): NameAt | undefined {
  const names = analysis.names();
  return occurrenceAt(names, file, offset) ?? guessedName(analysis, file, offset);
}

/** Of two names that meet at the offset, the one that starts there. */
export function occurrenceAt(names: NameIndex, file: string, offset: number): Occurrence | undefined {
  return names.inFile(file).findLast(({ span }) => span.start <= offset && offset <= span.end);
}

function guessedName(analysis: PolicyAnalysis, file: string, offset: number): NameAt | undefined {
  const known = analysis.files.get(file);
  if (!known || declarationsIn(known).some(({ span }) => span.start <= offset && offset <= span.end)) return undefined;
  const { text } = known;
  const words = dottedWordsAt(tokenize({ file, text }).tokens, offset);
  const [first] = words;
  const last = words.at(-1);
  if (!first || !last) return undefined;
  const name = words.map(({ image }) => image).join('.');
  const thing = lookUp(name, analysis.names());
  return thing && { thing, span: { file, start: first.startOffset, end: last.startOffset + last.image.length } };
}

function lookUp(name: string, names: NameIndex): NamedThing | undefined {
  if (attributeNamed(name)) return { kind: 'attribute', name };
  if (eventNamed(name)) return { kind: 'event', name };
  const [className = '', member] = name.split('.');
  if (member !== undefined) return memberNamed(names, className, member) && { kind: 'member', className, name: member };
  if (names.lets.has(name)) return { kind: 'let', name };
  if (names.classes.has(name)) return { kind: 'class', name };
  return names.rules.has(name) ? { kind: 'rule', name } : undefined;
}

/** The words with dots between them around an offset. */
function dottedWordsAt(tokens: readonly IToken[], offset: number): readonly IToken[] {
  const at = tokens.findLastIndex(
    (token) => token.startOffset <= offset && offset <= token.startOffset + token.image.length && isWord(token),
  );
  const word = tokens[at];
  if (!word) return [];
  const words = [word];
  for (let index = at; isLink(tokens, index - 1, -1); index -= 2) words.unshift(...tokens.slice(index - 2, index - 1));
  for (let index = at; isLink(tokens, index + 1, 1); index += 2) words.push(...tokens.slice(index + 2, index + 3));
  return words;
}

/** A dot with a word behind it, seen in a direction. */
function isLink(tokens: readonly IToken[], index: number, direction: 1 | -1): boolean {
  const next = tokens[index + direction];
  return tokens[index]?.tokenType === SIGN.dot && next !== undefined && isWord(next);
}

export const isWord = (token: IToken): boolean => /^[A-Za-z_]/.test(token.image);
