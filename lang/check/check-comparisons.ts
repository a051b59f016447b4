// Conditions on values: comparisons, membership, and tests on texts.
import type { ExpressionNode } from '../ast/expression.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { BOOL } from '../vocabulary/common.ts';
import type { ValueType } from '../vocabulary/types.ts';
import {
  checkRequired,
  type Checked,
  describe,
  type ExpressionContext,
  inner,
  type Known,
  lost,
  pathText,
  plain,
  sameType,
} from './expression-context.ts';
import { isAttributeWord } from '../vocabulary/registry.ts';
import { checkInNetworks, checkSameAddress } from './check-networks.ts';
import type { Expression } from './program.ts';

type Node<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { kind: K }>;
type EnumType = Extract<ValueType, { kind: 'enum' }>;

/** What `<` and what `==` compare. */
const ORDERED: readonly ValueType['kind'][] = ['int', 'duration', 'size', 'time'];
const EQUATED: readonly ValueType['kind'][] = ['bool', 'string', 'enum', ...ORDERED];

export function checkCompare(node: Node<'compare'>, known: Known, context: ExpressionContext): Checked {
  const [left, right] = checkPair(node.left, node.right, known, context);
  if (!left.type || !right.type) return plain(lost(node).expression, BOOL);
  if (left.type.kind === 'ip' || right.type.kind === 'ip') return checkSameAddress(node, [left, right], context);
  const isOrder = node.operator !== '==' && node.operator !== '!=';
  const isComparable = (isOrder ? ORDERED : EQUATED).includes(left.type.kind);
  if (!sameType(left.type, right.type) || !isComparable) {
    const found = { operator: node.operator, left: describe(left.type), right: describe(right.type) };
    context.reporter.report('HPOL2005', node.span, found, { help: comparisonHelp(left.type, right.type) });
    return plain(lost(node).expression, BOOL);
  }
  const { operator, span } = node;
  return plain({ kind: 'compare', operator, left: left.expression, right: right.expression, span }, BOOL);
}

/** Two values of one comparison or default. A bare word beside an enum is first looked for among its values. */
export function checkPair(
  left: ExpressionNode,
  right: ExpressionNode,
  known: Known,
  context: ExpressionContext,
): readonly [Checked, Checked] {
  if (isBareWord(left, context) && !isBareWord(right, context)) {
    const second = checkRequired(right, known, context);
    return [checkAs(left, second.type, known, context), second];
  }
  const first = checkRequired(left, known, context);
  return [first, checkAs(right, first.type, known, context)];
}

const isBareWord = (node: ExpressionNode, context: ExpressionContext): boolean => {
  const word = wordOf(node);
  return word !== null && !isAttributeWord(word) && !context.scope.lets.has(word);
};

/** A name without dots; null for anything else. */
function wordOf(node: ExpressionNode): string | null {
  const bare = inner(node);
  return bare.kind === 'path' && bare.segments.length === 1 ? pathText(bare) : null;
}

/** Checks a value beside one of a known type: for an enum, a word is one of its values. */
export function checkAs(
  node: ExpressionNode,
  type: ValueType | null,
  known: Known,
  context: ExpressionContext,
): Checked {
  const word = wordOf(node);
  if (word === null) return checkRequired(node, known, context);
  if (type?.kind === 'enum' && (type.values.includes(word) || !context.scope.lets.has(word))) {
    return checkEnumWord(inner(node), word, type, context);
  }
  // What the word is compared with could not be checked, so nothing can be said about the word.
  if (type === null && !context.scope.lets.has(word)) return lost(node);
  return checkRequired(node, known, context);
}

function checkEnumWord(node: ExpressionNode, word: string, type: EnumType, context: ExpressionContext): Checked {
  if (type.values.includes(word)) return plain({ kind: 'string', value: word, span: node.span }, type);
  if (!context.scope.mayBeDeclared(word)) {
    const help = didYouMean(word, type.values) ?? listHelp(type);
    context.reporter.report('HPOL2003', node.span, { word, type: describe(type) }, { help });
  }
  return lost(node);
}

const listHelp = (type: EnumType): string | undefined =>
  type.values.length <= 8 ? `it is one of ${type.values.map((value) => `\`${value}\``).join(', ')}` : undefined;

function comparisonHelp(left: ValueType, right: ValueType): string | undefined {
  const types = [left.kind, right.kind];
  if (types.includes('enum') && types.includes('string'))
    return `write the word without quotes, as in \`== ${example(left, right)}\``;
  if (types.includes('set')) return 'ask a set with `in`, as in `"nurses" in identity.groups`';
  if (types.includes('map')) return 'ask a map for one key, as in `target.labels["env"]`';
  return undefined;
}

const example = (left: ValueType, right: ValueType): string =>
  [left, right].flatMap((type) => (type.kind === 'enum' ? type.values.slice(0, 1) : [])).join('');

export function checkInConstants(node: Node<'in_constants'>, known: Known, context: ExpressionContext): Checked {
  const value = checkRequired(node.value, known, context);
  if (value.type?.kind === 'ip') return checkInNetworks(node, { value, constants: node.constants }, context);
  const constants: (string | number)[] = [];
  for (const constant of node.constants) {
    const checked = checkAs(constant, value.type, known, context);
    if (!value.type || !checked.type) continue;
    const { expression } = checked;
    const isConstant = expression.kind === 'string' || expression.kind === 'int';
    if (!isConstant)
      context.reporter.report('HPOL2004', constant.span, { expected: 'a constant', found: describe(checked.type) });
    else if (!sameType(value.type, checked.type)) {
      context.reporter.report(
        'HPOL2004',
        constant.span,
        { expected: describe(value.type), found: describe(checked.type) },
        { help: comparisonHelp(value.type, checked.type) },
      );
    } else if (!constants.includes(expression.value)) constants.push(expression.value);
  }
  return plain({ kind: 'in_constants', value: value.expression, constants, span: node.span }, BOOL);
}

export function checkInAttribute(node: Node<'in_attribute'>, known: Known, context: ExpressionContext): Checked {
  const value = checkText(node.value, known, context);
  const set = checkRequired(node.set, known, context);
  if (!set.type || !value) return plain(lost(node).expression, BOOL);
  if (set.type.kind !== 'set' || set.expression.kind !== 'attribute') {
    context.reporter.report('HPOL2004', node.set.span, { expected: 'a set of texts', found: describe(set.type) });
    return plain(lost(node).expression, BOOL);
  }
  return plain({ kind: 'in_attribute', value, set: set.expression.path, span: node.span }, BOOL);
}

export function checkTextTest(node: Node<'text'>, known: Known, context: ExpressionContext): Checked {
  const value = checkText(node.value, known, context);
  const operand = checkText(node.operand, known, context);
  if (!value || !operand) return plain(lost(node).expression, BOOL);
  return plain({ kind: 'text', operator: node.operator, value, operand, span: node.span }, BOOL);
}

export function checkMatches(node: Node<'matches'>, known: Known, context: ExpressionContext): Checked {
  const value = checkText(node.value, known, context);
  if (!value) return plain(lost(node).expression, BOOL);
  return plain({ kind: 'matches', value, pattern: node.pattern, span: node.span }, BOOL);
}

/** A value that must be a text; null after a report. */
function checkText(node: ExpressionNode, known: Known, context: ExpressionContext): Expression | null {
  const checked = checkRequired(node, known, context);
  if (!checked.type) return null;
  if (checked.type.kind === 'string') return checked.expression;
  const help = checked.type.kind === 'set' ? '`X in SET` asks whether a set holds a text' : undefined;
  context.reporter.report('HPOL2004', node.span, { expected: 'a text', found: describe(checked.type) }, { help });
  return null;
}
