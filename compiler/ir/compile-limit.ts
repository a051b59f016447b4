// A policy that is right but too large to compile: more rules than a decision record can number, a pattern whose
// automaton has too many states. Shells print it at its span like a diagnostic; it is no bug.
import type { Span } from '../../lang/check/program.ts';

export class CompileLimit extends Error {
  override readonly name = 'CompileLimit';
  readonly span: Span;
  readonly help: string;

  /** `message` is one lower-case sentence with the user's text in backticks. */
  constructor(message: string, details: { readonly span: Span; readonly help: string }) {
    super(message);
    this.span = details.span;
    this.help = details.help;
  }
}
