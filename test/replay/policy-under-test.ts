// A loaded policy with the way back from its rules to their lines, and what it does about one event: the same decide and the
// same enforcement as in the gateway.
import type { Decision } from '../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';
import type { StatementFacts } from '../../runtime/postgres/analysis/facts.ts';
import { enforce } from '../../runtime/postgres/enforcement/enforce.ts';
import type { Enforcement } from '../../runtime/postgres/enforcement/enforcement.ts';
import type { Judged } from './compare-outcomes.ts';
import { ruleTable, type Outcome, type RuleTable } from './outcome.ts';

export interface PolicyUnderTest {
  readonly engine: Engine;
  readonly rules: RuleTable;
}

/** Throws BundleFault when the bytes are no bundle of this version. */
export async function openPolicy(bundle: Uint8Array): Promise<PolicyUnderTest> {
  const engine = await loadEngine(bundle);
  return { engine, rules: ruleTable(engine.metadata) };
}

export function judgeStatement({ engine, rules }: PolicyUnderTest, event: PolicyEvent, facts: StatementFacts): Judged {
  const decision = engine.decide(event);
  const members = (column: string): readonly number[] => engine.membersOf(column);
  const enforcement = enforce({ decision, facts, members, metadata: engine.metadata });
  return { outcome: { decision, enforcement }, rules };
}

const ACTIONS = { allow: 'forward', approve: 'hold', block: 'refuse' } as const;

export const judgeSession = ({ engine, rules }: PolicyUnderTest, event: PolicyEvent): Judged => ({
  outcome: sessionOutcome(engine.decide(event)),
  rules,
});

/** For an event that has no statement and no result, such as `session.open`, the decision alone says what happens. */
export function sessionOutcome(decision: Decision): Outcome {
  const action = ACTIONS[decision.effect];
  const refusal: Enforcement['refusal'] =
    action === 'refuse'
      ? { source: 'policy', rule: decision.decided_by, message: decision.reason, detail: '', hint: '', position: null }
      : null;
  return { decision, enforcement: { action, refusal, columns: null, hideServerText: false } };
}
