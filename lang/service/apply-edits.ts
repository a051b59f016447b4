// Makes edits in a text, as a shell does with what this folder hands out.
import type { Edit } from '../diagnostics/fix.ts';

/** The text with the edits made; they do not overlap and all belong to this text. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { span, text: replacement } of edits.toSorted((a, b) => b.span.start - a.span.start)) {
    result = result.slice(0, span.start) + replacement + result.slice(span.end);
  }
  return result;
}
