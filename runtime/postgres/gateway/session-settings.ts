// What settings of the session mean for names. PostgreSQL reports search_path from version 18 on; before, the gateway takes a plain SET for
// what it says once nothing can undo it any more, and resolves no bare name after anything else that may have changed the path.
import type { StatementFacts } from '../analysis/facts.ts';
import { SET_CONFIG } from '../analysis/set-config.ts';
import type { SessionState } from './session-state.ts';

const CHANGES_SETTINGS: ReadonlySet<string> = new Set(['RESET', 'DISCARD', 'CALL', 'DO']);
/** SET takes the names of settings as identifiers, which may be written with escapes. */
const NAMES_A_MEANING = /search_path|schema|role|authorization|u&/i;
const NAMES_A_ROLE = /role|authorization|u&/i;

/** Nothing but pg_catalog is searched. */
export const NOWHERE: readonly string[] = [];

/** Whether names may mean something else after this statement, leaving transactions aside. */
export const changesMeanings = (facts: StatementFacts): boolean =>
  CHANGES_SETTINGS.has(facts.command) ||
  facts.functions.includes(SET_CONFIG) ||
  (facts.command === 'SET' && NAMES_A_MEANING.test(facts.text));

/** A statement has succeeded. Gives the search path that is to be taken up; null when it stays. */
export function noteSuccess(state: SessionState, facts: StatementFacts): readonly string[] | null {
  if (facts.command === 'SET' && NAMES_A_ROLE.test(facts.text)) state.hasChangedRole = true;
  if (state.isPathReported) return null;
  if (facts.command === 'ROLLBACK') state.pathToCome = null;
  if (!changesMeanings(facts) || (facts.command === 'SET' && !/search_path|schema|u&/i.test(facts.text))) return null;
  state.pathToCome = facts.setsPath;
  return NOWHERE;
}

/** A batch has ended, outside a transaction or in one. Gives the search path that is to be taken up; null when it stays. */
export function noteBoundary(state: SessionState): readonly string[] | null {
  const path = state.status === 'I' ? state.pathToCome : null;
  if (state.status !== 'T') state.pathToCome = null;
  return path;
}

/** Where bare names are looked up now. `$user` is a role that nobody has told the gateway once the role was changed. */
export function pathOf(state: SessionState): readonly string[] {
  const isUncertain = state.hasChangedRole && state.searchPath.includes('$user');
  return isUncertain ? NOWHERE : state.searchPath;
}
