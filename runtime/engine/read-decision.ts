// From the module's decision record to a Decision, with the names that the bundle's metadata gives to numbers.
import {
  DEFAULT_ALLOW_REASON,
  DEFAULT_BLOCK_REASON,
  type ApprovalTerms,
  type Decision,
  type MemberMask,
} from '../../compiler/abi/decision.ts';
import { DECISION, EFFECTS, MEMBER_MASK, NO_RULE } from '../../compiler/abi/records.ts';
import type { PolicyMetadata } from '../../compiler/abi/metadata.ts';
import { printTransform } from '../../lang/vocabulary/transforms.ts';

/** Throws when the record names what the metadata lacks: then module and metadata are not of one policy. */
export function decisionReader(
  metadata: PolicyMetadata,
  word: (address: number) => number,
): (record: number) => Decision {
  const transforms = metadata.transforms.map(printTransform);
  const masked = new Map<number, MemberMask>();

  function maskAt(member: number, mask: number): MemberMask {
    const key = member * 2 ** 32 + mask;
    const known = masked.get(key);
    if (known !== undefined) return known;
    const made = {
      member: present(metadata.members[member]?.name),
      transform: present(transforms[(mask >>> 16) - 1]),
      rule: present(metadata.rules[(mask & 0xffff) - 1]?.name),
    };
    masked.set(key, made);
    return made;
  }

  return (record) => {
    const effect = present(EFFECTS[word(record + DECISION.at.effect)]);
    const decider = word(record + DECISION.at.rule);
    const rules = firingRules(record, word).map((number) => present(metadata.rules[number]));
    const masks: MemberMask[] = [];
    const members = word(record + DECISION.at.members);
    for (let member = 0; member < members; member++) {
      const mask = word(word(record + DECISION.at.masks) + MEMBER_MASK.bytes * member);
      if (mask !== 0) masks.push(maskAt(member, mask));
    }
    const decidedBy = decider === NO_RULE ? null : present(metadata.rules[decider]);
    const approvals = rules.map((rule) => rule.approval).filter((terms): terms is ApprovalTerms => terms !== null);
    return {
      effect,
      decided_by: decidedBy?.name ?? null,
      reason: decidedBy?.because ?? (metadata.default === 'allow' ? DEFAULT_ALLOW_REASON : DEFAULT_BLOCK_REASON),
      doc: decidedBy?.doc ?? '',
      rules: rules.map((rule) => rule.name),
      approvals: effect === 'approve' ? approvals : [],
      masks,
    };
  };
}

function firingRules(record: number, word: (address: number) => number): readonly number[] {
  const numbers: number[] = [];
  const words = word(record + DECISION.at.firing_words);
  for (let index = 0; index < words; index++) {
    for (let bits = word(word(record + DECISION.at.firing) + 4 * index); bits !== 0; bits &= bits - 1) {
      numbers.push(32 * index + (31 - Math.clz32(bits & -bits)));
    }
  }
  return numbers;
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the decision names what the metadata lacks');
  return value;
}
