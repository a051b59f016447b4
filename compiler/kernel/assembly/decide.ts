// From an event record to a decision record: which rules fire, which effect wins, which mask each member gets. Both
// surfaces call this one function.
import { TABLE_RULES, policy_explain, policy_rules, policy_table } from './hooks';
import {
  DECISION_EFFECT,
  DECISION_FIRING,
  DECISION_FIRING_WORDS,
  DECISION_MASKS,
  DECISION_MEMBERS,
  DECISION_RULE,
  EFFECT_ALLOW,
  EFFECT_APPROVE,
  EFFECT_BLOCK,
  NO_RULE,
} from './layout';

// TABLE_RULES, all u32: address of the decision record; address and byte length of what is zeroed before each decision;
// address and word count of the firing bits; address of the member masks and member count; effect of the default;
// addresses of the bits of all block, approve and allow rules; address of one (list address, list length) per member. A
// list holds that member's masks as the decision record writes them, strongest first, then in rule order.
const DECISION: usize = 0;
const WORK: usize = 4;
const WORK_BYTES: usize = 8;
const FIRING: usize = 12;
const FIRING_WORDS: usize = 16;
const MASKS: usize = 20;
const MEMBERS: usize = 24;
const DEFAULT: usize = 28;
const BLOCKS: usize = 32;
const APPROVES: usize = 36;
const ALLOWS: usize = 40;
const CANDIDATES: usize = 44;

/** The first rule that is both in `bits` and firing. */
function firstOf(firing: usize, bits: usize, words: usize): u32 {
  for (let word: usize = 0; word < words; word++) {
    const both = load<u32>(firing + (word << 2)) & load<u32>(bits + (word << 2));
    if (both != 0) return ((<u32>word) << 5) + <u32>ctz(both);
  }
  return NO_RULE;
}

function hasBit(bits: usize, index: u32): bool {
  return ((load<u32>(bits + ((<usize>(index >> 5)) << 2)) >> (index & 31)) & 1) != 0;
}

/** Block beats approve beats allow; without any of them the default holds. */
function conclude(table: usize, decision: usize, firing: usize, words: usize): void {
  let effect = EFFECT_BLOCK;
  let rule = firstOf(firing, load<u32>(table, BLOCKS), words);
  if (rule == NO_RULE) {
    effect = EFFECT_APPROVE;
    rule = firstOf(firing, load<u32>(table, APPROVES), words);
  }
  if (rule == NO_RULE) {
    effect = EFFECT_ALLOW;
    rule = firstOf(firing, load<u32>(table, ALLOWS), words);
  }
  store<u32>(decision, rule == NO_RULE ? load<u32>(table, DEFAULT) : effect, DECISION_EFFECT);
  store<u32>(decision, rule, DECISION_RULE);
}

/** The first mask of a list whose rule fires; 0 when none does. */
function strongest(list: usize, count: usize, firing: usize): u32 {
  const end = list + (count << 2);
  for (; list < end; list += 4) {
    const mask = load<u32>(list);
    if (hasBit(firing, (mask & 0xffff) - 1)) return mask;
  }
  return 0;
}

/** What one evaluation leaves behind would mislead the next, also when that one trapped. */
function forget(table: usize): void {
  memory.fill(load<u32>(table, WORK), 0, load<u32>(table, WORK_BYTES));
}

/** One byte for each atom of the policy: see compiler/abi/explain.ts. Valid until the next call. */
export function hpol_explain(record: usize): usize {
  forget(policy_table(TABLE_RULES));
  return policy_explain(record);
}

export function hpol_decide(record: usize): usize {
  const table = policy_table(TABLE_RULES);
  const decision = <usize>load<u32>(table, DECISION);
  const firing = <usize>load<u32>(table, FIRING);
  const words = <usize>load<u32>(table, FIRING_WORDS);
  const masks = <usize>load<u32>(table, MASKS);
  const members = <usize>load<u32>(table, MEMBERS);
  forget(table);
  policy_rules(record, firing);
  conclude(table, decision, firing, words);
  store<u32>(decision, <u32>firing, DECISION_FIRING);
  store<u32>(decision, <u32>words, DECISION_FIRING_WORDS);
  store<u32>(decision, <u32>masks, DECISION_MASKS);
  store<u32>(decision, <u32>members, DECISION_MEMBERS);
  const candidates = <usize>load<u32>(table, CANDIDATES);
  for (let member: usize = 0; member < members; member++) {
    const list = candidates + (member << 3);
    store<u32>(masks + (member << 2), strongest(load<u32>(list), load<u32>(list, 4), firing));
  }
  return decision;
}
