// Collects diagnostics. A `let` is checked wherever it is used, so the same finding may come twice; it is told once.
import { diagnose, type Diagnostic, type Extras } from '../diagnostics/diagnostic.ts';
import type { DiagnosticCode, ParametersOf } from '../diagnostics/catalogue.ts';
import type { Span } from '../source/span.ts';

export interface Reporter {
  readonly diagnostics: readonly Diagnostic[];
  report<C extends DiagnosticCode>(code: C, span: Span, parameters: ParametersOf<C>, extras?: Extras): void;
}

export function createReporter(): Reporter {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  return {
    diagnostics,
    report: (...[code, span, parameters, extras]) => {
      const diagnostic = diagnose(code, span, parameters, extras);
      const key = `${code} ${span.start} ${span.file} ${diagnostic.message}`;
      if (seen.has(key)) return;
      seen.add(key);
      diagnostics.push(diagnostic);
    },
  };
}
