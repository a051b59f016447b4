// The underlined line of a policy that a failed expectation points at.
import { lineAt, positionOf, type SourceFile } from '../../lang/source/source-file.ts';
import type { Span } from '../../lang/program/program.ts';

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const textOf = (file: string, sources: readonly SourceFile[]): string =>
  sources.find((source) => source.file === file)?.text ?? '';

export const placeOf = ({ file, start }: Span, sources: readonly SourceFile[]): Place => ({
  file,
  ...positionOf(textOf(file, sources), start),
});

/** Place, line and underline; a span over several lines is underlined to the end of its first. */
export function sourceFrame(span: Span, sources: readonly SourceFile[]): string {
  const { file, line, column } = placeOf(span, sources);
  const text = lineAt(textOf(span.file, sources), line);
  const length = Math.max(1, Math.min(span.end - span.start, text.length - column + 1));
  const margin = ' '.repeat(String(line).length);
  // Tabs are kept in the margin of the underline, so that it stands under its text.
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return `${file}:${line}:${column}\n${margin} |\n${line} | ${text}\n${margin} | ${indent}${'^'.repeat(length)}`;
}
