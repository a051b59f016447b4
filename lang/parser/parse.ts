// Source → declarations. One error does not hide the next: declarations without an error inside are kept.
import type { PolicyFile } from '../ast/declaration.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { IRecognitionException, IToken } from '../lexer/chevrotain.ts';
import { EOF } from '../lexer/chevrotain.ts';
import { spanOfToken, tokenize } from '../lexer/tokenize.ts';
import { Identifier, KEYWORD, SIGN } from '../lexer/tokens.ts';
import type { SourceFile } from '../source/source-file.ts';
import { attachDocs } from './docs.ts';
import { keepWhole } from './keep-whole.ts';
import { PolicyParser } from './policy-parser.ts';

export interface ParsedFile {
  readonly value: PolicyFile;
  readonly comments: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How a file is parsed: afresh, or by a cache that gives the same for the same text. */
export type Parse = (source: SourceFile) => ParsedFile;

const MAX_FILE_BYTES = 1_048_576;
/** Brackets inside brackets. The parser and the checker are recursive; this keeps both far from the end of the stack. */
const MAX_NESTING = 100;
const parser = new PolicyParser({ checksGrammar: false });

/** Parses one file. `value` holds what could be read; `comments` are its comments in order. */
export function parse(source: SourceFile): ParsedFile {
  const refuse = (diagnostic: Diagnostic): ParsedFile => ({
    value: { file: source.file, declarations: [], brokenWords: new Set(), isRefused: true },
    comments: [],
    diagnostics: [diagnostic],
  });
  const start = { file: source.file, start: 0, end: 1 };
  if (byteLength(source.text) > MAX_FILE_BYTES)
    return refuse(diagnose('HPOL4001', start, { limitBytes: MAX_FILE_BYTES }));
  const { tokens, comments, diagnostics } = tokenize(source);
  const tooDeep = tokenBeyondDepth(tokens);
  if (tooDeep) return refuse(diagnose('HPOL4002', spanOfToken(source.file, tooDeep), { limit: MAX_NESTING }));
  const reserved = reservedWords(source.file, tokens);
  const declarations = parser.parseFile(source.file, tokens);
  const errors = parser.errors.filter((error) => !reserved.some(({ span }) => span.start === error.token.startOffset));
  const syntax = independent(errors, tokens).map((error) => syntaxError(source, error, tokens.at(-1)));
  const { starts } = parser;
  const value = keepWhole(source, declarations, { tokens, errors, lexical: diagnostics, starts });
  return {
    value: { ...value, declarations: attachDocs(value.declarations, comments, source.text) },
    comments,
    diagnostics: [...diagnostics, ...reserved, ...syntax],
  };
}

function byteLength(text: string): number {
  return text.length > MAX_FILE_BYTES ? text.length : new TextEncoder().encode(text).length;
}

function tokenBeyondDepth(tokens: readonly IToken[]): IToken | undefined {
  const opening = new Set([SIGN.openParen, SIGN.openBrace, SIGN.openBracket]);
  const closing = new Set([SIGN.closeParen, SIGN.closeBrace, SIGN.closeBracket]);
  let depth = 0;
  return tokens.find(({ tokenType }) => {
    if (opening.has(tokenType)) depth += 1;
    else if (closing.has(tokenType)) depth = Math.max(0, depth - 1);
    return depth > MAX_NESTING;
  });
}

/** `limit NAME` and `assert never` where a declaration would start. */
function reservedWords(file: string, tokens: readonly IToken[]): Diagnostic[] {
  let depth = 0;
  const found: Diagnostic[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === SIGN.openBrace) depth += 1;
    else if (token.tokenType === SIGN.closeBrace) depth = Math.max(0, depth - 1);
    const isReserved = token.tokenType === KEYWORD.limit || token.tokenType === KEYWORD.assert;
    const next = tokens[index + 1];
    const before = tokens[index - 1];
    if (!isReserved || depth > 0 || !next || !isWord(next) || before?.tokenType === SIGN.dot) continue;
    found.push(diagnose('HPOL1007', spanOfToken(file, token), { word: token.image }));
  }
  return found;
}

const isWord = (token: IToken): boolean => /^[A-Za-z_]/.test(token.image);

/** After an error the parser must find its way; what it stumbles over within three tokens is the same error. */
function independent(errors: readonly IRecognitionException[], tokens: readonly IToken[]): IRecognitionException[] {
  if (errors.length < 2) return [...errors];
  const numbers = new Map(tokens.map(({ startOffset }, number) => [startOffset, number]));
  const numberOf = (error: IRecognitionException): number => numbers.get(error.token.startOffset) ?? tokens.length;
  return errors.filter((error, index) => {
    const before = errors[index - 1];
    return !before || Math.abs(numberOf(error) - numberOf(before)) >= 3;
  });
}

function syntaxError(source: SourceFile, error: IRecognitionException, last: IToken | undefined): Diagnostic {
  const isEnd = error.token.tokenType === EOF;
  const token = isEnd ? last : error.token;
  const span = token ? spanOfToken(source.file, token) : { file: source.file, start: 0, end: 0 };
  const found = isEnd ? 'the end of the file' : `\`${error.token.image.slice(0, 40)}\``;
  return diagnose('HPOL1001', span, { expected: error.message, found }, { help: helpFor(error.token) });
}

/** A shorter word is near to one of the language by chance. */
const LEAST_LETTERS = 4;

function helpFor({ tokenType, image }: IToken): string | undefined {
  if (tokenType === SIGN.equals) return 'values are compared with `==`';
  const isMisspelt = tokenType === Identifier && image.length >= LEAST_LETTERS;
  return isMisspelt ? didYouMean(image, Object.keys(KEYWORD)) : undefined;
}
