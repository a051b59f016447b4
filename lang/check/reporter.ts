// Collects diagnostics. A `let` is checked wherever it is used, so the same finding may come twice; it is told once.
// Which words were read as values of an enumeration is kept aside: an editor tells them from `let`s of the same name.
import { diagnose, type Diagnostic, type Extras } from '../diagnostics/diagnostic.ts';
import type { DiagnosticCode, ParametersOf } from '../diagnostics/catalogue.ts';
import type { Span } from '../source/span.ts';
import type { EnumType } from '../vocabulary/types.ts';

/** A bare word that means a value of an enumeration, whatever else has its name. */
export interface EnumWord {
  readonly type: EnumType;
  readonly span: Span;
}

export interface Reporter {
  readonly diagnostics: readonly Diagnostic[];
  /** With repetitions, where a `let` is used more than once. */
  readonly enumWords: readonly EnumWord[];
  noteEnumWord(word: EnumWord): void;
  report<C extends DiagnosticCode>(code: C, span: Span, parameters: ParametersOf<C>, extras?: Extras): void;
}

export function createReporter(): Reporter {
  const diagnostics: Diagnostic[] = [];
  const enumWords: EnumWord[] = [];
  const seen = new Set<string>();
  return {
    diagnostics,
    enumWords,
    noteEnumWord: (word) => void enumWords.push(word),
    report: (...[code, span, parameters, extras]) => {
      const diagnostic = diagnose(code, span, parameters, extras);
      const key = `${code} ${span.start} ${span.file} ${diagnostic.message}`;
      if (seen.has(key)) return;
      seen.add(key);
      diagnostics.push(diagnostic);
    },
  };
}
