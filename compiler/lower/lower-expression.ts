// One condition of the checked program for one event: names become slots, constants become numbers. What the checker
// has proved is not checked again; an attribute that the event lacks is a bug and throws.
import type { Expression, Span, Window } from '../../lang/program/program.ts';
import type { EventVocabulary, ValueType } from '../../lang/vocabulary/types.ts';
import { attributeOf } from '../../lang/vocabulary/registry.ts';
import { enumIndex, NOW, slotOf, ZONE_OFFSETS } from '../abi/layout.ts';
import { assertNever } from '../ir/assert-never.ts';
import type { IrExpression, IrNode, IrType } from '../ir/policy-ir.ts';
import type { Constants } from './constants.ts';

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

export interface LoweringContext {
  readonly event: EventVocabulary;
  readonly constants: Constants;
}

/** Every node that one expression becomes says where that expression stands. */
export const lowerExpression = (expression: Expression, context: LoweringContext): IrExpression => ({
  ...lowerNode(expression, context),
  span: expression.span,
});

function lowerNode(expression: Expression, context: LoweringContext): IrNode {
  switch (expression.kind) {
    case 'bool':
      return { kind: 'bool', value: expression.value };
    case 'int':
      return { kind: 'int', value: expression.value };
    case 'string':
      return { kind: 'text', text: context.constants.text(expression.value) };
    case 'attribute':
      return lowerAttribute(expression, context);
    case 'lookup':
      return { kind: 'lookup', ...place(expression, context), type: typeOf(expression, context) };
    case 'element':
      return { kind: 'element' };
    case 'minus':
      return {
        kind: 'minus',
        left: lowerExpression(expression.left, context),
        right: lowerExpression(expression.right, context),
      };
    case 'window':
      return lowerWindow(expression.window, context);
    case 'quantified':
      return {
        kind: 'quantified',
        quantifier: expression.quantifier,
        slot: slot(expression.set, context),
        test: lowerExpression(expression.test, context),
      };
    case 'present':
      return lowerPresence(expression.value, context);
    case 'not':
      return { kind: 'not', value: lowerExpression(expression.value, context) };
    case 'and':
    case 'or':
      return {
        kind: expression.kind,
        left: lowerExpression(expression.left, context),
        right: lowerExpression(expression.right, context),
      };
    case 'default':
      return lowerDefault(expression, context);
    case 'compare':
      return lowerCompare(expression, context);
    case 'in_constants':
      return lowerInConstants(expression, context);
    case 'in_attribute':
    case 'in_networks':
    case 'text':
    case 'matches':
      return lowerTest(expression, context);
    case 'touches':
      return lowerTouches(expression, context);
    default:
      return assertNever(expression);
  }
}

/** Tests of one value that the kernel makes. */
function lowerTest(
  expression: Of<'in_attribute' | 'in_networks' | 'text' | 'matches'>,
  context: LoweringContext,
): IrNode {
  const { constants } = context;
  const value = lowerExpression(expression.value, context);
  switch (expression.kind) {
    case 'in_attribute':
      return { kind: 'in_slot', value, slot: slot(expression.set, context) };
    case 'in_networks':
      return { kind: 'in_networks', value, list: constants.networkList(expression.networks) };
    case 'text': {
      const { operator, operand } = expression;
      return { kind: 'text_test', operator, value, operand: lowerExpression(operand, context) };
    }
    case 'matches':
      return { kind: 'matches', value, automaton: constants.pattern(expression.pattern) };
    default:
      return assertNever(expression);
  }
}

function slot(path: string, context: LoweringContext): number {
  const found = slotOf(context.event, path);
  if (found === -1) throw new Error(`${context.event.name} has no attribute ${path}`);
  return found;
}

const place = (lookup: Of<'lookup'>, context: LoweringContext): { slot: number; key: number } => ({
  slot: slot(lookup.map, context),
  key: context.constants.text(lookup.key),
});

function lowerAttribute(attribute: Of<'attribute'>, context: LoweringContext): IrNode {
  const at = slot(attribute.path, context);
  const { type } = attribute;
  switch (type.kind) {
    case 'bool':
      return { kind: 'slot', slot: at, type: 'bool' };
    case 'int':
    case 'size':
    case 'time':
    case 'duration':
      return { kind: 'slot', slot: at, type: 'int' };
    case 'ip':
    case 'string':
      return { kind: 'slot', slot: at, type: 'text' };
    case 'enum':
      return { kind: 'enum_text', slot: at, values: context.constants.textList(type.values) };
    case 'set':
    case 'list':
    case 'map':
    case 'columns':
      throw new Error(`${attribute.path} is a collection and no value`);
    default:
      return assertNever(type);
  }
}

function lowerPresence(value: Expression, context: LoweringContext): IrExpression {
  const { span } = value;
  switch (value.kind) {
    case 'attribute':
      return { kind: 'present', slot: slot(value.path, context), span };
    case 'lookup':
      return { kind: 'found', ...place(value, context), span };
    case 'default':
      return {
        kind: 'or',
        left: lowerPresence(value.value, context),
        right: lowerPresence(value.fallback, context),
        span,
      };
    default:
      return { kind: 'bool', value: true, span };
  }
}

function lowerDefault(expression: Of<'default'>, context: LoweringContext): IrNode {
  return {
    kind: 'choose',
    type: typeOf(expression, context),
    test: lowerPresence(expression.value, context),
    chosen: lowerExpression(expression.value, context),
    other: lowerExpression(expression.fallback, context),
  };
}

const NUMBERS: readonly ValueType['kind'][] = ['int', 'size', 'time', 'duration'];

function typeOf(expression: Expression, context: LoweringContext): IrType {
  switch (expression.kind) {
    case 'int':
    case 'minus':
      return 'int';
    case 'string':
    case 'element':
      return 'text';
    case 'lookup': {
      const type = attributeOf(context.event, expression.map)?.type;
      return type?.kind === 'map' && type.values === 'int' ? 'int' : 'text';
    }
    case 'default':
      return typeOf(expression.value, context);
    case 'attribute':
      if (NUMBERS.includes(expression.type.kind)) return 'int';
      return expression.type.kind === 'bool' ? 'bool' : 'text';
    default:
      return 'bool';
  }
}

/** Enum attributes are compared with constants by number, the common case; everything else by value. */
function lowerCompare(expression: Of<'compare'>, context: LoweringContext): IrNode {
  const { operator, left, right, span } = expression;
  if (left.kind === 'attribute' && left.type.kind === 'enum' && right.kind === 'string' && isEquality(operator)) {
    return compareEnum(operator, { slot: slot(left.path, context), index: enumIndex(left.type, right.value), span });
  }
  if (right.kind === 'attribute' && right.type.kind === 'enum' && left.kind === 'string' && isEquality(operator)) {
    return compareEnum(operator, { slot: slot(right.path, context), index: enumIndex(right.type, left.value), span });
  }
  return {
    kind: 'compare',
    operator,
    type: typeOf(left, context),
    left: lowerExpression(left, context),
    right: lowerExpression(right, context),
  };
}

const isEquality = (operator: Of<'compare'>['operator']): boolean => operator === '==' || operator === '!=';

interface EnumTest {
  readonly slot: number;
  readonly index: number;
  readonly span: Span;
}

const compareEnum = (operator: Of<'compare'>['operator'], { slot: at, index, span }: EnumTest): IrExpression => ({
  kind: 'compare',
  operator,
  type: 'int',
  left: { kind: 'enum_slot', slot: at, span },
  right: { kind: 'int', value: index, span },
  span,
});

function lowerInConstants(expression: Of<'in_constants'>, context: LoweringContext): IrNode {
  const { value, constants, span } = expression;
  if (value.kind === 'attribute' && value.type.kind === 'enum') {
    const { type, path } = value;
    const tests = constants.map((constant) =>
      compareEnum('==', { slot: slot(path, context), index: enumIndex(type, String(constant)), span }),
    );
    return anyOf(tests, span);
  }
  const lowered = lowerExpression(value, context);
  const texts = constants.filter((constant) => typeof constant === 'string');
  if (typeOf(value, context) === 'text')
    return { kind: 'in_list', value: lowered, list: context.constants.textList(texts) };
  const tests = constants.map((constant): IrExpression => {
    const right: IrExpression = { kind: 'int', value: Number(constant), span };
    return { kind: 'compare', operator: '==', type: 'int', left: lowered, right, span };
  });
  return anyOf(tests, span);
}

/** A balanced tree, so that a long list is not a deep one. */
function anyOf(conditions: readonly IrExpression[], span: Span): IrExpression {
  const [first] = conditions;
  if (first === undefined) return { kind: 'bool', value: false, span };
  if (conditions.length === 1) return first;
  const half = conditions.length >> 1;
  const [left, right] = [conditions.slice(0, half), conditions.slice(half)];
  return { kind: 'or', left: anyOf(left, span), right: anyOf(right, span), span };
}

const lowerWindow = ({ unit, from, to, zone }: Window, context: LoweringContext): IrNode => ({
  kind: 'window',
  now: slot(NOW, context),
  offsets: slot(ZONE_OFFSETS, context),
  zone: context.constants.text(zone),
  unit,
  from,
  to,
});

function lowerTouches(expression: Of<'touches'>, context: LoweringContext): IrNode {
  return {
    kind: 'touches',
    slot: slot(expression.columns, context),
    cache: columnAttributes(context.event).indexOf(expression.columns),
    members: expression.members,
  };
}

/** Paths of the event's attributes that are sets of columns. */
export const columnAttributes = (event: EventVocabulary): readonly string[] =>
  event.attributes.filter((attribute) => attribute.type.kind === 'columns').map((attribute) => attribute.path);
