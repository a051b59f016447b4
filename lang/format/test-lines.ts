// In-language tests as lines.
import type { RecordNode, TestDeclaration, TestStep, ValueNode } from '../ast/test.ts';
import type { Line } from './line.ts';
import type { Slice } from './print-expression.ts';

export const testLines = (node: TestDeclaration, slice: Slice): Line[] => [
  { indent: 0, text: `test ${slice(node.name.span)} {`, start: node.span.start, end: node.name.span.end },
  ...node.steps.map((step) => ({ indent: 1, text: stepText(step, slice), start: step.span.start, end: step.span.end })),
  { indent: 0, text: '}', start: node.span.end - 1, end: node.span.end },
];

function stepText(step: TestStep, slice: Slice): string {
  switch (step.kind) {
    case 'given':
      return `given ${step.group.text} ${recordText(step.record, slice)}`;
    case 'given_value':
      return `given ${step.name.text} ${slice(step.value.span)}`;
    case 'on':
      return `on ${step.event.text}${step.input ? ` ${slice(step.input.span)}` : ''}`;
    case 'returning':
      return `returning ${recordText(step.record, slice)}`;
    case 'expect_effect':
      return `expect ${step.effect}${step.by ? ` by ${step.by.text}` : ''}`;
    default:
      return `expect row ${recordText((step satisfies TestStep & { kind: 'expect_row' }).record, slice)}`;
  }
}

function recordText({ fields }: RecordNode, slice: Slice): string {
  if (fields.length === 0) return '{}';
  return `{ ${fields.map(({ name, value }) => `${slice(name.span)}: ${valueText(value, slice)}`).join(', ')} }`;
}

function valueText(value: ValueNode, slice: Slice): string {
  if (value.kind === 'record') return recordText(value, slice);
  if (value.kind === 'list') return `{${value.items.map(({ span }) => slice(span)).join(', ')}}`;
  return slice(value.span);
}
