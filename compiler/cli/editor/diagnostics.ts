// Which diagnostics each file shows: those of every policy that an open file belongs to, each once, and the failures of tests that were run.
import type { Diagnostic } from '../../../lang/diagnostics/diagnostic.ts';
import { diagnosticOf, type ShownDiagnostic } from './answers.ts';
import { finder, type Session } from './session.ts';
import type { Membership } from './workspace.ts';

export type Publish = (uri: string, diagnostics: ShownDiagnostic[]) => void;

export interface DiagnosticBoard {
  /** Tells the client what changed since the last time. */
  refresh(): void;
  /** The same with what takes proofs, which may take longer. */
  prove(): void;
  /** Failures of one run of a test, shown until the next change of any text. */
  showFailures(uri: string, failures: readonly ShownDiagnostic[]): void;
  forgetFailures(): void;
}

export function createDiagnosticBoard(session: Session, publish: Publish): DiagnosticBoard {
  const published = new Map<string, string>();
  const failures = new Map<string, readonly ShownDiagnostic[]>();

  const refresh = (): void => {
    const shown = collect(session);
    for (const [uri, more] of failures) shown.set(uri, [...(shown.get(uri) ?? []), ...more]);
    for (const uri of published.keys()) if (!shown.has(uri)) shown.set(uri, []);
    for (const [uri, diagnostics] of shown) {
      const text = JSON.stringify(diagnostics);
      if (published.get(uri) === text) continue;
      published.set(uri, text);
      publish(uri, diagnostics);
    }
  };

  return {
    refresh,
    prove: () => {
      for (const path of session.workspace.openPaths)
        for (const { analysis } of session.workspace.policiesOf(path)) analysis.compiled();
      refresh();
    },
    showFailures: (uri, found) => {
      failures.set(uri, found);
      refresh();
    },
    forgetFailures: () => failures.clear(),
  };
}

/** Every file of every policy that has an open file, with what it shows; also those that show nothing, so that old marks go away. */
function collect(session: Session): Map<string, ShownDiagnostic[]> {
  const shown = new Map<string, Map<string, ShownDiagnostic>>();
  const done = new Set<unknown>();
  for (const path of session.workspace.openPaths) {
    for (const member of session.workspace.policiesOf(path)) {
      if (done.has(member.analysis)) continue;
      done.add(member.analysis);
      const find = finder(session, member.folder);
      for (const file of member.analysis.files.keys())
        shown.set(find(file).uri, shown.get(find(file).uri) ?? new Map());
      for (const one of diagnosticsOf(member)) {
        const diagnostic = diagnosticOf(find, one);
        const key = JSON.stringify(diagnostic);
        const { uri } = find(one.span.file);
        shown.set(uri, (shown.get(uri) ?? new Map<string, ShownDiagnostic>()).set(key, diagnostic));
      }
    }
  }
  return new Map([...shown].map(([uri, found]) => [uri, [...found.values()]]));
}

/** A part that no policy imports has no context to check names in; its syntax is checked. */
function diagnosticsOf({ analysis, file, isPolicy }: Membership): readonly Diagnostic[] {
  return isPolicy ? analysis.known().diagnostics : (analysis.files.get(file)?.parsed.diagnostics ?? []);
}
