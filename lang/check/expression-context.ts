// What the checks of expressions share: where a condition stands, what is known to be present there, and what a
// checked expression is.
import type { ExpressionNode, PathNode } from '../ast/expression.ts';
import { STRING } from '../vocabulary/common.ts';
import type { Attribute, EventVocabulary, ValueType } from '../vocabulary/types.ts';
import type { Expression } from './program.ts';
import type { Reporter } from './reporter.ts';
import type { Scope } from './scope.ts';

/** Names of optional values that are present wherever this set holds, as a policy writes them. */
export type Known = ReadonlySet<string>;
export const NOTHING_KNOWN: Known = new Set();

export interface Checked {
  readonly expression: Expression;
  /** Null after an error that was reported; nothing more is said about such a value. */
  readonly type: ValueType | null;
  /** The name of an optional value that may be absent here, or null. */
  readonly absent: string | null;
  readonly whenTrue: Known;
  readonly whenFalse: Known;
}

export interface ExpressionContext {
  readonly scope: Scope;
  readonly reporter: Reporter;
  /** The events that the condition must make sense for. */
  readonly events: readonly EventVocabulary[];
  /**
   * `mask`: only what holds for a whole session. `anywhere`: a `let` on its own; nothing is known of its place, so any
   * event will do and every optional value counts as present.
   */
  readonly place: 'rule' | 'mask' | 'anywhere';
  /** The `let`s that are being replaced, outermost first. */
  readonly lets: readonly string[];
  /** What `any` and `all` look at here. */
  readonly element: ValueType;
  /** Counts down; shared by the whole condition. */
  readonly budget: { parts: number; depth: number };
  check(node: ExpressionNode, known: Known, context: ExpressionContext): Checked;
}

export const union = (a: Known, b: Known): Known => (b.size === 0 ? a : a.size === 0 ? b : a.union(b));
export const intersection = (a: Known, b: Known): Known =>
  a.size === 0 || b.size === 0 ? NOTHING_KNOWN : a.intersection(b);

/** A checked value that says nothing about what is present. */
export const plain = (expression: Expression, type: ValueType | null, absent: string | null = null): Checked => ({
  expression,
  type,
  absent,
  whenTrue: NOTHING_KNOWN,
  whenFalse: NOTHING_KNOWN,
});

/** Stands in for what could not be checked. */
export const lost = (node: ExpressionNode): Checked => plain({ kind: 'bool', value: false, span: node.span }, null);

/** Checks a value that must not be absent here. */
export function checkRequired(node: ExpressionNode, known: Known, context: ExpressionContext): Checked {
  const checked = context.check(node, known, context);
  if (checked.absent !== null) {
    context.reporter.report('HPOL2006', node.span, { name: checked.absent });
    return lost(node);
  }
  return checked;
}

export const pathText = (path: PathNode): string => path.segments.map(({ text }) => text).join('.');

/** Removes parentheses. */
export const inner = (node: ExpressionNode): ExpressionNode => (node.kind === 'group' ? inner(node.value) : node);

const DESCRIPTIONS: Readonly<Record<Exclude<ValueType['kind'], 'enum'>, string>> = {
  bool: 'true or false',
  int: 'a number',
  string: 'a text',
  duration: 'a duration',
  size: 'a size',
  time: 'a time',
  ip: 'a network address',
  list: 'a list of texts',
  set: 'a set of texts',
  map: 'a map',
  columns: 'a set of columns',
};

/** An attribute's type, in words. */
export function describe(type: ValueType): string {
  if (type.kind === 'set' && type.words) return `a set of ${type.words.name}s`;
  if (type.kind !== 'enum') return DESCRIPTIONS[type.kind];
  return `${/^[aeiou]/.test(type.name) ? 'an' : 'a'} ${type.name}`;
}

export const sameType = (a: ValueType, b: ValueType): boolean =>
  a.kind === b.kind && (a.kind !== 'enum' || b.kind !== 'enum' || a.name === b.name);

/** The attribute that all events of the context have under this path. */
export type Lookup =
  | { readonly kind: 'found'; readonly attribute: Attribute }
  | { readonly kind: 'missing_in'; readonly event: string }
  | { readonly kind: 'event_only' }
  | { readonly kind: 'unknown' };

/** The type of what a set or list holds. */
export const elementOf = (type: ValueType): ValueType => (type.kind === 'set' && type.words ? type.words : STRING);
