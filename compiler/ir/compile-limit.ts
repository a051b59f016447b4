// A policy that is right but too large to compile: more rules than a decision record can number, a pattern whose
// automaton has too many states. Shells print its diagnostic like any other; it is no bug.
import type { Diagnostic } from '../../lang/diagnostics/diagnostic.ts';

export class CompileLimit extends Error {
  override readonly name = 'CompileLimit';
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}
