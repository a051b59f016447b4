// Diagnostics for machines: JSON with stable fields, and annotations of GitHub Actions.
import type { Span } from '../../lang/source/span.ts';
import { positionOf, type Position, type SourceFile } from '../../lang/source/source-file.ts';
import type { Found } from './compile-policy.ts';

interface Range {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

export function rangeOf({ file, start, end }: Span, sources: readonly SourceFile[]): Range {
  const text = sources.find((source) => source.file === file)?.text ?? '';
  return { file, start: positionOf(text, start), end: positionOf(text, end) };
}

export function jsonText(found: readonly Found[]): string {
  const diagnostics = found.flatMap(({ diagnostics: some, sources }) =>
    some.map(({ code, severity, message, span, labels, help, fix }) => ({
      code,
      severity,
      message,
      ...rangeOf(span, sources),
      labels: (labels ?? []).map((label) => ({ text: label.text, ...rangeOf(label.span, sources) })),
      help: help ?? null,
      fix: fix
        ? { ...fix, edits: fix.edits.map((edit) => ({ text: edit.text, ...rangeOf(edit.span, sources) })) }
        : null,
    })),
  );
  return `${JSON.stringify({ format: 1, diagnostics }, null, 2)}\n`;
}

export const githubLines = (found: readonly Found[]): string =>
  found
    .flatMap(({ diagnostics, sources }) =>
      diagnostics.map(({ code, severity, message, span, help }) => {
        const { file, start } = rangeOf(span, sources);
        const text = help === undefined ? message : `${message}\nhelp: ${help}`;
        return `::${severity} file=${property(file)},line=${start.line},col=${start.column},title=${code}::${data(text)}\n`;
      }),
    )
    .join('');

/** Escapes of the runner's toolkit. */
const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
