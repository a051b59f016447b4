// What one policy does about one event: the pair that replay compares, with the way back from a rule's name to its line.
import type { Decision } from '../../compiler/abi/decision.ts';
import type { PolicyMetadata, RuleMetadata } from '../../compiler/abi/metadata.ts';
import type { Enforcement } from '../../runtime/postgres/enforcement/enforcement.ts';

export interface Outcome {
  readonly decision: Decision;
  readonly enforcement: Enforcement;
}

/** The rules of the policy that gave an outcome, by name; empty where only a recorded decision is known. */
export type RuleTable = ReadonlyMap<string, RuleMetadata>;

/** A rule as a report names it; `file` and `line` are null where the policy's text is not at hand. */
export interface RuleReference {
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
}

export const ruleTable = (metadata: PolicyMetadata): RuleTable =>
  new Map(metadata.rules.map((rule) => [rule.name, rule]));

export function referTo(name: string | null, rules: RuleTable): RuleReference | null {
  if (name === null) return null;
  const rule = rules.get(name);
  return { name, file: rule?.file ?? null, line: rule?.line ?? null };
}

/** `mask_phi (clinical.hpol:12)`, or the name alone. */
export const printRule = (rule: RuleReference): string =>
  rule.file === null ? rule.name : `${rule.name} (${rule.file}:${rule.line})`;

/** The rule that explains what happens to the event as a whole: a refusal's own rule, else the deciding one. */
export const decidingRule = ({ decision, enforcement }: Outcome): string | null =>
  enforcement.refusal ? enforcement.refusal.rule : decision.decided_by;
