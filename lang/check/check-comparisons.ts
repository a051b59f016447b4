// Conditions on values: comparisons, membership, and tests on texts.
import type { ExpressionNode } from '../ast/expression.ts';
import type { Extras } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { BOOL } from '../vocabulary/common.ts';
import type { EnumType, ValueType } from '../vocabulary/types.ts';
import {
  checkRequired,
  type Checked,
  describe,
  elementOf,
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
    const help = comparisonHelp(left.type, right.type);
    const extras = { help, ...unquoted([node.left, node.right], [left.type, right.type]) };
    context.reporter.report('HPOL2005', node.span, found, extras);
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
  if (type.values.includes(word)) {
    context.reporter.noteEnumWord({ type, span: node.span });
    return plain({ kind: 'string', value: word, span: node.span }, type);
  }
  if (!context.scope.mayBeDeclared(word)) {
    const extras = { help: listHelp(type), ...suggest({ text: word, span: node.span }, type.values) };
    context.reporter.report('HPOL2003', node.span, { word, type: describe(type) }, extras);
  }
  return lost(node);
}

const listHelp = (type: EnumType): string | undefined =>
  type.values.length <= 8 ? `it is one of ${type.values.map((value) => `\`${value}\``).join(', ')}` : undefined;

function comparisonHelp(left: ValueType, right: ValueType): string | undefined {
  const types = [left.kind, right.kind];
  if (types.includes('enum') && types.includes('string'))
    return `write a word of ${describeWords([left, right])} without quotes`;
  const unit = UNITS.find(([kind]) => types.includes(kind) && types.includes('int'));
  if (unit) return `write the number with its unit, as in \`${unit[1]}\``;
  if (types.includes('time') && types.includes('string'))
    return 'write the time without quotes, as in `2026-12-31T18:00Z`';
  if (types.includes('set')) return 'ask a set with `in`, as in `"nurses" in identity.groups`';
  if (types.includes('list')) return 'ask a list with `in`, `any` or `all`, as in `command.arguments any == "-f"`';
  if (types.includes('map')) return 'ask a map for one key, as in `target.labels["env"]`';
  return undefined;
}

const UNITS = [
  ['duration', '8h'],
  ['size', '10MB'],
] as const;

const describeWords = (types: readonly ValueType[]): string =>
  types.flatMap((type) => (type.kind === 'enum' ? [describe(type)] : [])).join(' or ');

/** What a text beside an enum was meant to be: the word that it holds. */
function unquoted(nodes: readonly ExpressionNode[], types: readonly ValueType[]): Pick<Extras, 'help' | 'fix'> {
  const words = types.flatMap((type) => (type.kind === 'enum' ? type.values : []));
  const text = nodes.map(inner).find((node) => node.kind === 'string');
  if (!text || !words.includes(text.value)) return {};
  const fix = { title: `replace by \`${text.value}\``, edits: [{ span: text.span, text: text.value }], isSafe: true };
  return { help: `write the word without quotes: \`${text.value}\``, fix };
}

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
        { help: comparisonHelp(value.type, checked.type), ...unquoted([constant], [value.type]) },
      );
    } else if (!constants.includes(expression.value)) constants.push(expression.value);
  }
  return plain({ kind: 'in_constants', value: value.expression, constants, span: node.span }, BOOL);
}

export function checkInAttribute(node: Node<'in_attribute'>, known: Known, context: ExpressionContext): Checked {
  const set = checkRequired(node.set, known, context);
  const isCollection = set.type?.kind === 'set' || set.type?.kind === 'list';
  if (set.type && (!isCollection || set.expression.kind !== 'attribute')) {
    const help =
      set.type.kind === 'string' ? 'a text is asked with `contains`, as in `command.text contains "rm"`' : undefined;
    const found = { expected: 'a set or list of texts', found: describe(set.type) };
    context.reporter.report('HPOL2004', node.set.span, found, { help });
  }
  const wanted = set.type && elementOf(set.type);
  const value =
    wanted?.kind === 'enum' ? checkWord(node.value, wanted, known, context) : checkText(node.value, known, context);
  if (!isCollection || set.expression.kind !== 'attribute' || !value) return plain(lost(node).expression, BOOL);
  return plain({ kind: 'in_attribute', value, set: set.expression.path, span: node.span }, BOOL);
}

/** A value that must be of an enum; null after a report. */
function checkWord(node: ExpressionNode, type: EnumType, known: Known, context: ExpressionContext): Expression | null {
  const checked = checkAs(node, type, known, context);
  if (!checked.type) return null;
  if (sameType(checked.type, type)) return checked.expression;
  const found = { expected: describe(type), found: describe(checked.type) };
  const help = comparisonHelp(type, checked.type);
  context.reporter.report('HPOL2004', node.span, found, { help, ...unquoted([node], [type]) });
  return null;
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
