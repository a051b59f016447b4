// The checker of conditions: every name resolved, every type agreed, no optional value used where it may be absent.
import type { ExpressionNode } from '../ast/expression.ts';
import { certain } from '../source/certain.ts';
import { BOOL, DURATION, INT, SIZE, STRING, TIME } from '../vocabulary/common.ts';
import { attributeAnywhere } from '../vocabulary/registry.ts';
import type { EventVocabulary } from '../vocabulary/types.ts';
import {
  checkAs,
  checkCompare,
  checkInAttribute,
  checkInConstants,
  checkMatches,
  checkTextTest,
} from './check-comparisons.ts';
import { checkMinus } from './check-minus.ts';
import { checkInText } from './check-networks.ts';
import { checkQuantified } from './check-quantified.ts';
import { checkCall, checkIndex, checkPath } from './check-references.ts';
import { checkInWindow } from './check-window.ts';
import {
  checkRequired,
  type Checked,
  describe,
  type ExpressionContext,
  intersection,
  type Known,
  lost,
  NOTHING_KNOWN,
  plain,
  sameType,
  union,
} from './expression-context.ts';
import type { Expression } from './program.ts';
import type { Reporter } from './reporter.ts';
import type { Scope } from './scope.ts';

const MAX_PARTS = 10_000;
const MAX_DEPTH = 250;

/** The context of one condition. */
export function contextOf(
  scope: Scope,
  reporter: Reporter,
  place: { readonly events: readonly EventVocabulary[]; readonly place: ExpressionContext['place'] },
): ExpressionContext {
  return {
    scope,
    reporter,
    ...place,
    lets: [],
    element: STRING,
    budget: { parts: MAX_PARTS, depth: MAX_DEPTH },
    check,
  };
}

/** Checks a condition that must be true or false; `whenTrue` says what is known where it holds. */
export function checkCondition(node: ExpressionNode, known: Known, context: ExpressionContext): Checked {
  const checked = checkRequired(node, known, context);
  if (checked.type && checked.type.kind !== 'bool') {
    const found = describe(checked.type);
    context.reporter.report(
      'HPOL2004',
      node.span,
      { expected: 'a condition', found },
      { help: 'compare it with something' },
    );
    return lost(node);
  }
  return checked;
}

/** Spends the budget, so that no policy can make the checker or the compiler run away. */
function check(node: ExpressionNode, known: Known, context: ExpressionContext): Checked {
  const { budget, reporter } = context;
  if (budget.parts <= 0) return lost(node);
  budget.parts -= 1;
  if (budget.parts === 0) reporter.report('HPOL4003', node.span, { limit: MAX_PARTS });
  if (budget.depth === 0) {
    reporter.report('HPOL4002', node.span, { limit: MAX_DEPTH });
    budget.parts = 0;
    return lost(node);
  }
  budget.depth -= 1;
  const checked = checkKind(node, known, context);
  budget.depth += 1;
  return checked;
}

function checkKind(node: ExpressionNode, known: Known, context: ExpressionContext): Checked {
  switch (node.kind) {
    case 'bool':
      return plain(node, BOOL);
    case 'int':
      return plain(node, INT);
    case 'string':
      return plain(node, STRING);
    case 'duration':
      return plain({ ...node, kind: 'int' }, DURATION);
    case 'size':
      return plain({ ...node, kind: 'int' }, SIZE);
    case 'time':
      return plain({ ...node, kind: 'int' }, TIME);
    case 'element':
      return plain(node, context.element);
    case 'minus':
      return checkMinus(node, known, context);
    case 'in_text':
      return checkInText(node, known, context);
    case 'in_window':
      return checkInWindow(node, known, context);
    case 'quantified':
      return checkQuantified(node, known, context);
    case 'path':
      return checkPath(node, known, context);
    case 'index':
      return checkIndex(node, known, context);
    case 'call':
      return checkCall(node, context);
    case 'group':
      return check(node.value, known, context);
    case 'not':
      return checkNot(node.value, node, known, context);
    case 'and':
    case 'or':
      return checkChain(node, known, context);
    case 'default':
      return checkDefault(node, known, context);
    case 'compare':
      return checkCompare(node, known, context);
    case 'in_constants':
      return checkInConstants(node, known, context);
    case 'in_attribute':
      return checkInAttribute(node, known, context);
    case 'presence':
      return checkPresence(node, known, context);
    case 'text':
      return checkTextTest(node, known, context);
    default:
      return checkMatches(node, known, context);
  }
}

function checkNot(value: ExpressionNode, node: ExpressionNode, known: Known, context: ExpressionContext): Checked {
  const checked = checkCondition(value, known, context);
  const { expression, type, whenTrue, whenFalse } = checked;
  const negated: Expression = { kind: 'not', value: expression, span: node.span };
  return { expression: negated, type: type && BOOL, absent: null, whenTrue: whenFalse, whenFalse: whenTrue };
}

/** `and` and `or`: each part may use what the parts before it settle. */
function checkChain(
  node: Extract<ExpressionNode, { kind: 'and' | 'or' }>,
  known: Known,
  context: ExpressionContext,
): Checked {
  const isAnd = node.kind === 'and';
  const expressions: Expression[] = [];
  // What holds when all parts so far were true (for `or`: false), and what holds whenever the chain stopped early.
  let through: Known = NOTHING_KNOWN;
  const stopped: Known[] = [];
  for (const part of node.parts) {
    const checked = checkCondition(part, union(known, through), context);
    expressions.push(checked.expression);
    const [passes, stops] = isAnd ? [checked.whenTrue, checked.whenFalse] : [checked.whenFalse, checked.whenTrue];
    stopped.push(union(through, stops));
    through = union(through, passes);
  }
  const early = stopped.reduce(intersection);
  const [whenTrue, whenFalse] = isAnd ? [through, early] : [early, through];
  return { expression: balance(node, expressions), type: BOOL, absent: null, whenTrue, whenFalse };
}

/** A long chain as a tree of little depth; the order of evaluation stays. */
function balance(node: Extract<ExpressionNode, { kind: 'and' | 'or' }>, parts: readonly Expression[]): Expression {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const middle = Math.ceil(parts.length / 2);
  const left = balance(node, parts.slice(0, middle));
  const right = balance(node, parts.slice(middle));
  return { kind: node.kind, left, right, span: node.span };
}

/** `a ?? b ?? c`: everything but the last may be absent. */
function checkDefault(
  node: Extract<ExpressionNode, { kind: 'default' }>,
  known: Known,
  context: ExpressionContext,
): Checked {
  if (node.parts.length > MAX_DEPTH) {
    context.reporter.report('HPOL4002', node.span, { limit: MAX_DEPTH });
    return lost(node);
  }
  const last = certain(node.parts.at(-1));
  const values = node.parts.slice(0, -1).map((part) => ({ part, checked: check(part, known, context) }));
  const type = values.find(({ checked }) => checked.type)?.checked.type ?? null;
  const fallback = checkAs(last, type, known, context);
  let { expression } = fallback;
  for (const { part, checked } of values.toReversed()) {
    if (!checked.type || !fallback.type) return lost(node);
    if (!sameType(checked.type, fallback.type)) {
      const found = { expected: describe(checked.type), found: describe(fallback.type) };
      context.reporter.report('HPOL2004', last.span, found);
      return lost(node);
    }
    if (optionalName(checked, part, context) === null) return lost(node);
    const span = { ...part.span, end: last.span.end };
    expression = { kind: 'default', value: checked.expression, fallback: expression, span };
  }
  return plain(expression, fallback.type);
}

function checkPresence(
  node: Extract<ExpressionNode, { kind: 'presence' }>,
  known: Known,
  context: ExpressionContext,
): Checked {
  const checked = check(node.value, known, context);
  const name = checked.type && optionalName(checked, node.value, context);
  if (name === null) return plain(lost(node).expression, BOOL);
  const present: Expression = { kind: 'present', value: checked.expression, span: node.span };
  const names: Known = new Set([name]);
  return node.isPresent
    ? { expression: present, type: BOOL, absent: null, whenTrue: names, whenFalse: NOTHING_KNOWN }
    : {
        expression: { kind: 'not', value: present, span: node.span },
        type: BOOL,
        absent: null,
        whenTrue: NOTHING_KNOWN,
        whenFalse: names,
      };
}

/** The name under which a value that an event may lack is known, even where it is known to be there; null after a report. */
function optionalName({ expression }: Checked, node: ExpressionNode, context: ExpressionContext): string | null {
  if (expression.kind === 'lookup') return `${expression.map}[${JSON.stringify(expression.key)}]`;
  const path = expression.kind === 'attribute' ? expression.path : null;
  if (path !== null && attributeAnywhere(path)?.optional) return path;
  context.reporter.report('HPOL2007', node.span, { name: path === null ? 'this value' : `\`${path}\`` });
  return null;
}
