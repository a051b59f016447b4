// Analysis in the light of what the session has in flight. Facts depend on the search path and on names that earlier
// messages may still change: then the gateway waits for the target, or analyzes knowing nothing, which refuses more.
import { emptyFacts } from '../analysis/empty-facts.ts';
import type { AnalysisContext, StatementFacts } from '../analysis/facts.ts';
import { NOWHERE, changesMeanings, pathOf } from './session-settings.ts';
import type { SessionState } from './session-state.ts';

const NO_FACTS: ReadonlyMap<string, StatementFacts> = new Map();
/** Unqualified names resolve to nothing, so lineage is unknown. */
const KNOWING_NOTHING: AnalysisContext = { searchPath: NOWHERE, prepared: NO_FACTS, cursors: NO_FACTS };

/** Keywords cannot be written with escapes, so a text without them names no prepared statement and no cursor. */
const NAMES_A_QUERY = /\b(execute|fetch|move)\b/i;
const CHANGES_NAMES: ReadonlySet<string> = new Set(['PREPARE', 'DEALLOCATE', 'DECLARE', 'CLOSE', 'DISCARD']);

/** Whether names may mean something else after this statement. ROLLBACK and COMMIT undo SET and SET LOCAL. */
export const isUnsettling = (facts: StatementFacts): boolean =>
  facts.category === 'schema' || facts.command === 'ROLLBACK' || facts.command === 'COMMIT' || changesMeanings(facts);

/** The facts of every statement of the text, or `wait` when the target must answer first. */
export function analyzeText(state: SessionState, text: string): readonly StatementFacts[] | 'wait' {
  const { queue } = state;
  takeUpEnvironment(state, state.searchPath);
  const dependsOnNames = queue.hasPendingNames && NAMES_A_QUERY.test(text);
  const isUnsettled = queue.boundariesAnswered < state.unsettledUntil;
  if (isUnsettled && queue.boundariesSent >= state.unsettledUntil) return 'wait';
  if (dependsOnNames && queue.boundariesSent > queue.boundariesAnswered) return 'wait';
  const context = isUnsettled || dependsOnNames ? KNOWING_NOTHING : currentContext(state);
  const facts = analyzeWith(state, text, context);
  if (state.isCatalogAwaited && !facts.every(needsNoCatalog)) return 'wait';
  if (context === KNOWING_NOTHING) return facts;
  const changesOnTheWay = facts.slice(0, -1).some((one) => isUnsettling(one) || CHANGES_NAMES.has(one.command));
  return changesOnTheWay ? analyzeWith(state, text, KNOWING_NOTHING) : facts;
}

/** A script of CREATE, ALTER and the like runs on while the catalog is read; what reads anything waits for it. */
const needsNoCatalog = (facts: StatementFacts): boolean =>
  facts.analyzed && facts.outputs === null && facts.reads.length === 0 && facts.writes.length === 0;

/** Takes up a newer catalog or search path; statements that are prepared already are analyzed again, as the server does. */
export function takeUpEnvironment(state: SessionState, searchPath: readonly string[]): void {
  const catalog = state.target.catalog.current();
  if (catalog === state.catalog && searchPath === state.searchPath) return;
  state.catalog = catalog;
  state.searchPath = searchPath;
  state.names.refresh((text) => analyzeWith(state, text, currentContext(state))[0] ?? emptyFacts(text));
}

const analyzeWith = (state: SessionState, text: string, context: AnalysisContext): readonly StatementFacts[] =>
  state.services.inspect.analyze(text, state.catalog.catalog, context);

const currentContext = (state: SessionState): AnalysisContext => ({
  searchPath: pathOf(state),
  made: state.made.list(state.services.engine().digest),
  prepared: state.names.preparedFacts,
  cursors: state.names.cursorFacts,
});
