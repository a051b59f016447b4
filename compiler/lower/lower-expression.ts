// One condition of the checked program for one event: names become slots, constants become numbers. What the checker
// has proved is not checked again; an attribute that the event lacks is a bug and throws.
import type { Expression, Window } from '../../lang/check/program.ts';
import type { EventVocabulary, ValueType } from '../../lang/vocabulary/types.ts';
import { attributeOf } from '../../lang/vocabulary/registry.ts';
import { enumIndex, NOW, slotOf, ZONE_OFFSETS } from '../abi/layout.ts';
import { assertNever } from '../ir/assert-never.ts';
import type { IrExpression, IrType } from '../ir/policy-ir.ts';
import type { Constants } from './constants.ts';

type EnumType = Extract<ValueType, { kind: 'enum' }>;
type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

export interface LoweringContext {
  readonly event: EventVocabulary;
  readonly constants: Constants;
}

export function lowerExpression(expression: Expression, context: LoweringContext): IrExpression {
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
): IrExpression {
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

function lowerAttribute(attribute: Of<'attribute'>, context: LoweringContext): IrExpression {
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
  switch (value.kind) {
    case 'attribute':
      return { kind: 'present', slot: slot(value.path, context) };
    case 'lookup':
      return { kind: 'found', ...place(value, context) };
    case 'default':
      return {
        kind: 'or',
        left: lowerPresence(value.value, context),
        right: lowerPresence(value.fallback, context),
      };
    default:
      return { kind: 'bool', value: true };
  }
}

function lowerDefault(expression: Of<'default'>, context: LoweringContext): IrExpression {
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
function lowerCompare(expression: Of<'compare'>, context: LoweringContext): IrExpression {
  const { operator, left, right } = expression;
  if (left.kind === 'attribute' && left.type.kind === 'enum' && right.kind === 'string' && isEquality(operator)) {
    return compareEnum(operator, slot(left.path, context), enumIndex(left.type, right.value));
  }
  if (right.kind === 'attribute' && right.type.kind === 'enum' && left.kind === 'string' && isEquality(operator)) {
    return compareEnum(operator, slot(right.path, context), enumIndex(right.type, left.value));
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

const compareEnum = (operator: Of<'compare'>['operator'], at: number, index: number): IrExpression => ({
  kind: 'compare',
  operator,
  type: 'int',
  left: { kind: 'enum_slot', slot: at },
  right: { kind: 'int', value: index },
});

function lowerInConstants(expression: Of<'in_constants'>, context: LoweringContext): IrExpression {
  const { value, constants } = expression;
  if (value.kind === 'attribute' && value.type.kind === 'enum') {
    return lowerInEnum(slot(value.path, context), value.type, constants);
  }
  const lowered = lowerExpression(value, context);
  const texts = constants.filter((constant) => typeof constant === 'string');
  if (typeOf(value, context) === 'text')
    return { kind: 'in_list', value: lowered, list: context.constants.textList(texts) };
  return anyOf(
    constants.map((constant) => ({
      kind: 'compare',
      operator: '==',
      type: 'int',
      left: lowered,
      right: { kind: 'int', value: Number(constant) },
    })),
  );
}

const lowerInEnum = (at: number, type: EnumType, constants: readonly (string | number)[]): IrExpression =>
  anyOf(constants.map((constant) => compareEnum('==', at, enumIndex(type, String(constant)))));

/** A balanced tree, so that a long list is not a deep one. */
function anyOf(conditions: readonly IrExpression[]): IrExpression {
  const [first] = conditions;
  if (first === undefined) return { kind: 'bool', value: false };
  if (conditions.length === 1) return first;
  const half = conditions.length >> 1;
  return { kind: 'or', left: anyOf(conditions.slice(0, half)), right: anyOf(conditions.slice(half)) };
}

const lowerWindow = ({ unit, from, to, zone }: Window, context: LoweringContext): IrExpression => ({
  kind: 'window',
  now: slot(NOW, context),
  offsets: slot(ZONE_OFFSETS, context),
  zone: context.constants.text(zone),
  unit,
  from,
  to,
});

function lowerTouches(expression: Of<'touches'>, context: LoweringContext): IrExpression {
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
