// Where the names of one declaration stand and what each means. Words of enumerations are told from `let`s as the checker read them.
import { childrenOf } from '../ast/children.ts';
import type { ClassDeclaration, Clause, Declaration, LetDeclaration, RuleDeclaration } from '../ast/declaration.ts';
import type { ExpressionNode, MemberReference, PathNode } from '../ast/expression.ts';
import type { TestDeclaration, TestStep } from '../ast/test.ts';
import { pathText } from '../check/expression-context.ts';
import type { EnumType } from '../vocabulary/types.ts';
import { resolvePath } from '../source/resolve-path.ts';
import type { Span } from '../source/span.ts';
import { isLibraryPath } from '../vocabulary/libraries.ts';
import { attributeNamed } from './attributes.ts';
import { type Occurrence, occurrence } from './named-thing.ts';

/** What is known of the policy around a declaration. */
export interface Surroundings {
  /** The enumeration of a word, where the checker read it as one of its values. */
  readonly enumTypeAt: (span: Span) => EnumType | undefined;
  readonly membersOf: (className: string) => readonly string[];
}

export function occurrencesIn(node: Declaration, around: Surroundings): readonly Occurrence[] {
  switch (node.kind) {
    case 'policy':
    case 'default':
      return [];
    case 'import':
    case 'schema': {
      const { text } = node.path;
      const path = isLibraryPath(text) ? text : resolvePath(node.span.file, text);
      return path === null ? [] : [occurrence({ kind: 'file', name: path }, node.path.span)];
    }
    case 'class':
      return inClass(node);
    case 'let':
      return inLet(node, around);
    case 'rule':
      return inRule(node, around);
    case 'test':
      return inTest(node);
  }
}

const inClass = (node: ClassDeclaration): readonly Occurrence[] => [
  occurrence({ kind: 'class', name: node.name.text }, node.name.span, true),
  ...node.members.flatMap(({ name, detectors }) => [
    occurrence({ kind: 'member', className: node.name.text, name: name.text }, name.span, true),
    ...detectors.flatMap((detector) =>
      detector.kind === 'named' ? [occurrence({ kind: 'detector', name: detector.name.text }, detector.name.span)] : [],
    ),
  ]),
];

const inLet = (node: LetDeclaration, around: Surroundings): readonly Occurrence[] => [
  occurrence({ kind: 'let', name: node.name.text }, node.name.span, true),
  ...inExpression(node.value, around),
];

function inExpression(node: ExpressionNode, around: Surroundings): readonly Occurrence[] {
  if (node.kind === 'path') return inPath(node, around);
  if (node.kind === 'index') return inPath(node.path, around);
  if (node.kind === 'call') return [...inPath(node.path, around), ...node.references.flatMap(inReference)];
  return childrenOf(node).flatMap((child) => inExpression(child, around));
}

/** An attribute, a word of an enumeration or a `let`, in the order in which the checker looks. */
function inPath(path: PathNode, around: Surroundings): readonly Occurrence[] {
  const name = pathText(path);
  const type = around.enumTypeAt(path.span);
  if (type) return [occurrence({ kind: 'enum_word', type: type.name, name }, path.span)];
  if (attributeNamed(name)) return [occurrence({ kind: 'attribute', name }, path.span)];
  return path.segments.length === 1 ? [occurrence({ kind: 'let', name }, path.span)] : [];
}

const inReference = ({ className, member }: MemberReference): readonly Occurrence[] => [
  occurrence({ kind: 'class', name: className.text }, className.span),
  ...(member ? [occurrence({ kind: 'member', className: className.text, name: member.text }, member.span)] : []),
];

const inRule = (node: RuleDeclaration, around: Surroundings): readonly Occurrence[] => [
  occurrence({ kind: 'rule', name: node.name.text }, node.name.span, true),
  ...node.clauses.flatMap((clause) => inClause(clause, node, around)),
];

function inClause(clause: Clause, rule: RuleDeclaration, around: Surroundings): readonly Occurrence[] {
  switch (clause.kind) {
    case 'of':
      return clause.references.flatMap(inReference);
    case 'on':
      return clause.events.map(({ text, span }) => occurrence({ kind: 'event', name: text }, span));
    case 'when':
    case 'unless':
      return inExpression(clause.value, around);
    case 'with':
      return rule.ruleKind === 'mask' ? [inTransform(clause.transform)] : [];
    case 'with_each':
      return inEntries(clause, rule, around);
    case 'by':
    case 'within':
    case 'for':
    case 'because':
    case 'predicates':
    case 'trusts':
    case 'reveals':
      return [];
  }
}

/** `keep last 4` is the transform `keep last`. */
const inTransform = (node: { readonly words: readonly { readonly text: string }[]; readonly span: Span }): Occurrence =>
  occurrence({ kind: 'transform', name: node.words.map(({ text }) => text).join(' ') }, node.span);

function inEntries(
  clause: Extract<Clause, { kind: 'with_each' }>,
  rule: RuleDeclaration,
  around: Surroundings,
): readonly Occurrence[] {
  const covered = coveredBy(rule, around);
  return clause.entries.flatMap(({ qualifier, member, transform }) => {
    const owners = covered.filter(
      (one) => one.member === member.text && (qualifier === null || qualifier.text === one.className),
    );
    const [owner, other] = owners;
    return [
      ...(qualifier ? [occurrence({ kind: 'class', name: qualifier.text }, qualifier.span)] : []),
      ...(owner && !other
        ? [occurrence({ kind: 'member', className: owner.className, name: member.text }, member.span)]
        : []),
      inTransform(transform),
    ];
  });
}

interface CoveredMember {
  readonly className: string;
  readonly member: string;
}

/** The members that a mask is about, each once. */
export function coveredBy(
  rule: RuleDeclaration,
  { membersOf }: Pick<Surroundings, 'membersOf'>,
): readonly CoveredMember[] {
  const covered = new Map<string, CoveredMember>();
  for (const clause of rule.clauses) {
    for (const { className, member } of clause.kind === 'of' ? clause.references : []) {
      for (const name of membersOf(className.text)) {
        if (member === null || member.text === name)
          covered.set(`${className.text}.${name}`, { className: className.text, member: name });
      }
    }
  }
  return [...covered.values()];
}

const inTest = (node: TestDeclaration): readonly Occurrence[] => [
  occurrence({ kind: 'test', name: node.name.text }, node.name.span, true),
  ...node.steps.flatMap(inStep),
];

function inStep(step: TestStep): readonly Occurrence[] {
  switch (step.kind) {
    case 'given':
      return step.record.fields.flatMap(({ name, value }) => {
        const attribute = attributeNamed(`${step.group.text}.${name.text}`);
        if (!attribute) return [];
        const { type } = attribute;
        const isWord = type.kind === 'enum' && value.kind === 'word' && type.values.includes(value.text);
        return [
          occurrence({ kind: 'attribute', name: attribute.path }, name.span),
          ...(isWord ? [occurrence({ kind: 'enum_word', type: type.name, name: value.text }, value.span)] : []),
        ];
      });
    case 'given_value':
      return attributeNamed(step.name.text)
        ? [occurrence({ kind: 'attribute', name: step.name.text }, step.name.span)]
        : [];
    case 'on':
      return [occurrence({ kind: 'event', name: step.event.text }, step.event.span)];
    case 'expect_effect':
      return step.by ? [occurrence({ kind: 'rule', name: step.by.text }, step.by.span)] : [];
    case 'returning':
    case 'expect_row':
      return [];
  }
}
