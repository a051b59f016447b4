// The fixes that diagnostics bring along, for a place in a file.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Fix } from '../diagnostics/fix.ts';
import type { Span } from '../source/span.ts';

export interface CodeAction {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
}

/** The fixes of diagnostics that touch the span. */
export function codeActions(diagnostics: readonly Diagnostic[], place: Span): readonly CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const { span, fix } = diagnostic;
    const isHere = span.file === place.file && span.start <= place.end && place.start <= span.end;
    return fix && isHere ? [{ diagnostic, fix }] : [];
  });
}
