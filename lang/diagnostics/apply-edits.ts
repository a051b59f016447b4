// Edits made to a text, and the fixes among several that can be made together. Pure: who reads and writes the file is somebody else.
import type { Diagnostic } from './diagnostic.ts';
import type { Edit, Fix } from './fix.ts';

/** The text with all edits made. They must belong to this text and not overlap; their order does not matter. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { span, text: replacement } of inOrder(edits)) {
    parts.push(text.slice(at, span.start), replacement);
    at = span.end;
  }
  return parts.join('') + text.slice(at);
}

/** The safe fixes that can be made at once: of two that overlap the first in the text, to which the other may be added later. */
export function safeFixes(diagnostics: readonly Diagnostic[]): readonly SafeFix[] {
  const chosen: SafeFix[] = [];
  const taken: Edit[] = [];
  for (const { fix, ...diagnostic } of diagnostics) {
    if (!fix?.isSafe || fix.edits.some((edit) => taken.some((other) => overlap(edit, other)))) continue;
    chosen.push({ ...diagnostic, fix });
    taken.push(...fix.edits);
  }
  return chosen;
}

export interface SafeFix extends Diagnostic {
  readonly fix: Fix;
}

const inOrder = (edits: readonly Edit[]): readonly Edit[] => edits.toSorted((a, b) => a.span.start - b.span.start);

/** Two that insert at one place overlap as well: nothing says which comes first. */
const overlap = (one: Edit, other: Edit): boolean =>
  one.span.file === other.span.file &&
  (one.span.start === other.span.start || (one.span.start < other.span.end && other.span.start < one.span.end));
