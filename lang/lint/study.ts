// A checked policy prepared for the checks on what it means: each rule with its condition as a formula, and an event on
// which it fires.
import type { RuleDeclaration } from '../ast/declaration.ts';
import type { ExpressionNode } from '../ast/expression.ts';
import type { Label } from '../diagnostics/diagnostic.ts';
import { type ConditionIndex, indexConditions } from '../logic/cover.ts';
import { ALWAYS, all, type Formula, negate, NEVER } from '../logic/formula.ts';
import type { Search } from '../logic/find-model.ts';
import { createReasoner, type Reasoner } from '../logic/reasoner.ts';
import type { ClassMember, Expression, MaskEntry, Rule } from '../program/program.ts';
import type { Span } from '../source/span.ts';
import { EVENTS } from '../vocabulary/registry.ts';

/** A rule as it was checked, and as it is written. */
export interface CheckedRule {
  readonly node: RuleDeclaration;
  readonly rule: Rule;
  readonly when: Expression | null;
  readonly unless: Expression | null;
  /** The entries of a mask with their places; empty for other rules. */
  readonly entries: readonly (MaskEntry & { readonly span: Span })[];
}

export interface CheckedPolicy {
  readonly rules: readonly CheckedRule[];
  readonly members: readonly ClassMember[];
  readonly default: 'allow' | 'block';
}

export interface StudiedRule extends CheckedRule {
  /** The events that it speaks about. */
  readonly onEvents: Formula;
  readonly whenFormula: Formula;
  readonly unlessFormula: Formula;
  /** It fires. */
  readonly condition: Formula;
  /** How it fires, when it does. */
  readonly firing: Search;
}

export interface Study {
  readonly rules: readonly StudiedRule[];
  readonly members: readonly ClassMember[];
  readonly default: 'allow' | 'block';
  readonly reasoner: Reasoner;
  /** Of the rules that others may leave nothing to do: all but those of kind `flag`. */
  readonly index: ConditionIndex<StudiedRule>;
  /** Rules of which it was said that they change nothing; no other check says so again. */
  readonly settled: Set<StudiedRule>;
}

const ALL_EVENTS: readonly string[] = EVENTS.map(({ name }) => name);

export function studyPolicy(policy: CheckedPolicy): Study {
  const reasoner = createReasoner();
  const known = new Map<string, Formula>();
  const eventsOf = (names: readonly string[]): Formula => {
    const key = names.join();
    const formula = known.get(key) ?? reasoner.eventIn(names, ALL_EVENTS);
    known.set(key, formula);
    return formula;
  };
  const rules = policy.rules.map((checked) => studyRule(checked, eventsOf(checked.rule.events), reasoner));
  const { members } = policy;
  const index = indexConditions(rules.filter(({ rule }) => rule.kind !== 'flag'));
  return { rules, members, default: policy.default, reasoner, index, settled: new Set() };
}

function studyRule(checked: CheckedRule, onEvents: Formula, reasoner: Reasoner): StudiedRule {
  const { when, unless } = checked;
  const whenFormula = when ? reasoner.formulaOf(when) : ALWAYS;
  const unlessFormula = unless ? reasoner.formulaOf(unless) : NEVER;
  const condition = all([onEvents, whenFormula, negate(unlessFormula)]);
  const firing = reasoner.search([condition]);
  return { ...checked, onEvents, whenFormula, unlessFormula, condition, firing };
}

/** A clause that says when a rule fires, as it is written and as it was checked. */
export interface Condition {
  readonly kind: 'when' | 'unless';
  readonly value: ExpressionNode;
  readonly span: Span;
  readonly checked: Expression;
}

export const conditionsOf = ({ node, when, unless }: CheckedRule): readonly Condition[] =>
  node.clauses.flatMap<Condition>((clause) => {
    if (clause.kind === 'when' && when) return [{ ...clause, kind: clause.kind, checked: when }];
    return clause.kind === 'unless' && unless ? [{ ...clause, kind: clause.kind, checked: unless }] : [];
  });

/** The names of rules as a sentence lists them. */
export const namesOf = (rules: readonly StudiedRule[]): string =>
  rules.map(({ rule }) => `\`${rule.name}\``).join(' or ');

/** Points at the names of rules. */
export const labelsOf = (rules: readonly StudiedRule[], text: string): readonly Label[] =>
  rules.map(({ node }) => ({ span: node.name.span, text }));
