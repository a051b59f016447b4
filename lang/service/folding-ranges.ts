// What an editor can fold: declarations of several lines, and comments that stand below one another.
import type { Span } from '../source/span.ts';
import { type AnalyzedFile, declarationsIn } from './policy-analysis.ts';

export interface FoldingRange {
  readonly kind: 'declaration' | 'comment';
  readonly span: Span;
}

export function foldingRanges(file: AnalyzedFile): readonly FoldingRange[] {
  const isLong = ({ span }: FoldingRange): boolean => file.text.slice(span.start, span.end).includes('\n');
  const declarations = declarationsIn(file).map(({ span }): FoldingRange => ({ kind: 'declaration', span }));
  return [...declarations, ...commentRuns(file)].filter(isLong);
}

/** Comments with nothing but white space and one line break between them. */
function commentRuns({ file, text, parsed }: AnalyzedFile): readonly FoldingRange[] {
  const runs: { start: number; end: number }[] = [];
  for (const { startOffset, image } of parsed.comments) {
    const last = runs.at(-1);
    const end = startOffset + image.length;
    if (last && /^\r?\n[ \t]*$/.test(text.slice(last.end, startOffset))) last.end = end;
    else runs.push({ start: startOffset, end });
  }
  return runs.map((run) => ({ kind: 'comment', span: { file, ...run } }));
}
