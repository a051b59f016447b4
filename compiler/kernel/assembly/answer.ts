// Writes a decision as JSON, byte for byte what JSON.stringify gives for the Decision of compiler/abi/decision.ts.
import { EFFECT_APPROVE, EFFECT_BLOCK, NO_RULE, hasBit } from './decide';
import { faultField, faultGroup, faultKind } from './event';
import { TABLE_TEXTS, policy_table } from './hooks';
import { putByte, putLiteral, putText } from './json-write';

// TABLE_TEXTS: u32 address of rules, of members, of transforms, of faults; text of the default's reason; text of the
// entrypoints; text that opens a fault's reason; u32 rule count, u32 0. A rule is four texts: name, reason, approval
// terms (empty when it has none), doc comment. Members and transforms are one text each. All are JSON, but faults and what opens them
// are the inside of a JSON string.
const RULES: usize = 0;
const MEMBERS: usize = 4;
const TRANSFORMS: usize = 8;
const FAULTS: usize = 12;
const DEFAULT_REASON: usize = 16;
const FAULT_OPENING: usize = 32;
const RULE_COUNT: usize = 40;
const RULE_BYTES: usize = 32;
const REASON: usize = 8;
const APPROVAL: usize = 16;
const DOC: usize = 24;

const COMMA: u8 = 0x2c;

function ruleAt(texts: usize, rule: u32): usize {
  return <usize>load<u32>(texts, RULES) + <usize>rule * RULE_BYTES;
}

export function putDecision(decision: usize): void {
  const texts = policy_table(TABLE_TEXTS);
  const effect = load<u32>(decision);
  const decidedBy = load<u32>(decision, 4);
  if (effect == EFFECT_BLOCK) putLiteral('{"effect":"block","decided_by":');
  else if (effect == EFFECT_APPROVE) putLiteral('{"effect":"approve","decided_by":');
  else putLiteral('{"effect":"allow","decided_by":');
  if (decidedBy == NO_RULE) putLiteral('null');
  else putText(load<u64>(ruleAt(texts, decidedBy)));
  putLiteral(',"reason":');
  putText(decidedBy == NO_RULE ? load<u64>(texts, DEFAULT_REASON) : load<u64>(ruleAt(texts, decidedBy), REASON));
  putLiteral(',"doc":');
  if (decidedBy == NO_RULE) putLiteral('""');
  else putText(load<u64>(ruleAt(texts, decidedBy), DOC));
  putRules(texts, load<u32>(decision, 8));
  putApprovals(texts, load<u32>(decision, 8), effect == EFFECT_APPROVE);
  putMasks(texts, load<u32>(decision, 16), load<u32>(decision, 20));
}

function putRules(texts: usize, firing: usize): void {
  putLiteral(',"rules":[');
  let isFirst = true;
  const count = load<u32>(texts, RULE_COUNT);
  for (let rule: u32 = 0; rule < count; rule++) {
    if (!hasBit(firing, rule)) continue;
    if (!isFirst) putByte(COMMA);
    isFirst = false;
    putText(load<u64>(ruleAt(texts, rule)));
  }
}

function putApprovals(texts: usize, firing: usize, isAsked: bool): void {
  putLiteral('],"approvals":[');
  let isFirst = true;
  const count = isAsked ? load<u32>(texts, RULE_COUNT) : 0;
  for (let rule: u32 = 0; rule < count; rule++) {
    const terms = load<u64>(ruleAt(texts, rule), APPROVAL);
    if (!hasBit(firing, rule) || terms >> 32 == 0) continue;
    if (!isFirst) putByte(COMMA);
    isFirst = false;
    putText(terms);
  }
}

function putMasks(texts: usize, masks: usize, members: u32): void {
  putLiteral('],"masks":[');
  let isFirst = true;
  for (let member: u32 = 0; member < members; member++) {
    const mask = masks + ((<usize>member) << 2);
    const rule = <u32>load<u16>(mask);
    if (rule == 0) continue;
    if (!isFirst) putByte(COMMA);
    isFirst = false;
    putLiteral('{"member":');
    putText(load<u64>(<usize>load<u32>(texts, MEMBERS) + ((<usize>member) << 3)));
    putLiteral(',"transform":');
    putText(load<u64>(<usize>load<u32>(texts, TRANSFORMS) + ((<usize>load<u16>(mask, 2) - 1) << 3)));
    putLiteral(',"rule":');
    putText(load<u64>(ruleAt(texts, rule - 1)));
    putByte(0x7d);
  }
  putLiteral(']}');
}

/** The block decision for an event that is not valid. */
export function putFault(): void {
  const texts = policy_table(TABLE_TEXTS);
  putLiteral('{"effect":"block","decided_by":null,"reason":"');
  putText(load<u64>(texts, FAULT_OPENING));
  putText(faultGroup);
  if (faultField != 0) {
    putByte(0x2e);
    putText(faultField);
  }
  putText(load<u64>(<usize>load<u32>(texts, FAULTS) + ((<usize>faultKind) << 3)));
  putLiteral('","doc":"","rules":[],"approvals":[],"masks":[]}');
}
