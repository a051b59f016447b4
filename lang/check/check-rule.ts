// One rule: its clauses, its condition, and what it does.
import type { RuleDeclaration } from '../ast/declaration.ts';
import type { Word } from '../ast/expression.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { CheckedRule } from '../lint/study.ts';
import { eventNamed, EVENTS } from '../vocabulary/registry.ts';
import type { EventVocabulary } from '../vocabulary/types.ts';
import { checkCondition, contextOf } from './check-expression.ts';
import { checkConcessions } from './check-concessions.ts';
import { maskEntries } from './check-mask.ts';
import { type Clauses, sortClauses } from './clauses.ts';
import { NOTHING_KNOWN } from './expression-context.ts';
import type { ApproveRule, Expression } from '../program/program.ts';
import type { Reporter } from './reporter.ts';
import type { Scope } from './scope.ts';

export function checkRule(node: RuleDeclaration, scope: Scope, reporter: Reporter): CheckedRule {
  const clauses = sortClauses(node, reporter);
  const events = node.ruleKind === 'mask' ? EVENTS : checkEvents(clauses.on?.events ?? [], reporter);
  const { when, unless } = checkConditions(node, clauses, { scope, reporter, events });
  const written = { node, when, unless };
  const base = {
    name: node.name.text,
    doc: node.doc,
    because: clauses.because?.text.text ?? '',
    events: events.map((event) => event.name),
    condition: conditionOf(node, when, unless),
    span: node.span,
  };
  switch (node.ruleKind) {
    case 'mask': {
      const entries = clauses.of && clauses.with ? maskEntries(clauses.of, clauses.with, scope, reporter) : [];
      const concessions = checkConcessions(clauses, reporter);
      const bare = entries.map(({ member, transform }) => ({ member, transform }));
      return { ...written, rule: { ...base, kind: 'mask', entries: bare, ...concessions }, entries };
    }
    case 'approve':
      return { ...written, rule: { ...base, ...checkApproval(clauses, reporter) }, entries: [] };
    default:
      return { ...written, rule: { ...base, kind: node.ruleKind }, entries: [] };
  }
}

function checkEvents(words: readonly Word[], reporter: Reporter): readonly EventVocabulary[] {
  const events = new Set<EventVocabulary>();
  for (const word of words) {
    const event = findEvent(word, reporter);
    if (event) events.add(event);
  }
  return [...events];
}

/** The event of a name; undefined after a report. */
export function findEvent(word: Word, reporter: Reporter): EventVocabulary | undefined {
  const event = eventNamed(word.text);
  if (event) return event;
  const names = EVENTS.map(({ name }) => name);
  const help = `events are ${names.map((name) => `\`${name}\``).join(', ')}`;
  reporter.report('HPOL2002', word.span, { what: 'event', name: word.text }, { help, ...suggest(word, names) });
  return undefined;
}

interface Surroundings {
  readonly scope: Scope;
  readonly reporter: Reporter;
  readonly events: readonly EventVocabulary[];
}

/** The `unless` may use what the `when` settles. */
function checkConditions(
  node: RuleDeclaration,
  clauses: Clauses,
  { scope, reporter, events }: Surroundings,
): Pick<CheckedRule, 'when' | 'unless'> {
  // A rule whose event is unknown is still checked, as far as that goes without it.
  const place = events.length === 0 ? 'anywhere' : node.ruleKind === 'mask' ? 'mask' : 'rule';
  const context = contextOf(scope, reporter, { events, place });
  const when = clauses.when && checkCondition(clauses.when.value, NOTHING_KNOWN, context);
  const unless = clauses.unless && checkCondition(clauses.unless.value, when?.whenTrue ?? NOTHING_KNOWN, context);
  return { when: when?.expression ?? null, unless: unless?.expression ?? null };
}

/** `when` and not `unless`. */
function conditionOf({ name, span }: RuleDeclaration, when: Expression | null, unless: Expression | null): Expression {
  if (!unless) return when ?? { kind: 'bool', value: true, span: name.span };
  const negated: Expression = { kind: 'not', value: unless, span: unless.span };
  return when ? { kind: 'and', left: when, right: negated, span } : negated;
}

function checkApproval(
  clauses: Clauses,
  reporter: Reporter,
): Omit<ApproveRule, 'name' | 'doc' | 'because' | 'events' | 'condition' | 'span'> {
  const { by, within, with: reason } = clauses;
  const duration = clauses.for;
  if (within?.durationMs === 0) reporter.report('HPOL2118', within.span, { duration: 'within' });
  if (duration?.durationMs === 0) reporter.report('HPOL2118', duration.span, { duration: 'for' });
  const isReason =
    reason?.kind === 'with' &&
    reason.transform.count === null &&
    reason.transform.words.map(({ text }) => text).join(' ') === 'reason';
  if (reason && !isReason) {
    const help = 'an `approve` rule takes only `with reason`, which asks the requester for one';
    reporter.report('HPOL2106', reason.span, { kind: 'approve', clause: 'with' }, { help });
  }
  return {
    kind: 'approve',
    approvers: { count: by?.count ?? 1, group: by?.group.text ?? '' },
    withinMs: within?.durationMs ?? 0,
    grantMs: duration?.durationMs ?? null,
    needsReason: isReason,
  };
}
