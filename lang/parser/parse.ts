// Source → declarations. Each is read on its own, so that no error hides another or calls up one that is not there;
// those without an error inside are kept.
import type { Declaration, PolicyFile } from '../ast/declaration.ts';
import { diagnose, type Diagnostic, type Extras, isError } from '../diagnostics/diagnostic.ts';
import type { IToken } from '../lexer/chevrotain.ts';
import { foreignWordHelp } from '../diagnostics/foreign-words.ts';
import { spanOfToken, tokenize } from '../lexer/tokenize.ts';
import { KEYWORD } from '../lexer/tokens.ts';
import { certain } from '../source/certain.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { Span } from '../source/span.ts';
import { attachDocs } from './docs.ts';
import { parseSection, type SyntaxError } from './parse-section.ts';
import { isReserved, layoutOf, sectionsOf } from './sections.ts';
import { suggestionFor } from './misspelt.ts';
import { MAX_NESTING, tokenBeyondDepth } from './nesting.ts';
import { meantWord } from './strays.ts';

export interface ParsedFile {
  readonly value: PolicyFile;
  readonly comments: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How a file is parsed: afresh, or by a cache that gives the same for the same text. */
export type Parse = (source: SourceFile) => ParsedFile;

const MAX_FILE_BYTES = 1_048_576;

/** Parses one file. `value` holds what could be read; `comments` are its comments in order. */
export function parse(source: SourceFile): ParsedFile {
  const { file, text } = source;
  if (byteLength(text) > MAX_FILE_BYTES)
    return refused(diagnose('HPOL4001', { file, start: 0, end: 1 }, { limitBytes: MAX_FILE_BYTES }));
  const { tokens, comments, diagnostics: lexical } = tokenize(source);
  const tooDeep = tokenBeyondDepth(tokens);
  if (tooDeep) return refused(diagnose('HPOL4002', spanOfToken(file, tooDeep), { limit: MAX_NESTING }));
  const { declarations, brokenWords, diagnostics } = parseSections(source, tokens, lexical.filter(isError));
  return {
    value: { file, declarations: attachDocs(declarations, comments, text), brokenWords, isRefused: false },
    comments,
    diagnostics: [...lexical, ...diagnostics],
  };
}

/** A file that is not read at all, for one reason. */
export const refused = (diagnostic: Diagnostic): ParsedFile => ({
  value: { file: diagnostic.span.file, declarations: [], brokenWords: new Set(), isRefused: true },
  comments: [],
  diagnostics: [diagnostic],
});

function byteLength(text: string): number {
  return text.length > MAX_FILE_BYTES ? text.length : new TextEncoder().encode(text).length;
}

/** What the sections of a file hold. */
interface Findings {
  readonly declarations: Declaration[];
  /** The words that a declaration with an error in it may have declared, so that nobody is told that they do not exist. */
  readonly brokenWords: Set<string>;
  readonly diagnostics: Diagnostic[];
}

function parseSections(source: SourceFile, tokens: readonly IToken[], lexical: readonly Diagnostic[]): Findings {
  const { file, text } = source;
  const layout = layoutOf(text);
  const findings: Findings = { declarations: [], brokenWords: new Set(), diagnostics: [] };
  const pending = lexical.toSorted((a, b) => b.span.start - a.span.start);
  for (const section of sectionsOf(tokens, layout)) {
    const [first] = section.tokens;
    const faults = takeBefore(pending, section.next?.startOffset ?? text.length);
    if (isReserved(first)) {
      findings.diagnostics.push(diagnose('HPOL1007', spanOfToken(file, first), { word: first.image }));
      addWords(section.tokens, findings.brokenWords);
      continue;
    }
    for (const { tokens: read, declaration, errors } of parseSection(file, section, layout)) {
      if (declaration && faults.length === 0) findings.declarations.push(declaration);
      else addWords(read, findings.brokenWords).add(meantWord(read[0]));
      const own = errors.filter((error) => !isConsequence(error, faults, text));
      findings.diagnostics.push(...own.map((error) => diagnosticOf(file, error, tokens.at(-1))));
    }
  }
  return findings;
}

/** Takes those that start before an end from a list in falling order. */
function takeBefore(pending: Diagnostic[], end: number): readonly Diagnostic[] {
  const taken: Diagnostic[] = [];
  for (let last = pending.at(-1); last && last.span.start < end; last = pending.at(-1)) {
    taken.push(last);
    pending.pop();
  }
  return taken;
}

function addWords(tokens: readonly IToken[], words: Set<string>): Set<string> {
  for (const { image } of tokens) if (/^[A-Za-z_]/.test(image)) words.add(image);
  return words;
}

/** These take text away from the parser; the others are about the value of a token that is there. */
const MANGLING: ReadonlySet<string> = new Set(['HPOL1002', 'HPOL1003', 'HPOL1004']);

/** True for an error in a part of a declaration that lost text before it or on its line. */
function isConsequence({ found, part: partOf }: SyntaxError, faults: readonly Diagnostic[], text: string): boolean {
  const lost = faults.filter(({ code }) => MANGLING.has(code));
  if (lost.length === 0) return false;
  const part = partOf();
  const lineEnd = found ? text.indexOf('\n', found.startOffset) : -1;
  const end = Math.min(part.end, lineEnd === -1 ? text.length : lineEnd);
  return lost.some(({ span }) => span.start >= part.start && span.start < end);
}

function diagnosticOf(file: string, error: SyntaxError, last: IToken | undefined): Diagnostic {
  const { expected, found, opening } = error;
  const span = spanOfToken(file, found ?? certain(last));
  const shown = found ? `\`${found.image.slice(0, 40)}\`` : 'the end of the file';
  const extras = opening ? { labels: [{ span: spanOfToken(file, opening), text: 'opened here' }] } : {};
  return diagnose('HPOL1001', span, { expected, found: shown }, { ...extras, ...mendingOf(error, span) });
}

function mendingOf({ found, isComparison }: SyntaxError, span: Span): Extras {
  if (!found) return {};
  if (!isComparison) {
    const help = foreignWordHelp(found.image);
    return help === undefined ? suggestionFor(found, span, Object.keys(KEYWORD)) : { help };
  }
  const fix = { title: 'replace by `==`', edits: [{ span, text: '==' }], isSafe: true };
  return { help: 'values are compared with `==`', fix };
}
