// The texts that answer.ts of the kernel writes: pieces of the decision's JSON, composed here so that the kernel only
// copies them. Together they are byte for byte what JSON.stringify gives for the Decision of compiler/abi/decision.ts.
import type { Program, Rule } from '../../lang/program/program.ts';
import { printTransform, type Transform } from '../../lang/vocabulary/transforms.ts';
import { DEFAULT_ALLOW_REASON, DEFAULT_BLOCK_REASON, type ApprovalTerms, type Effect } from '../abi/decision.ts';
import { entrypointNames } from '../abi/entrypoints.ts';
import { EVENT_FAULTS, EVENT_FAULT_OPENING } from '../abi/event-fault.ts';
import { recordBytes, recordList, type ValuesOf } from '../abi/record.ts';
import type { StaticData } from './static-data.ts';
import { RULE_TEXTS, TEXTS_TABLE } from '../abi/table-layouts.ts';

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

export function addTextTable(program: Program, transforms: readonly Transform[], data: StaticData): number {
  const rules = program.rules.map((rule) => ruleTexts(rule, data));
  const members = program.members.map(({ name }) => `{"member":${JSON.stringify(name)},"transform":`);
  const entrypoints = entrypointNames(program.name).map((name, number) => [name, number]);
  const values = {
    rules: data.add(recordList(RULE_TEXTS, rules)),
    rule_count: rules.length,
    members: data.addTexts(members),
    transforms: data.addTexts(transforms.map((transform) => JSON.stringify(printTransform(transform)))),
    faults: data.addTexts(EVENT_FAULTS),
    zero: 0,
    default_opening: data.addText(defaultOpening(program.default)),
    entrypoints: data.addText(JSON.stringify(Object.fromEntries(entrypoints))),
    fault_opening: data.addText(`{"effect":"block","decided_by":null,"reason":"${EVENT_FAULT_OPENING}`),
    fault_end: data.addText('","doc":"","rules":[],"approvals":[],"masks":[]}'),
    approvals_opening: data.addText('],"approvals":['),
    masks_opening: data.addText('],"masks":['),
    decision_end: data.addText(']}'),
  };
  return data.add(recordBytes(TEXTS_TABLE, values));
}

function ruleTexts(rule: Rule, data: StaticData): ValuesOf<typeof RULE_TEXTS> {
  const name = JSON.stringify(rule.name);
  const terms = approvalTerms(rule);
  return {
    opening: data.addText(
      opening({ effect: effectOf(rule), decided_by: rule.name, reason: rule.because, doc: rule.doc }),
    ),
    name: data.addText(name),
    approval: data.addText(terms === null ? '' : JSON.stringify(terms)),
    mask_end: data.addText(`,"rule":${name}}`),
  };
}

/** Rules that mask or flag never decide; the text of `allow` stands in the place that is not read. */
const effectOf = (rule: Rule): Effect => (rule.kind === 'mask' || rule.kind === 'flag' ? 'allow' : rule.kind);

const defaultOpening = (effect: Program['default']): string =>
  opening({
    effect,
    decided_by: null,
    reason: effect === 'allow' ? DEFAULT_ALLOW_REASON : DEFAULT_BLOCK_REASON,
    doc: '',
  });

interface Opening {
  readonly effect: Effect;
  readonly decided_by: string | null;
  readonly reason: string;
  readonly doc: string;
}

/** The decision up to its list of rules. */
const opening = (decision: Opening): string => `${JSON.stringify(decision).slice(0, -1)},"rules":[`;
