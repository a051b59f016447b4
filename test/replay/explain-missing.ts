// Why a rule that a test waits for did not fire: the conditions that stopped it.
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { TestExpectation } from '../../lang/program/program.ts';
import type { StoppedRule } from '../../runtime/engine/explanation.ts';
import { explainEvent, type PolicyUnderTest } from './policy-under-test.ts';

/** Goes behind another sentence: the rule that was named, or else the nearest of the effect that was; empty when there is none. */
export function explainMissing(
  { effect, by }: Extract<TestExpectation, { kind: 'effect' }>,
  { event }: { readonly event: PolicyEvent },
  policy: PolicyUnderTest,
): string {
  const { stopped } = explainEvent(policy, event);
  const missing = stopped.find(({ rule, kind }) => (by === null ? kind === effect : rule === by));
  return missing === undefined ? '' : `; ${printStopped(missing)}`;
}

function printStopped({ rule, kind, stopped_by: atoms }: StoppedRule): string {
  if (atoms.length === 0) return `${kind} rule ${rule} can never fire`;
  const parts = atoms.map(({ text, was, file, line }) => `\`${text}\` is ${was} (${file}:${line})`);
  return `${kind} rule ${rule} did not fire: ${parts.join(', ')}`;
}
