// Conditions as text. Literals are taken from the source as they stand; the author's parentheses stay.
import type { ExpressionNode, MemberReference, PathNode, WindowNode } from '../ast/expression.ts';
import type { Span } from '../source/span.ts';
import { type Line, MAX_LINE } from './line.ts';

export type Slice = (span: Span) => string;

const TEXT_OPERATORS = { starts_with: 'starts with', ends_with: 'ends with', contains: 'contains' } as const;

export function printExpression(node: ExpressionNode, slice: Slice): string {
  const print = (part: ExpressionNode): string => printExpression(part, slice);
  switch (node.kind) {
    case 'bool':
    case 'int':
    case 'string':
    case 'duration':
    case 'size':
    case 'time':
      return slice(node.span);
    case 'path':
      return printPath(node);
    case 'index':
      return `${printPath(node.path)}[${slice(node.key.span)}]`;
    case 'call':
      return `${printPath(node.path)}(${node.references.map(printReference).join(', ')})`;
    case 'group':
      return `(${print(node.value)})`;
    case 'not':
      return `not ${print(node.value)}`;
    case 'and':
    case 'or':
      return node.parts.map(print).join(` ${node.kind} `);
    case 'element':
      return '';
    case 'minus':
      return `${print(node.left)} - ${print(node.right)}`;
    case 'default':
      return node.parts.map(print).join(' ?? ');
    case 'compare':
      return `${print(node.left)} ${node.operator} ${print(node.right)}`;
    case 'in_constants':
      return `${print(node.value)} in {${node.constants.map(print).join(', ')}}`;
    case 'in_attribute':
      return `${print(node.value)} in ${print(node.set)}`;
    case 'in_text':
      return `${print(node.value)} in ${print(node.text)}`;
    case 'in_window':
      return `${print(node.value)} in ${printWindow(node.window, slice)}`;
    case 'quantified':
      // The element is empty text, so what is left of the test starts with its operator.
      return `${print(node.set)} ${node.quantifier}${print(node.test)}`;
    case 'presence':
      return `${print(node.value)} is ${node.isPresent ? 'present' : 'absent'}`;
    case 'text':
      return `${print(node.value)} ${TEXT_OPERATORS[node.operator]} ${print(node.operand)}`;
    default:
      // `matches`. A new kind does not compile until it is handled above.
      return `${print(node.value)} matches ${slice(node.pattern.span)}`;
  }
}

const printWindow = ({ from, to, zone }: WindowNode, slice: Slice): string =>
  `${from === to ? from.text : `${from.text}..${to.text}`} ${slice(zone.span)}`;

const printPath = (path: PathNode): string => path.segments.map(({ text }) => text).join('.');

export const printReference = ({ className, member }: MemberReference): string =>
  member ? `${className.text}.${member.text}` : className.text;

interface Placement {
  readonly indent: number;
  readonly slice: Slice;
}

/** A condition behind its word: on one line, or each part of a chain that is too long on its own, and so for chains in parentheses. */
export function conditionLines(head: string, place: Span, node: ExpressionNode, at: Placement): Line[] {
  return chainLines({ before: `${head} `, node, after: '', start: place.start, end: place.end }, at);
}

interface Chain {
  /** What stands in front of the condition on its first line, and behind it on its last. */
  readonly before: string;
  readonly node: ExpressionNode;
  readonly after: string;
  readonly start: number;
  readonly end: number;
}

function chainLines({ before, node, after, start, end }: Chain, at: Placement): Line[] {
  const { indent, slice } = at;
  const text = `${before}${printExpression(node, slice)}${after}`;
  if (text.length + 2 * indent > MAX_LINE) {
    if (node.kind === 'group') {
      return chainLines({ before: `${before}(`, node: node.value, after: `)${after}`, start, end }, at);
    }
    if (node.kind === 'and' || node.kind === 'or') {
      return node.parts.flatMap((part, index) => {
        const isFirst = index === 0;
        const isLast = index === node.parts.length - 1;
        const chain: Chain = {
          before: isFirst ? before : `${node.kind} `,
          node: part,
          after: isLast ? after : '',
          start: isFirst ? start : part.span.start,
          end: isLast ? end : part.span.end,
        };
        return chainLines(chain, isFirst ? at : { indent: indent + 1, slice });
      });
    }
  }
  return [{ indent, text, start, end }];
}
