// Behind each column pattern: which columns of the schema it matches.
import type { FoundColumn } from '../check/match-columns.ts';
import type { Span } from '../source/span.ts';
import { matchingColumns } from './matching-columns.ts';
import { type AnalyzedFile, declarationsIn, type PolicyAnalysis } from './policy-analysis.ts';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** Every column with its type. */
  readonly tooltip: string;
}

const MOST_NAMED = 2;

/** Hints within a range; none without a schema. */
export function inlayHints(
  file: AnalyzedFile,
  { relations }: PolicyAnalysis,
  range: Pick<Span, 'start' | 'end'>,
): readonly InlayHint[] {
  if (relations.length === 0) return [];
  return declarationsIn(file)
    .flatMap((node) => (node.kind === 'class' ? node.members : []))
    .flatMap(({ columns }) => columns)
    .filter(({ span }) => span.end >= range.start && span.end <= range.end)
    .map((column) => {
      const found = matchingColumns(column, relations);
      const tooltip = found.map(({ path, type }) => `${path} ${type}`).join('\n');
      return { offset: column.span.end, label: labelOf(found), tooltip };
    });
}

function labelOf(found: readonly FoundColumn[]): string {
  if (found.length === 0) return '→ no column';
  const named = found.slice(0, MOST_NAMED).map(({ path }) => path);
  const more = found.length > MOST_NAMED ? [`${found.length - MOST_NAMED} more`] : [];
  return `→ ${[...named, ...more].join(', ')}`;
}
