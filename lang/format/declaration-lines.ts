// Declarations as lines, in the order of the source.
import type {
  ClassDeclaration,
  Clause,
  ColumnNode,
  Declaration,
  MemberNode,
  RuleDeclaration,
  SegmentNode,
  TransformEntry,
  TransformNode,
} from '../ast/declaration.ts';
import type { Span } from '../source/span.ts';
import type { Line } from './line.ts';
import { conditionLines, printReference, type Slice } from './print-expression.ts';
import { testLines } from './test-lines.ts';

export function declarationLines(node: Declaration, slice: Slice): Line[] {
  switch (node.kind) {
    case 'policy':
      return [line(0, `policy ${node.name.text}`, node.span)];
    case 'default':
      return [line(0, `default ${node.effect}`, node.span)];
    case 'import':
    case 'schema':
      return [line(0, `${node.kind} ${slice(node.path.span)}`, node.span)];
    case 'let':
      return conditionLines(`let ${node.name.text} =`, node.span, node.value, { indent: 0, slice });
    case 'class':
      return classLines(node, slice);
    case 'rule':
      return ruleLines(node, slice);
    default:
      return testLines(node, slice);
  }
}

const line = (indent: number, text: string, span: Span): Line => ({ indent, text, start: span.start, end: span.end });
/** The first line of a declaration with a body: its range ends with the name. */
const opening = (text: string, span: Span, end: number): Line => ({ indent: 0, text, start: span.start, end });
const closing = (indent: number, span: Span): Line => ({ indent, text: '}', start: span.end - 1, end: span.end });

const classLines = (node: ClassDeclaration, slice: Slice): Line[] => [
  opening(`class ${node.name.text} {`, node.span, node.name.span.end),
  ...node.members.map((member) => line(1, memberText(member, slice), member.span)),
  closing(0, node.span),
];

function memberText({ name, columns, detectors }: MemberNode, slice: Slice): string {
  const patterns = columns.map((column) => columnText(column, slice)).join(', ');
  const found = detectors.map(
    (detector) => `detect ${slice(detector.kind === 'named' ? detector.name.span : detector.pattern.span)}`,
  );
  return [`${name.text}:`, ...(patterns === '' ? [] : [`column ${patterns}`]), ...found].join(' ');
}

function columnText({ segments }: ColumnNode, slice: Slice): string {
  const one = (segment: SegmentNode): string => slice(segment.span);
  return segments
    .map((alternatives) =>
      alternatives.length === 1 ? alternatives.map(one).join('') : `{${alternatives.map(one).join(', ')}}`,
    )
    .join('.');
}

const ruleLines = (node: RuleDeclaration, slice: Slice): Line[] => [
  opening(`${node.ruleKind} ${node.name.text}`, node.span, node.name.span.end),
  ...node.clauses.flatMap((clause) => clauseLines(clause, slice)),
];

function clauseLines(clause: Clause, slice: Slice): Line[] {
  const one = (text: string): Line[] => [line(1, `${clause.kind} ${text}`, clause.span)];
  switch (clause.kind) {
    case 'of':
      return one(clause.references.map(printReference).join(', '));
    case 'on':
      return one(clause.events.map(({ text }) => text).join(', '));
    case 'when':
    case 'unless':
      return conditionLines(clause.kind, clause.span, clause.value, { indent: 1, slice });
    case 'with':
      return one(transformText(clause.transform));
    case 'with_each':
      return [
        { indent: 1, text: 'with {', start: clause.span.start, end: clause.span.start + 4 },
        ...clause.entries.map((entry) => line(2, entryText(entry), entry.span)),
        closing(1, clause.span),
      ];
    case 'by':
      return one(`${slice(clause.countSpan)} of ${slice(clause.group.span)}`);
    case 'within':
    case 'for':
      return one(slice(clause.durationSpan));
    case 'predicates':
      return one(clause.level.text);
    case 'trusts':
    case 'reveals':
      return one(clause.functions.map(({ parts }) => parts.map(({ span }) => slice(span)).join('.')).join(', '));
    default:
      // `because`. A new kind does not compile until it is handled above.
      return one(slice(clause.text.span));
  }
}

const entryText = ({ qualifier, member, transform }: TransformEntry): string =>
  `${qualifier ? `${qualifier.text}.` : ''}${member.text}: ${transformText(transform)}`;

const transformText = ({ words, count }: TransformNode): string =>
  [...words.map(({ text }) => text), ...(count === null ? [] : [String(count)])].join(' ');
