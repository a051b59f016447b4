// What a mask does to which member: transforms understood, members resolved, conflicts between masks found.
import type { Clause, TransformEntry, TransformNode } from '../ast/declaration.ts';
import type { Word } from '../ast/expression.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { certain } from '../source/certain.ts';
import type { Span } from '../source/span.ts';
import type { Transform } from '../vocabulary/transforms.ts';
import type { MaskEntry } from '../program/program.ts';
import type { Reporter } from './reporter.ts';
import { membersOf, type Scope } from './scope.ts';

type Of = Extract<Clause, { kind: 'of' }>;
type With = Clause & { kind: 'with' | 'with_each' };

const REDACT: Transform = { kind: 'redact' };
const SIMPLE = ['redact', 'null', 'pseudonym', 'year', 'zip3', 'age90', 'scrub'] as const;
const MAX_KEPT = 1_000;

/** One entry per member, in member order, with the place that says what happens to it. */
export interface PlacedEntry extends MaskEntry {
  readonly span: Span;
}

export function maskEntries(of: Of, clause: With, scope: Scope, reporter: Reporter): readonly PlacedEntry[] {
  const covered = of.references.flatMap((reference) => membersOf(scope, reference, reporter));
  const members = [...new Set(covered)].sort((a, b) => a - b);
  const entries =
    clause.kind === 'with'
      ? sameForAll(members, clause.transform, reporter)
      : eachItsOwn(members, clause, { scope, reporter });
  const hasDetector = scope.members.some(({ detectors }) => detectors.length > 0) || scope.mayBeDeclared('detect');
  for (const { member, transform, span } of entries) {
    if (transform.kind === 'scrub' && !hasDetector)
      reporter.report('HPOL2016', span, { member: certain(scope.members[member]).name });
  }
  return entries;
}

const sameForAll = (members: readonly number[], node: TransformNode, reporter: Reporter): PlacedEntry[] => {
  const transform = understand(node, reporter);
  return members.map((member) => ({ member, transform, span: node.span }));
};

/** A member that no line names is redacted. */
function eachItsOwn(
  members: readonly number[],
  clause: Extract<With, { kind: 'with_each' }>,
  { scope, reporter }: { scope: Scope; reporter: Reporter },
): PlacedEntry[] {
  const said = new Map<number, PlacedEntry>();
  for (const entry of clause.entries) {
    const transform = understand(entry.transform, reporter);
    const member = memberOf(entry, members, scope);
    const name = entry.qualifier ? `${entry.qualifier.text}.${entry.member.text}` : entry.member.text;
    if (member === undefined) {
      const known = members.flatMap((number) => certain(scope.members[number]).name.split('.').slice(1));
      // Without members the class is unknown, and that has been said.
      if (members.length > 0)
        reporter.report('HPOL2108', entry.member.span, { member: name }, suggest(entry.member, known));
    } else if (said.has(member)) reporter.report('HPOL2109', entry.span, { member: name });
    else said.set(member, { member, transform, span: entry.transform.span });
  }
  return members.map((member) => said.get(member) ?? { member, transform: REDACT, span: clause.span });
}

function memberOf(entry: TransformEntry, members: readonly number[], scope: Scope): number | undefined {
  const candidates = members.filter((number) => {
    const [className, member] = certain(scope.members[number]).name.split('.');
    return member === entry.member.text && (!entry.qualifier || entry.qualifier.text === className);
  });
  return candidates.length === 1 ? candidates[0] : undefined;
}

function understand(node: TransformNode, reporter: Reporter): Transform {
  const words: readonly Word[] = node.words;
  const [first, second] = words.map(({ text }) => text);
  const { count } = node;
  const simple = SIMPLE.find((kind) => kind === first);
  if (simple && second === undefined && count === null) return { kind: simple };
  const isKept = first === 'keep' && (second === 'first' || second === 'last') && count !== null;
  if (isKept && count > 0 && count <= MAX_KEPT) return { kind: second === 'first' ? 'keep_first' : 'keep_last', count };
  const written = [...words.map(({ text }) => text), ...(count === null ? [] : [count])].join(' ');
  const help =
    first === 'keep'
      ? `write \`keep first N\` or \`keep last N\`, with N from 1 to ${MAX_KEPT}`
      : didYouMean(written, SIMPLE);
  reporter.report('HPOL2013', node.span, { written }, { help });
  return REDACT;
}
