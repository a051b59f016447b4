// The edit that takes a declaration out of a file: its doc comment goes along, and its lines where nothing else stands on them.
import type { Edit } from '../diagnostics/fix.ts';
import type { Span } from '../source/span.ts';

export function removeDeclaration(text: string, span: Span): Edit {
  const lineStart = startOfLine(text, span.start);
  const lineEnd = endOfLine(text, span.end);
  const isAlone = isBlank(text.slice(lineStart, span.start)) && isBlank(text.slice(span.end, lineEnd));
  if (!isAlone) return { span, text: '' };
  return { span: { ...span, start: startOfDocs(text, lineStart), end: lineEnd }, text: '' };
}

const isBlank = (text: string): boolean => text.trim() === '';
const startOfLine = (text: string, offset: number): number => text.slice(0, offset).lastIndexOf('\n') + 1;

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** The start of the `///` lines directly above a line, or of the line itself. */
function startOfDocs(text: string, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const above = startOfLine(text, start - 1);
    if (!/^[ \t]*\/\/\//.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}
