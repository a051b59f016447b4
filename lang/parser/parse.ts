// Source → declarations. One error does not hide the next: declarations without an error inside are kept.
import type { PolicyFile } from '../ast/declaration.ts';
import { diagnose, type Diagnostic, type Extras } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { IRecognitionException, IToken } from '../lexer/chevrotain.ts';
import { EOF } from '../lexer/chevrotain.ts';
import { spanOfToken, tokenize } from '../lexer/tokenize.ts';
import { Identifier, KEYWORD, SIGN } from '../lexer/tokens.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Span } from '../source/span.ts';
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
  const start = { file: source.file, start: 0, end: 1 };
  if (byteLength(source.text) > MAX_FILE_BYTES)
    return refused(diagnose('HPOL4001', start, { limitBytes: MAX_FILE_BYTES }));
  const { tokens, comments, diagnostics } = tokenize(source);
  const tooDeep = tokenBeyondDepth(tokens);
  if (tooDeep) return refused(diagnose('HPOL4002', spanOfToken(source.file, tooDeep), { limit: MAX_NESTING }));
  const reserved = reservedWords(source.file, tokens);
  const { declarations, errors: all, starts } = parser.parseFile(source.file, tokens);
  const errors = all.filter((error) => !reserved.some(({ span }) => span.start === error.token.startOffset));
  const reading: Reading = { source, tokens, comparisons: comparisonsAmong(source, errors, tokens) };
  const syntax = independent(errors, tokens).map((error) => syntaxError(error, reading));
  const value = keepWhole(source, declarations, { tokens, errors, lexical: diagnostics, starts });
  return {
    value: { ...value, declarations: attachDocs(value.declarations, comments, source.text) },
    comments,
    diagnostics: [...diagnostics, ...reserved, ...syntax],
  };
}

/** A file of which nothing is read, because of what the diagnostic says. */
export const refused = (diagnostic: Diagnostic): ParsedFile => ({
  value: { file: diagnostic.span.file, declarations: [], brokenWords: new Set(), isRefused: true },
  comments: [],
  diagnostics: [diagnostic],
});

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
  const areNear = nearness(tokens);
  return errors.filter((error, index) => {
    const before = errors[index - 1];
    return !before || !areNear(error.token, before.token);
  });
}

/** Whether fewer than three tokens lie between two; what the parser made up stands at the end. */
function nearness(tokens: readonly IToken[]): (one: IToken, other: IToken) => boolean {
  const numbers = new Map(tokens.map(({ startOffset }, number) => [startOffset, number]));
  const numberOf = ({ startOffset }: IToken): number => numbers.get(startOffset) ?? tokens.length;
  return (one, other) => Math.abs(numberOf(one) - numberOf(other)) < 3;
}

/** Which of the errors are a `=` that was meant to compare: once `==` stands there, the text can be read past it. */
function comparisonsAmong(
  source: SourceFile,
  errors: readonly IRecognitionException[],
  tokens: readonly IToken[],
): ReadonlySet<IToken> {
  const signs = new Set(errors.map(({ token }) => token).filter(({ tokenType }) => tokenType === SIGN.equals));
  if (signs.size === 0) return signs;
  const [equalsTo] = tokenize({ ...source, text: '==' }).tokens;
  const { errors: remaining } = parser.parseFile(
    source.file,
    tokens.map((token) => (signs.has(token) ? { ...token, ...equalsTo, startOffset: token.startOffset } : token)),
  );
  const areNear = nearness(tokens);
  return new Set([...signs].filter((sign) => !remaining.some(({ token }) => areNear(token, sign))));
}

interface Reading {
  readonly source: SourceFile;
  readonly tokens: readonly IToken[];
  readonly comparisons: ReadonlySet<IToken>;
}

function syntaxError(error: IRecognitionException, { source, tokens, comparisons }: Reading): Diagnostic {
  const isEnd = error.token.tokenType === EOF;
  const token = isEnd ? tokens.at(-1) : error.token;
  const span = token ? spanOfToken(source.file, token) : { file: source.file, start: 0, end: 0 };
  const found = isEnd ? 'the end of the file' : `\`${error.token.image.slice(0, 40)}\``;
  const extras = comparisons.has(error.token) ? comparison(span) : respelling(error.token, span);
  return diagnose('HPOL1001', span, { expected: error.message, found }, extras);
}

const comparison = (span: Span): Extras => ({
  help: 'values are compared with `==`',
  fix: { title: 'replace by `==`', edits: [{ span, text: '==' }], isSafe: true },
});

/** A shorter word is near to one of the language by chance. */
const LEAST_LETTERS = 4;

function respelling({ tokenType, image }: IToken, span: Span): Extras {
  const isMisspelt = tokenType === Identifier && image.length >= LEAST_LETTERS;
  return isMisspelt ? suggest({ text: image, span }, Object.keys(KEYWORD)) : {};
}
