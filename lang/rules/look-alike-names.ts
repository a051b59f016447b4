// Two names that a reader cannot tell apart: one of them is a slip, or meant to deceive.
import { childrenOf } from '../ast/children.ts';
import type { ExpressionNode, Word } from '../ast/expression.ts';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { skeleton } from '../lexer/look-alikes.ts';
import { declarationsOf, type LinkedPolicy } from './lint.ts';
import { conditionsOf } from './references.ts';

export function lookAlikeNames(policy: LinkedPolicy): readonly Diagnostic[] {
  const classes = declarationsOf(policy, 'class');
  const names = (declarations: readonly { readonly name: Word }[]): Word[] => declarations.map(({ name }) => name);
  return [
    ...alike('class', names(classes)),
    ...alike('let', names(declarationsOf(policy, 'let'))),
    ...alike('rule', names(declarationsOf(policy, 'rule'))),
    ...classes.flatMap(({ members }) => alike('class member', names(members))),
    ...alike('group', groupsOf(policy)),
  ];
}

/** The groups that conditions and approvals name. */
function groupsOf(policy: LinkedPolicy): Word[] {
  const rules = declarationsOf(policy, 'rule');
  const approvers = rules.flatMap(({ clauses }) =>
    clauses.flatMap((clause) => (clause.kind === 'by' ? [clause.group] : [])),
  );
  const pending = [...declarationsOf(policy, 'let').map(({ value }) => value), ...rules.flatMap(conditionsOf)];
  const groups = [...approvers];
  for (let node = pending.pop(); node; node = pending.pop()) {
    groups.push(...groupIn(node));
    pending.push(...childrenOf(node));
  }
  return groups.sort((a, b) => a.span.start - b.span.start);
}

/** The text of `"nurses" in identity.groups`. */
function groupIn(node: ExpressionNode): Word[] {
  if (node.kind !== 'in_attribute' || node.value.kind !== 'string' || node.set.kind !== 'path') return [];
  const isGroups = node.set.segments.map(({ text }) => text).join('.') === 'identity.groups';
  return isGroups ? [{ text: node.value.value, span: node.value.span }] : [];
}

/** One warning for each name that looks like an earlier one and is not the same. */
function alike(what: string, words: readonly Word[]): Diagnostic[] {
  const first = new Map<string, Word>();
  const told = new Set<string>();
  return words.flatMap((word) => {
    const key = skeleton(word.text);
    const other = first.get(key) ?? word;
    first.set(key, other);
    if (other.text === word.text || told.has(word.text)) return [];
    told.add(word.text);
    const labels = [{ span: other.span, text: 'the other one' }];
    return [diagnose('HPOL3031', word.span, { what, name: word.text, other: other.text }, { labels })];
  });
}
