// Runs one in-language test: analyses its statement, asks the compiled module, and holds what the gateway would do against what the
// test expects. A refusal by the no-leak contract counts as a block, and the explanation says which.
import type { Effect } from '../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { PolicyTest, Span, TestExpectation } from '../../lang/program/program.ts';
import type { Catalog } from '../../runtime/postgres/analysis/catalog-index.ts';
import type { StatementFacts } from '../../runtime/postgres/analysis/facts.ts';
import { sessionEvent, statementEvent } from '../../runtime/postgres/enforcement/statement-event.ts';
import { analyzeStatements, newContext } from './analyze-statements.ts';
import type { Judged } from './compare-outcomes.ts';
import { maskTestRow, printRow, textRowOf } from './mask-test-row.ts';
import { decidingRule, printRule, referTo } from './outcome.ts';
import { judgeEvent, judgeStatement, type PolicyUnderTest } from './policy-under-test.ts';
import { protectedMembers } from './protection.ts';
import { emptyEvent } from './empty-event.ts';
import { explainMissing } from './explain-missing.ts';
import { applyGiven, clockOfTest, sessionOfTest } from './test-session.ts';

export interface TestFailure {
  /** The expectation that does not hold, or the test itself. */
  readonly span: Span;
  readonly wanted: string;
  readonly got: string;
  readonly why: string;
}

export interface TestResult {
  readonly name: string;
  readonly span: Span;
  /** Empty: the test passed. */
  readonly failures: readonly TestFailure[];
}

/** What one test runs against. */
export interface TestSubject {
  readonly policy: PolicyUnderTest;
  readonly catalog: Catalog;
}

interface JudgedStatement extends Judged {
  readonly facts: StatementFacts | null;
  readonly event: PolicyEvent;
}

export function runPolicyTest(test: PolicyTest, subject: TestSubject): TestResult {
  const all = judgeTest(test, subject);
  const unreadable = all.find(({ facts }) => facts?.command === 'UNKNOWN')?.facts;
  // Whatever is expected of it would hold or fail for the wrong reason.
  if (unreadable) return { name: test.name, span: test.span, failures: [noStatement(test, unreadable)] };
  const judged = strictest(all);
  const failures = test.expectations.flatMap((expectation) => {
    const failure =
      expectation.kind === 'effect'
        ? checkEffect(expectation, judged, subject.policy)
        : checkRow(expectation, { test, judged, policy: subject.policy, catalog: subject.catalog });
    return failure === null ? [] : [failure];
  });
  return { name: test.name, span: test.span, failures };
}

const noStatement = ({ span }: PolicyTest, { unanalyzedBecause }: StatementFacts): TestFailure => ({
  span,
  wanted: 'a statement of SQL',
  got: 'a text that PostgreSQL cannot read',
  why: unanalyzedBecause ?? '',
});

function judgeTest(test: PolicyTest, { policy, catalog }: TestSubject): readonly JudgedStatement[] {
  const session = sessionOfTest(test.given);
  const clock = clockOfTest(test.given);
  if (test.event !== 'postgres.statement') {
    const event = { ...emptyEvent(test.event), ...sessionEvent(session, clock), event: test.event };
    const given = applyGiven(event, test.given);
    return [{ ...judgeEvent(policy, given), facts: null, event: given }];
  }
  return analyzeStatements(test.input, catalog, newContext(catalog)).map((facts) => {
    const event = applyGiven(statementEvent(session, facts, { ...clock, inTransaction: false }), test.given);
    return { ...judgeStatement(policy, event, facts), facts, event };
  });
}

const ENFORCED: Readonly<Record<Judged['outcome']['enforcement']['action'], Effect>> = {
  forward: 'allow',
  hold: 'approve',
  refuse: 'block',
};
const STRICTNESS = { forward: 0, hold: 1, refuse: 2 } as const;

/** Of several statements in one query the gateway sends none when it refuses one, so the strictest speaks for all. */
function strictest(all: readonly JudgedStatement[]): JudgedStatement {
  const rank = ({ outcome }: JudgedStatement): number => STRICTNESS[outcome.enforcement.action];
  return all.reduce((most, one) => (rank(one) > rank(most) ? one : most));
}

function checkEffect(
  expectation: Extract<TestExpectation, { kind: 'effect' }>,
  judged: JudgedStatement,
  policy: PolicyUnderTest,
): TestFailure | null {
  if (expectation.effect === 'flag') return checkFlag(expectation, judged, policy);
  const effect = ENFORCED[judged.outcome.enforcement.action];
  const rule = decidingRule(judged.outcome);
  const isBy = (name: string): boolean => name === rule || decidesToo(name, judged.outcome);
  if (effect === expectation.effect && (expectation.by === null || isBy(expectation.by))) return null;
  return {
    span: expectation.span,
    wanted: printEffect(expectation.effect, expectation.by),
    got: printEffect(effect, rule),
    why: explain(judged) + explainMissing(expectation, judged, policy),
  };
}

/** A flag marks an event whatever else happens to it. */
function checkFlag(
  expectation: Extract<TestExpectation, { kind: 'effect' }>,
  judged: JudgedStatement,
  policy: PolicyUnderTest,
): TestFailure | null {
  const { outcome, rules } = judged;
  const flags = outcome.decision.rules.filter((name) => rules.get(name)?.kind === 'flag');
  const isFlagged = expectation.by === null ? flags.length > 0 : flags.includes(expectation.by);
  if (isFlagged) return null;
  return {
    span: expectation.span,
    wanted: printEffect('flag', expectation.by),
    got: flags.length === 0 ? 'no flag' : `flag by ${flags.join(', ')}`,
    why: explain(judged) + explainMissing(expectation, judged, policy),
  };
}

/** Of several rules that decide alike the first in the text is named, and a test must not depend on that. */
const decidesToo = (name: string, { decision, enforcement }: Judged['outcome']): boolean =>
  enforcement.refusal?.source !== 'contract' && decision.rules.includes(name);

const printEffect = (effect: Effect | 'flag', rule: string | null): string =>
  rule === null ? effect : `${effect} by ${rule}`;

/** One sentence: the deciding rule with its line and reason, the contract's own words, or the default. */
function explain({ outcome, rules, facts }: JudgedStatement): string {
  const unknown = facts?.unanalyzedBecause ?? null;
  const because = explainOutcome({ outcome, rules });
  return unknown === null ? because : `${because}; the statement is not fully analysed: ${unknown}`;
}

function explainOutcome({ outcome, rules }: Judged): string {
  const { refusal } = outcome.enforcement;
  const rule = referTo(decidingRule(outcome), rules);
  const by = rule === null ? '' : ` (rule ${printRule(rule)})`;
  if (refusal?.source === 'contract') {
    return `refused by the no-leak contract${by}: ${refusal.message}${refusal.detail === '' ? '' : `; ${refusal.detail}`}`;
  }
  if (refusal?.source === 'approval') return `${refusal.message}${by}`;
  return rule === null ? outcome.decision.reason : `rule ${printRule(rule)}: ${outcome.decision.reason}`;
}

interface RowCheck extends TestSubject {
  readonly test: PolicyTest;
  readonly judged: JudgedStatement;
}

function checkRow(expectation: Extract<TestExpectation, { kind: 'row' }>, check: RowCheck): TestFailure | null {
  const { judged, test, policy, catalog } = check;
  const wanted = textRowOf(expectation.row);
  const failure = (got: string, why: string): TestFailure => ({
    span: expectation.span,
    wanted: printRow(wanted),
    got,
    why,
  });
  if (judged.facts === null || judged.outcome.enforcement.action === 'refuse')
    return failure('no row', explain(judged));
  const masked = maskTestRow({
    policy,
    catalog,
    facts: judged.facts,
    enforcement: judged.outcome.enforcement,
    row: test.returning ?? {},
  });
  if (masked.row === null) return failure('no row', masked.problem);
  const unknown = [...wanted.keys()].filter((name) => !masked.row.has(name));
  if (unknown.length > 0)
    return failure(printRow(masked.row), `the statement returns no column \`${unknown.join('`, `')}\``);
  const got = new Map([...wanted.keys()].map((name) => [name, masked.row.get(name) ?? null]));
  if ([...wanted].every(([name, value]) => got.get(name) === value)) return null;
  return failure(printRow(got), explainMasks(judged));
}

/** The masks on what the row holds; others that apply to the identity would only distract. */
function explainMasks({ outcome, rules }: Judged): string {
  const members = new Set((outcome.enforcement.columns ?? []).flatMap(protectedMembers));
  const masks = outcome.decision.masks.filter(({ member }) => members.has(member));
  const texts = masks.map(({ member, transform, rule }) => {
    const reference = referTo(rule, rules);
    return `${member} ${transform} by ${reference === null ? rule : printRule(reference)}`;
  });
  return texts.length === 0 ? 'no mask applies to a column of this row' : `masks that apply: ${texts.join('; ')}`;
}
