// Names of prepared statements and of portals, as the target has confirmed them. SQL (PREPARE, DECLARE) and the protocol
// (Parse, Bind) share both name spaces. A name that the target has dropped may stay here: the target then says so itself.
import type { QueryDefinition, StatementFacts } from '../analysis/facts.ts';
import type { ResponseQueue } from './response-queue.ts';
import type { NameChange, Portal, Prepared } from './session-types.ts';

/** `unsettled`: an earlier batch that may still fail decides it; wait for the target. */
export type Found<T> = T | 'absent' | 'unsettled';

export class QueryNames {
  readonly #statements = new Map<string, Prepared>();
  readonly #portals = new Map<string, Portal>();
  /** For the analysis of EXECUTE and FETCH. */
  readonly preparedFacts = new Map<string, StatementFacts>();
  readonly cursorFacts = new Map<string, StatementFacts>();

  apply(changes: readonly NameChange[]): void {
    for (const change of changes) {
      if (change.map === 'statement') set(this.#statements, this.preparedFacts, change, change.value?.facts);
      else set(this.#portals, this.cursorFacts, change, change.value?.prepared.facts);
    }
  }

  statement(name: string, queue: ResponseQueue): Found<Prepared> {
    const pending = queue.pendingChange('statement', name);
    if (!pending) return this.#statements.get(name) ?? 'absent';
    return pending.isInBatch ? ((pending.change.value as Prepared | null) ?? 'absent') : 'unsettled';
  }

  portal(name: string, queue: ResponseQueue): Found<Portal> {
    const pending = queue.pendingChange('portal', name);
    if (!pending) return this.#portals.get(name) ?? 'absent';
    return pending.isInBatch ? ((pending.change.value as Portal | null) ?? 'absent') : 'unsettled';
  }

  /** Analyzes every statement again; the server plans them anew as well when the search path or a relation changes. */
  refresh(analyze: (text: string) => StatementFacts): void {
    for (const [name, prepared] of this.#statements) {
      const facts = analyze(prepared.text);
      // The text of one made by SQL is the whole PREPARE.
      prepared.facts = prepared.number === 0 ? (facts.defines?.facts ?? facts) : facts;
      if (name !== '') this.preparedFacts.set(name, prepared.facts);
    }
  }
}

function set<T>(
  map: Map<string, T>,
  facts: Map<string, StatementFacts>,
  change: { readonly name: string; readonly value: T | null },
  found: StatementFacts | undefined,
): void {
  if (change.value === null) map.delete(change.name);
  else map.set(change.name, change.value);
  if (found && change.name !== '') facts.set(change.name, found);
  else facts.delete(change.name);
}

export const newPortal = (prepared: Prepared, parameters: readonly (string | null)[]): Portal => ({
  prepared,
  parameters,
  isDescribed: false,
  fields: null,
  executed: null,
  approvedUnder: null,
});

/** What PREPARE or DECLARE makes, once it has succeeded. */
export function definitionChange(definition: QueryDefinition): NameChange {
  const prepared: Prepared = { text: definition.facts.text, facts: definition.facts, number: 0 };
  return definition.kind === 'prepared'
    ? { map: 'statement', name: definition.name, value: prepared }
    : { map: 'portal', name: definition.name, value: newPortal(prepared, []) };
}
