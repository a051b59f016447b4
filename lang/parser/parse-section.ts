// One section → a declaration, or the errors in it. Reading goes on at the next part behind each error.
import type { Declaration } from '../ast/declaration.ts';
import type { IToken } from '../lexer/chevrotain.ts';
import { SIGN } from '../lexer/tokens.ts';
import { certain } from '../source/certain.ts';
import { partsOf, withoutClosers } from './parts.ts';
import { type Fault, PolicyParser } from './policy-parser.ts';
import type { Layout, Section } from './sections.ts';
import { cutAtMisspelt, isStray, piecesOf } from './strays.ts';

/** What the grammar asked for at a place, and what stands there. */
export interface SyntaxError {
  readonly expected: string;
  /** Undefined at the end of the file. */
  readonly found: IToken | undefined;
  /** The bracket that should have been closed here. */
  readonly opening: IToken | undefined;
  /** True for a `=` behind which the text could be read if it were `==`. */
  readonly isComparison: boolean;
  /** The offsets of the part that the error is in. Looking for it takes time, and few ask. */
  readonly part: () => { readonly start: number; readonly end: number };
}

/** A section, or a piece of one. */
export interface ParsedSection {
  readonly tokens: Section['tokens'];
  /** Null when there is an error. */
  readonly declaration: Declaration | null;
  readonly errors: readonly SyntaxError[];
}

const parser = new PolicyParser({ checksGrammar: false });

/** More than one result where a broken section holds several declarations. */
export function parseSection(file: string, section: Section, layout: Layout): readonly ParsedSection[] {
  const { value, fault } = parser.readDeclaration({ file, tokens: section.tokens });
  if (!fault) return [{ tokens: section.tokens, declaration: value, errors: [] }];
  return cutAtMisspelt(section, layout).flatMap((piece) => parsePiece(file, piece, layout));
}

function parsePiece(file: string, piece: Section, layout: Layout): readonly ParsedSection[] {
  const { tokens } = piece;
  const { value, fault } = parser.readDeclaration({ file, tokens });
  if (!fault) return [{ tokens, declaration: value, errors: [] }];
  if (value && fault.isLeftover && isStray(piece, fault.index, { declaration: value, layout })) {
    return piecesOf(piece, [fault.index]).flatMap((part) => parsePiece(file, part, layout));
  }
  return [{ tokens, declaration: null, errors: errorsOf(file, piece, { first: fault, layout }) }];
}

function errorsOf(
  file: string,
  { tokens, next }: Section,
  { first, layout }: { first: Fault; layout: Layout },
): readonly SyntaxError[] {
  const parts = partsOf(tokens, layout);
  const errors: SyntaxError[] = [];
  const partAround = (index: number): ReturnType<SyntaxError['part']> => {
    const from = certain(tokens[parts.findLast((part) => part.index < index)?.index ?? 0]);
    const to = tokens[parts.find((part) => part.index >= index)?.index ?? tokens.length] ?? next;
    return { start: from.startOffset, end: to?.startOffset ?? Number.POSITIVE_INFINITY };
  };
  const add = ({ index, expected }: Fault, faultOf: FaultOf): void => {
    const opening = openingBefore(tokens, index, expected);
    const isComparison = isMeantToCompare(tokens, index, faultOf);
    errors.push({ expected, found: tokens[index] ?? next, opening, isComparison, part: () => partAround(index) });
  };
  add(first, (read) => parser.readDeclaration({ file, tokens: read }).fault?.index);
  let at = first.index;
  let last = at;
  for (const { index, end, rule } of parts) {
    if (index < at) continue;
    const faultOf: FaultOf = (read) => {
      const { index: within } = parser.faultIn(rule, { file, tokens: withoutClosers(read.slice(index, end)) }) ?? {};
      return within === undefined ? undefined : within + index;
    };
    const fault = parser.faultIn(rule, { file, tokens: withoutClosers(tokens.slice(index, end)) });
    const found = fault ? fault.index + index : end;
    // Where the last error is the start of this part, it is told already.
    if (fault && found > last) add({ ...fault, index: found }, faultOf);
    if (fault) last = found;
    at = Math.max(found, index + 1);
  }
  return errors;
}

/** The index of the first error in tokens of the section; undefined when there is none. */
type FaultOf = (tokens: readonly IToken[]) => number | undefined;

/** Tries whether `==` in place of a `=` leads past it. */
function isMeantToCompare(tokens: readonly IToken[], index: number, faultOf: FaultOf): boolean {
  const sign = tokens[index];
  if (sign?.tokenType !== SIGN.equals) return false;
  const { equalsTo } = SIGN;
  const tried = { ...sign, image: '==', tokenType: equalsTo, tokenTypeIdx: certain(equalsTo.tokenTypeIdx) };
  const fault = faultOf(tokens.with(index, tried));
  return fault === undefined || fault > index + 1;
}

/** What a message ends with that misses a closing bracket, and the two brackets. */
const BRACKETS = [
  ['`}`', SIGN.openBrace, SIGN.closeBrace],
  ['`)`', SIGN.openParen, SIGN.closeParen],
  ['`]`', SIGN.openBracket, SIGN.closeBracket],
] as const;

/** The innermost bracket that is open at a place where the grammar wants it closed. */
function openingBefore(tokens: readonly IToken[], index: number, expected: string): IToken | undefined {
  const [, open, close] = BRACKETS.find(([text]) => expected.endsWith(text)) ?? [];
  const pending: IToken[] = [];
  for (const token of tokens.slice(0, open ? index : 0)) {
    if (token.tokenType === open) pending.push(token);
    else if (token.tokenType === close) pending.pop();
  }
  return pending.at(-1);
}
