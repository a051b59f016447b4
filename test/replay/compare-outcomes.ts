// Compares what two policies do about one event. Only what reaches the client counts: a mask on a member that the
// statement does not return is no difference.
import type { ApprovalTerms } from '../../compiler/abi/decision.ts';
import type { ColumnEnforcement } from '../../runtime/postgres/enforcement/enforcement.ts';
import type { Difference, DifferenceKind, Side } from './difference.ts';
import { decidingRule, referTo, type Outcome, type RuleTable } from './outcome.ts';
import { compareProtection, printProtection, protectedMembers, type Change } from './protection.ts';

/** An outcome beside the rules of the policy that gave it. */
export interface Judged {
  readonly outcome: Outcome;
  readonly rules: RuleTable;
}

const PASS: ColumnEnforcement = { kind: 'pass' };
const STRICTNESS = { forward: 0, hold: 1, refuse: 2 } as const;

/** All differences of one event, without repeats; empty when nothing changed. */
export function compareOutcomes(before: Judged, after: Judged): readonly Difference[] {
  const changes = [...compareActions(before, after), ...compareResults(before, after)];
  const found = changes.length > 0 ? changes : compareReasons(before, after);
  const seen = new Map(found.map((difference) => [JSON.stringify(difference), difference]));
  return [...seen.values()];
}

function compareActions(before: Judged, after: Judged): Difference[] {
  const was = before.outcome.enforcement.action;
  const is = after.outcome.enforcement.action;
  if (was === is) return is === 'hold' ? compareApprovals(before, after) : [];
  const kind = STRICTNESS[is] < STRICTNESS[was] ? 'exposed' : is === 'refuse' ? 'blocked' : 'needs_approval';
  return [{ kind, member: null, before: actionSide(before), after: actionSide(after) }];
}

function actionSide({ outcome, rules }: Judged): Side {
  return { text: printAction(outcome), rule: referTo(decidingRule(outcome), rules) };
}

function printAction({ decision, enforcement: { action, refusal } }: Outcome): string {
  if (action === 'forward') return 'allowed';
  if (action === 'hold') return `held for approval by ${decision.approvals.map(printTerms).join(' and ')}`;
  return refusal?.source === 'contract' ? `refused by contract: ${refusal.message}` : 'blocked';
}

const printTerms = (terms: ApprovalTerms): string => {
  const grant = terms.grant_ms === null ? 'once' : `${terms.grant_ms / 1000} s`;
  const reason = terms.needs_reason ? ' with reason' : '';
  return `${terms.count} of "${terms.group}" within ${terms.within_ms / 1000} s for ${grant}${reason}`;
};

/** True when whoever satisfies `terms` has satisfied `asked` too. How long a request may wait is no protection. */
const isAsStrict = (terms: ApprovalTerms, asked: ApprovalTerms): boolean =>
  terms.group === asked.group &&
  terms.count >= asked.count &&
  (terms.grant_ms ?? 0) <= (asked.grant_ms ?? 0) &&
  (terms.needs_reason || !asked.needs_reason);

function compareApprovals(before: Judged, after: Judged): Difference[] {
  const sides = { before: actionSide(before), after: actionSide(after) };
  if (sides.before.text === sides.after.text) return [];
  const was = before.outcome.decision.approvals;
  const is = after.outcome.decision.approvals;
  const covers = (held: readonly ApprovalTerms[], asked: readonly ApprovalTerms[]): boolean =>
    asked.every((terms) => held.some((other) => isAsStrict(other, terms)));
  const kind = !covers(is, was) ? 'exposed' : covers(was, is) ? 'changed' : 'needs_approval';
  return [{ kind, member: null, ...sides }];
}

/** Column by column; nothing of a refused statement reaches the client, so then there is nothing to compare. */
function compareResults(before: Judged, after: Judged): Difference[] {
  if (before.outcome.enforcement.action === 'refuse' || after.outcome.enforcement.action === 'refuse') return [];
  const was = before.outcome.enforcement.columns ?? [];
  const is = after.outcome.enforcement.columns ?? [];
  const width = Math.max(was.length, is.length);
  return Array.from({ length: width }, (_, index) => index).flatMap((index) => {
    const columns = { before: was[index] ?? PASS, after: is[index] ?? PASS };
    const change = compareProtection(columns.before, columns.after);
    if (change === 'same') return [];
    const kind = KIND_OF_CHANGE[change];
    const member = memberText(columns.before) ?? memberText(columns.after);
    return [{ kind, member, before: columnSide(before, columns.before), after: columnSide(after, columns.after) }];
  });
}

const KIND_OF_CHANGE: Readonly<Record<Exclude<Change, 'same'>, DifferenceKind>> = {
  weaker: 'exposed',
  stronger: 'masked',
  other: 'changed',
};

/** `phi.ssn`, or `phi.ssn+phi.name` for a value derived from both. */
const memberText = (column: ColumnEnforcement): string | null => protectedMembers(column).join('+') || null;

function columnSide({ outcome, rules }: Judged, column: ColumnEnforcement): Side {
  return { text: printProtection(column), rule: referTo(maskRule(outcome, column), rules) };
}

function maskRule({ decision }: Outcome, column: ColumnEnforcement): string | null {
  const members = protectedMembers(column);
  return decision.masks.find((mask) => members.includes(mask.member))?.rule ?? null;
}

/** Asked only when the effect is the same: another rule, another reason, another mask rule, a flag gone or new, server texts shown or hidden. */
function compareReasons(before: Judged, after: Judged): Difference[] {
  const pairs: readonly (readonly [Side, Side])[] = [
    [reasonSide(before), reasonSide(after)],
    ...maskRulePairs(before, after),
    [flagSide(before, after), flagSide(after, before)],
    [serverTextSide(before), serverTextSide(after)],
  ];
  return pairs
    .filter(([was, is]) => was.text !== is.text || was.rule?.name !== is.rule?.name)
    .map(([was, is]) => ({ kind: 'changed', member: null, before: was, after: is }));
}

const reasonSide = ({ outcome, rules }: Judged): Side => ({
  text: outcome.enforcement.refusal?.message ?? outcome.decision.reason,
  rule: referTo(decidingRule(outcome), rules),
});

function maskRulePairs(before: Judged, after: Judged): (readonly [Side, Side])[] {
  const was = before.outcome.enforcement.columns ?? [];
  const is = after.outcome.enforcement.columns ?? [];
  return is.map((column, index) => [columnSide(before, was[index] ?? PASS), columnSide(after, column)]);
}

function flagSide(judged: Judged, other: Judged): Side {
  const isFlag = (name: string): boolean => (judged.rules.get(name) ?? other.rules.get(name))?.kind === 'flag';
  const flags = judged.outcome.decision.rules.filter(isFlag);
  return { text: flags.length === 0 ? 'not flagged' : `flagged by ${flags.join(', ')}`, rule: null };
}

const serverTextSide = ({ outcome }: Judged): Side => ({
  text: outcome.enforcement.hideServerText ? 'server messages are hidden' : 'server messages are shown',
  rule: null,
});
