// A loaded policy with the way back from its rules to their lines, and what it does about one event: the same decide and the
// same enforcement as in the gateway.
import type { Decision } from '../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { clockAt } from '../../runtime/engine/clock.ts';
import type { Explanation } from '../../runtime/engine/explanation.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';
import type { StatementFacts } from '../../runtime/postgres/analysis/facts.ts';
import { enforce } from '../../runtime/postgres/enforcement/enforce.ts';
import { clockFields } from '../../runtime/postgres/enforcement/statement-event.ts';
import type { Refusal } from '../../runtime/postgres/enforcement/enforcement.ts';
import type { Judged } from './compare-outcomes.ts';
import { ruleTable, type Outcome, type RuleTable } from './outcome.ts';

export interface PolicyUnderTest {
  readonly engine: Engine;
  readonly rules: RuleTable;
}

/** Not a secret: with it a test can say which pseudonym a value gets here. A gateway has a key of its own. */
const TEST_KEY: Uint8Array = new TextEncoder().encode('policyc test');

/** Throws BundleFault when the bytes are no bundle of this version. */
export async function openPolicy(bundle: Uint8Array): Promise<PolicyUnderTest> {
  const engine = await loadEngine(bundle);
  engine.setKey(TEST_KEY);
  return { engine, rules: ruleTable(engine.metadata) };
}

/** The event with the offsets of the zones that this policy names; a recording has those of the policy that was in force. */
function withZones(event: PolicyEvent, engine: Engine): PolicyEvent {
  const { now } = event;
  return typeof now === 'number' ? { ...event, ...clockFields(clockAt(now, engine.metadata.clock.zones)) } : event;
}

/** `parameters` are those of Bind, where the statement was executed with some. */
export function judgeStatement(
  { engine, rules }: PolicyUnderTest,
  event: PolicyEvent,
  facts: StatementFacts,
  parameters: readonly (string | null)[] | null = null,
): Judged {
  const decision = engine.decide(withZones(event, engine));
  const members = (column: string): readonly number[] => engine.membersOf(column);
  const enforcement = enforce({ decision, facts, members, metadata: engine.metadata, parameters });
  return { outcome: { decision, enforcement }, rules };
}

/** Why rules did not fire; see Engine. */
export const explainEvent = ({ engine }: PolicyUnderTest, event: PolicyEvent): Explanation =>
  engine.explain(withZones(event, engine));

/** What happens to an event that no analysis knows more about than itself says. */
export function judgeEvent({ engine, rules }: PolicyUnderTest, event: PolicyEvent): Judged {
  const decision = engine.decide(withZones(event, engine));
  const outcome = event.event === 'session.open' ? sessionOutcome(decision) : plainOutcome(decision);
  return { outcome, rules };
}

const ACTION = { allow: 'forward', approve: 'hold', block: 'refuse' } as const;

const plainOutcome = (decision: Decision): Outcome => ({
  decision,
  enforcement: {
    action: ACTION[decision.effect],
    refusal: decision.effect === 'block' ? refusalOf(decision) : null,
    columns: null,
    hideServerText: false,
  },
});

/** For `session.open` the decision alone says what happens. No statement can be held yet, so the gateway refuses what needs approval. */
export function sessionOutcome(decision: Decision): Outcome {
  const refusal = decision.effect === 'allow' ? null : refusalOf(decision);
  const action = refusal === null ? 'forward' : 'refuse';
  return { decision, enforcement: { action, refusal, columns: null, hideServerText: false } };
}

function refusalOf({ effect, decided_by: rule, reason }: Decision): Refusal {
  const words = { rule, detail: '', hint: '', position: null, cause: null };
  return effect === 'block'
    ? { source: 'policy', message: reason, ...words }
    : { source: 'approval', message: 'the gateway does not offer approval of whole sessions', ...words };
}
