// What would have happened to each statement, had the identity been one for whom unrelated data is masked. The statement itself is
// decided for somebody who sees everything, so that the tables which later statements need come into being.
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import type { StatementFacts } from '../../runtime/postgres/analysis/facts.ts';
import { enforce } from '../../runtime/postgres/enforcement/enforce.ts';
import { statementEvent, type SessionFacts } from '../../runtime/postgres/enforcement/statement-event.ts';
import type { Inspection } from '../../runtime/postgres/gateway/services.ts';

export interface ShadowRefusal {
  readonly command: string;
  readonly category: string;
  readonly reason: string;
  readonly text: string;
}

export interface Shadow {
  readonly statements: Map<string, number>;
  readonly refusals: ShadowRefusal[];
  /** `inspect` with every statement also tried as the masked identity. */
  readonly inspection: Inspection;
}

/** Names and numbers of one statement do not make a reason of their own. */
const reasonOf = (message: string): string =>
  message
    .replace(/^data is masked for you, and /, '')
    .replace(/^(?:what this statement does with it is not known: )/, '')
    .replaceAll(/\b(?:the relation|the column|the prepared statement|the cursor) \S+/g, (found) =>
      found.replace(/\S+$/, '…'),
    );

/** `masked` gives the groups of the masked identity in place of those of the session. */
export function shadowed(inspect: Inspection, engine: Engine, masked: readonly string[]): Shadow {
  const statements = new Map<string, number>();
  const refusals: ShadowRefusal[] = [];
  const seen = new WeakSet<StatementFacts>();
  const members = (column: string): readonly number[] => engine.membersOf(column);
  const eventFor = (
    session: SessionFacts,
    ...rest: [StatementFacts, Parameters<Inspection['statementEvent']>[2]]
  ): PolicyEvent => statementEvent({ ...session, identity: { ...session.identity, groups: masked } }, ...rest);
  const inspection: Inspection = {
    ...inspect,
    statementEvent: (session, facts, moment) => {
      // A message is decided on at Parse and again at Execute; a text counts once for each time that it is analysed.
      if (!seen.has(facts)) {
        seen.add(facts);
        const decision = engine.decide(eventFor(session, facts, moment));
        const { refusal } = enforce({ decision, facts, members, metadata: engine.metadata });
        const { command, category, text } = facts;
        statements.set(category, (statements.get(category) ?? 0) + 1);
        if (refusal !== null) refusals.push({ command, category, reason: reasonOf(refusal.message), text });
      }
      return inspect.statementEvent(session, facts, moment);
    },
  };
  return { statements, refusals, inspection };
}
