// Diagnostics as a person reads them: a sentence, the place in a frame, and help.
import { lineAt, positionOf, type SourceFile } from '../source/source-file.ts';
import type { Span } from '../source/span.ts';
import type { Diagnostic, Label } from './diagnostic.ts';

interface Paint {
  readonly strong: (text: string) => string;
  readonly alarm: (text: string) => string;
  readonly faint: (text: string) => string;
}

const ESCAPE = '\u001B[';
const paint =
  (code: number, end: number) =>
  (text: string): string =>
    `${ESCAPE}${code}m${text}${ESCAPE}${end}m`;
const keep = (text: string): string => text;
const COLOR = { strong: paint(1, 22), error: paint(31, 39), warning: paint(33, 39), faint: paint(2, 22) };
const MAX_WIDTH = 160;

/** Every diagnostic with its frame, separated by empty lines, ending in a line break; empty for none. */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: readonly SourceFile[],
  options: { readonly color: boolean },
): string {
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  return diagnostics.map((diagnostic) => `${printOne(diagnostic, texts, options.color)}\n`).join('\n');
}

function printOne(diagnostic: Diagnostic, texts: ReadonlyMap<string, string>, isColored: boolean): string {
  const { severity, code, message, span, labels = [], help } = diagnostic;
  const colors: Paint = isColored
    ? { strong: COLOR.strong, alarm: COLOR[severity], faint: COLOR.faint }
    : { strong: keep, alarm: keep, faint: keep };
  return [
    `${colors.alarm(`${severity}[${code}]`)}${colors.strong(`: ${message}`)}`,
    ...frame({ span, text: '' }, texts, colors),
    ...labels.flatMap((label) => frame(label, texts, colors)),
    `  ${colors.faint('help:')} ${help}`,
  ].join('\n');
}

/** The place, the line of its start, and the underline. */
function frame({ span, text: note }: Label, texts: ReadonlyMap<string, string>, colors: Paint): string[] {
  const text = texts.get(span.file);
  if (text === undefined) return [`  ${colors.faint('-->')} ${span.file}`];
  const { line, column } = positionOf(text, span.start);
  const gutter = String(line);
  const blank = ' '.repeat(gutter.length);
  const shown = window(lineAt(text, line), column - 1, span);
  return [
    `${blank} ${colors.faint('-->')} ${span.file}:${line}:${column}`,
    `${colors.faint(`${gutter} |`)} ${shown.text}`,
    `${colors.faint(`${blank} |`)} ${shown.indent}${colors.alarm('^'.repeat(shown.length))}${note === '' ? '' : ` ${note}`}`,
  ];
}

/** The part of a line that is worth showing; tabs stay tabs in the indent, and control characters become visible. */
function window(line: string, at: number, span: Span): { text: string; indent: string; length: number } {
  const from = line.length <= MAX_WIDTH ? 0 : Math.max(0, at - MAX_WIDTH / 2);
  const text = line
    .slice(from, from + MAX_WIDTH)
    .replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, (c) => (c === '\t' ? c : '\uFFFD'));
  const indent = text.slice(0, at - from).replace(/[^\t]/g, ' ');
  const length = Math.max(1, Math.min(span.end - span.start, text.length - (at - from)));
  return { text, indent, length };
}
