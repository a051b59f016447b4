// Which names the rules of a policy speak of, found in the syntax alone.
import type { RuleDeclaration } from '../ast/declaration.ts';
import type { ExpressionNode } from '../ast/expression.ts';
import { childrenOf } from '../ast/children.ts';
import { declarationsOf, type LinkedPolicy } from './lint.ts';

export interface References {
  readonly lets: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
}

/** The single words and the classes in some conditions. */
export function referencesIn(expressions: readonly ExpressionNode[]): References {
  const lets = new Set<string>();
  const classes = new Set<string>();
  const pending = [...expressions];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const [only] = node.kind === 'path' && node.segments.length === 1 ? node.segments : [];
    if (only) lets.add(only.text);
    if (node.kind === 'call') for (const { className } of node.references) classes.add(className.text);
    pending.push(...childrenOf(node));
  }
  return { lets, classes };
}

export const conditionsOf = (rule: RuleDeclaration): ExpressionNode[] =>
  rule.clauses.flatMap((clause) => (clause.kind === 'when' || clause.kind === 'unless' ? [clause.value] : []));

const askedByPolicy = new WeakMap<LinkedPolicy, References>();

/** What the conditions of all rules speak of. Several checks ask, so it is found once for each policy. */
function askedByRules(policy: LinkedPolicy): References {
  const known = askedByPolicy.get(policy);
  if (known) return known;
  const asked = referencesIn(declarationsOf(policy, 'rule').flatMap(conditionsOf));
  askedByPolicy.set(policy, asked);
  return asked;
}

/** The lets that rules use, directly or through other lets. */
export function usedLets(policy: LinkedPolicy): ReadonlySet<string> {
  const lets = declarationsOf(policy, 'let');
  const used = new Set<string>();
  let pending: ReadonlySet<string> = askedByRules(policy).lets;
  while (pending.size > 0) {
    const fresh = lets.filter(({ name }) => pending.has(name.text) && !used.has(name.text));
    for (const { name } of fresh) used.add(name.text);
    pending = referencesIn(fresh.map(({ value }) => value)).lets;
  }
  return used;
}

/** The classes that masks cover, and those that conditions and lets ask about. */
export function usedClasses(policy: LinkedPolicy): ReadonlySet<string> {
  const rules = declarationsOf(policy, 'rule');
  const masked = rules
    .flatMap((rule) => rule.clauses)
    .flatMap((clause) => (clause.kind === 'of' ? clause.references : []))
    .map(({ className }) => className.text);
  const lets = declarationsOf(policy, 'let').map(({ value }) => value);
  return new Set([...masked, ...askedByRules(policy).classes, ...referencesIn(lets).classes]);
}
