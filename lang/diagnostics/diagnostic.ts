// A diagnostic, and the one way to make one: by code and parameters.
import type { Span } from '../source/span.ts';
import { CATALOGUE, type DiagnosticCode, type ParametersOf } from './catalogue.ts';
import type { Fix } from './fix.ts';
import type { Severity } from './message.ts';

export interface Label {
  readonly span: Span;
  readonly text: string;
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** Other places that the reader should look at. */
  readonly labels?: readonly Label[];
  readonly help: string;
  readonly fix?: Fix;
}

/** What the place of use adds: `help` replaces the help of the catalogue. */
export interface Extras {
  readonly labels?: readonly Label[];
  readonly help?: string | undefined;
  readonly fix?: Fix | undefined;
}

/** Makes the diagnostic of a code; the parameters are those of its message. */
export function diagnose<C extends DiagnosticCode>(
  code: C,
  span: Span,
  parameters: ParametersOf<C>,
  extras: Extras = {},
): Diagnostic {
  const entry = CATALOGUE[code] as {
    severity: Severity;
    message: (p: unknown) => string;
    help: (p: unknown) => string;
  };
  return {
    code,
    severity: entry.severity,
    message: entry.message(parameters),
    span,
    ...(extras.labels ? { labels: extras.labels } : {}),
    help: extras.help ?? entry.help(parameters),
    ...(extras.fix ? { fix: extras.fix } : {}),
  };
}

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';
