// Leaves out every declaration that has an error inside, so that checks see only what the author really wrote,
// and remembers the words that it may have declared, so that nobody is told that they do not exist.
import type { Declaration, PolicyFile } from '../ast/declaration.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { IRecognitionException, IToken } from '../lexer/chevrotain.ts';
import type { SourceFile } from '../source/source-file.ts';

interface Findings {
  readonly tokens: readonly IToken[];
  readonly errors: readonly IRecognitionException[];
  readonly lexical: readonly Diagnostic[];
  /** Where declarations start, in order, those among them that could not be read. */
  readonly starts: readonly number[];
}

export function keepWhole(source: SourceFile, declarations: readonly Declaration[], findings: Findings): PolicyFile {
  const { tokens, errors, lexical, starts } = findings;
  const { file } = source;
  if (errors.length === 0 && lexical.length === 0)
    return { file, declarations, brokenWords: new Set(), isRefused: false };
  const faults = [...errors.map(faultOffset), ...lexical.map(({ span }) => span.start)];
  const nextStart = new Map(starts.map((start, index) => [start, starts[index + 1]]));
  const isWhole = (declaration: Declaration): boolean => {
    const end = nextStart.get(declaration.span.start) ?? Number.POSITIVE_INFINITY;
    return !faults.some((fault) => fault >= declaration.span.start && fault < end);
  };
  const whole = declarations.filter(isWhole);
  return { file, declarations: whole, brokenWords: wordsOutside(tokens, whole), isRefused: false };
}

/** An error belongs to the declaration before it: what it lacks is noticed at the next token. */
function faultOffset(error: IRecognitionException): number {
  const { previousToken } = error as { previousToken?: IToken };
  const offset = previousToken?.startOffset ?? error.token.startOffset;
  return Number.isNaN(offset) ? error.token.startOffset : offset;
}

/** Every word outside the declarations that were kept. */
function wordsOutside(tokens: readonly IToken[], whole: readonly Declaration[]): ReadonlySet<string> {
  const words = new Set<string>();
  let next = 0;
  for (const token of tokens) {
    while ((whole[next]?.span.end ?? Number.POSITIVE_INFINITY) <= token.startOffset) next += 1;
    const isKept = token.startOffset >= (whole[next]?.span.start ?? Number.POSITIVE_INFINITY);
    if (!isKept && /^[A-Za-z_]/.test(token.image)) words.add(token.image);
  }
  return words;
}
