// Which names the rules of a policy speak of, found in the syntax alone.
import type { RuleDeclaration } from '../ast/declaration.ts';
import type { ExpressionNode } from '../ast/expression.ts';
import { childrenOf } from '../ast/children.ts';

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
