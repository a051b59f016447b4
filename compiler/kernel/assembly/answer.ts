// Writes a decision as JSON from the pieces that compiler/emit/text-table.ts composed.
import { faultField, faultGroup, faultKind } from './event';
import { TABLE_TEXTS, policy_table } from './hooks';
import { putByte, putText } from './json-write';
import {
  DECISION_EFFECT,
  DECISION_FIRING,
  DECISION_FIRING_WORDS,
  DECISION_MASKS,
  DECISION_MEMBERS,
  DECISION_RULE,
  EFFECT_APPROVE,
  MASK_BYTES,
  MASK_RULE,
  MASK_TRANSFORM,
  NO_RULE,
  RULE_TEXTS_APPROVAL,
  RULE_TEXTS_BYTES,
  RULE_TEXTS_MASK_END,
  RULE_TEXTS_NAME,
  RULE_TEXTS_OPENING,
  TEXTS_APPROVALS_OPENING,
  TEXTS_DECISION_END,
  TEXTS_DEFAULT_OPENING,
  TEXTS_FAULTS,
  TEXTS_FAULT_END,
  TEXTS_FAULT_OPENING,
  TEXTS_MASKS_OPENING,
  TEXTS_MEMBERS,
  TEXTS_RULES,
  TEXTS_TRANSFORMS,
  TEXT_BYTES,
} from './layout';
import { lengthOf } from './text';

const COMMA: u8 = 0x2c;
const DOT: u8 = 0x2e;

function ruleAt(texts: usize, rule: u32): usize {
  return <usize>load<u32>(texts, TEXTS_RULES) + <usize>rule * RULE_TEXTS_BYTES;
}

/** An entry of a list of texts. */
function textAt(list: usize, index: usize): u64 {
  return load<u64>(list + index * TEXT_BYTES);
}

export function putDecision(decision: usize): void {
  const texts = policy_table(TABLE_TEXTS);
  const decidedBy = load<u32>(decision, DECISION_RULE);
  if (decidedBy == NO_RULE) putText(load<u64>(texts, TEXTS_DEFAULT_OPENING));
  else putText(load<u64>(ruleAt(texts, decidedBy), RULE_TEXTS_OPENING));
  putRuleTexts(texts, decision, RULE_TEXTS_NAME);
  putText(load<u64>(texts, TEXTS_APPROVALS_OPENING));
  if (load<u32>(decision, DECISION_EFFECT) == EFFECT_APPROVE) putRuleTexts(texts, decision, RULE_TEXTS_APPROVAL);
  putText(load<u64>(texts, TEXTS_MASKS_OPENING));
  putMasks(texts, load<u32>(decision, DECISION_MASKS), load<u32>(decision, DECISION_MEMBERS));
  putText(load<u64>(texts, TEXTS_DECISION_END));
}

/** One text of each firing rule that has it, with commas between. */
function putRuleTexts(texts: usize, decision: usize, which: usize): void {
  const firing = <usize>load<u32>(decision, DECISION_FIRING);
  const words = load<u32>(decision, DECISION_FIRING_WORDS);
  let isFirst = true;
  for (let word: u32 = 0; word < words; word++) {
    for (let bits = load<u32>(firing + ((<usize>word) << 2)); bits != 0; bits &= bits - 1) {
      const text = load<u64>(ruleAt(texts, (word << 5) + <u32>ctz(bits)) + which);
      if (lengthOf(text) == 0) continue;
      if (!isFirst) putByte(COMMA);
      isFirst = false;
      putText(text);
    }
  }
}

function putMasks(texts: usize, masks: usize, members: usize): void {
  let isFirst = true;
  for (let member: usize = 0; member < members; member++) {
    const mask = masks + member * MASK_BYTES;
    const rule = <u32>load<u16>(mask, MASK_RULE);
    if (rule == 0) continue;
    if (!isFirst) putByte(COMMA);
    isFirst = false;
    putText(textAt(load<u32>(texts, TEXTS_MEMBERS), member));
    putText(textAt(load<u32>(texts, TEXTS_TRANSFORMS), <usize>load<u16>(mask, MASK_TRANSFORM) - 1));
    putText(load<u64>(ruleAt(texts, rule - 1), RULE_TEXTS_MASK_END));
  }
}

/** The block decision for an event that is not valid. */
export function putFault(): void {
  const texts = policy_table(TABLE_TEXTS);
  putText(load<u64>(texts, TEXTS_FAULT_OPENING));
  putText(faultGroup);
  if (faultField != 0) {
    putByte(DOT);
    putText(faultField);
  }
  putText(textAt(load<u32>(texts, TEXTS_FAULTS), faultKind));
  putText(load<u64>(texts, TEXTS_FAULT_END));
}
