// The tables that answer.ts and event.ts of the kernel read: JSON texts of the answers, and the vocabulary.
import type { Program, Rule } from '../../lang/check/program.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import { printTransform, type Transform } from '../../lang/vocabulary/transforms.ts';
import type { Attribute, EventVocabulary, ValueType } from '../../lang/vocabulary/types.ts';
import { DEFAULT_ALLOW_REASON, DEFAULT_BLOCK_REASON, type ApprovalTerms } from '../abi/decision.ts';
import { EVENT_FAULTS, EVENT_FAULT_OPENING } from '../abi/event-fault.ts';
import { eventRecordBytes } from '../abi/layout.ts';
import type { StaticData } from './static-data.ts';

/** The terms of an approve rule, in the key order of the decision's JSON; `null` for other rules. */
export const approvalTerms = (rule: Rule): ApprovalTerms | null =>
  rule.kind === 'approve'
    ? {
        rule: rule.name,
        group: rule.approvers.group,
        count: rule.approvers.count,
        within_ms: rule.withinMs,
        grant_ms: rule.grantMs,
        needs_reason: rule.needsReason,
      }
    : null;

/** The one entrypoint of a policy on the OPA surface. */
const entrypointOf = (program: Program): string => `${program.name}/decision`;

export function addTextTable(program: Program, transforms: readonly Transform[], data: StaticData): number {
  const rules = data.addTexts(program.rules.flatMap(ruleTexts));
  const members = data.addTexts(program.members.map((member) => JSON.stringify(member.name)));
  const printed = data.addTexts(transforms.map((transform) => JSON.stringify(printTransform(transform))));
  const faults = data.addTexts(EVENT_FAULTS);
  const texts = [
    JSON.stringify(program.default === 'allow' ? DEFAULT_ALLOW_REASON : DEFAULT_BLOCK_REASON),
    JSON.stringify({ [entrypointOf(program)]: 0 }),
    EVENT_FAULT_OPENING,
  ];
  return data.addWords([rules, members, printed, faults, ...placesOf(texts, data), program.rules.length, 0]);
}

function ruleTexts(rule: Rule): readonly string[] {
  const terms = approvalTerms(rule);
  const approval = terms === null ? '' : JSON.stringify(terms);
  return [JSON.stringify(rule.name), JSON.stringify(rule.because), approval, JSON.stringify(rule.doc)];
}

const placesOf = (texts: readonly string[], data: StaticData): readonly number[] =>
  texts.flatMap((text) => {
    const { address, length } = data.addText(text);
    return [address, length];
  });

/** The kernel's numbers of the types; faults of a type follow the same order. */
const TYPE_NUMBER: Readonly<Record<Exclude<ValueType['kind'], 'map'>, number>> = {
  bool: 0,
  int: 1,
  string: 2,
  enum: 3,
  set: 4,
  list: 4,
  columns: 4,
  size: 6,
  time: 7,
  ip: 8,
  // No attribute is a duration.
  duration: 1,
};
const TEXT_MAP = 5;
const INT_MAP = 9;

function typeNumber(type: ValueType): number {
  if (type.kind !== 'map') return TYPE_NUMBER[type.kind];
  return type.values === 'int' ? INT_MAP : TEXT_MAP;
}

export function addVocabularyTable(data: StaticData): number {
  const events = data.addWords(EVENTS.flatMap((event) => eventWords(event, data)));
  return data.addWords([EVENTS.length, events, ...placesOf(['event', 'input'], data)]);
}

function eventWords(event: EventVocabulary, data: StaticData): readonly number[] {
  const attributes = data.addWords(event.attributes.flatMap((attribute) => attributeWords(attribute, data)));
  return [...placesOf([event.name], data), event.attributes.length, attributes, eventRecordBytes(event), 0];
}

function attributeWords(attribute: Attribute, data: StaticData): readonly number[] {
  const { type, optional } = attribute;
  const values = type.kind === 'enum' ? data.addWords([type.values.length, 0, ...placesOf(type.values, data)]) : 0;
  const [group = '', field = ''] = attribute.path.split('.');
  return [...placesOf([group, field], data), typeNumber(type), optional ? 1 : 0, values, 0];
}
