// Completion inside a condition: operands where a value is expected, operators behind one.
import type { ExpressionContext } from '../check/expression-context.ts';
import type { TokenType } from '../lexer/chevrotain.ts';
import { KEYWORD, SIGN } from '../lexer/tokens.ts';
import { EVENTS } from '../vocabulary/registry.ts';
import type { Attribute, EventVocabulary, ValueType } from '../vocabulary/types.ts';
import { attributeNamed, attributesOf } from './attributes.ts';
import type { CompletionContext } from './completion-context.ts';
import { attributeItems, type CompletionItem, enumItems, letItems, referenceItems, words } from './completion-item.ts';
import { lastType, openBracket, pathBefore, pathAtEnd, type Trail } from './trail.ts';

export interface ConditionContext extends CompletionContext {
  readonly place: ExpressionContext['place'];
  /** Empty where the events are not known: then any will do. */
  readonly events: readonly EventVocabulary[];
}

export interface ConditionCompletion {
  readonly items: readonly CompletionItem[];
  /** True when the condition could end before the cursor. */
  readonly isWhole: boolean;
}

const OPERATORS = [
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'is',
  'starts with',
  'ends with',
  'contains',
  'matches',
  'any',
  'all',
];
/** What `any` and `all` ask about each element. */
const ELEMENT_TESTS = ['==', '!=', 'in', 'starts with', 'ends with', 'contains', 'matches'];
const CHAINS = ['and', 'or', '??'];

const open = (items: readonly CompletionItem[]): ConditionCompletion => ({ items, isWhole: false });

/** `trail` holds the tokens of the condition before the cursor. */
export function completeCondition(trail: Trail, context: ConditionContext): ConditionCompletion {
  const bracket = openBracket(trail);
  const opening = trail[bracket]?.tokenType;
  if (opening === SIGN.openBracket) return open([]);
  if (opening === SIGN.openBrace) return open(inBraces(trail, bracket, context));
  const asked = pathAtEnd(trail.slice(0, bracket));
  if (opening === SIGN.openParen && attributeNamed(asked)) return open(inCall(trail, context));
  const last = lastType(trail);
  if (last === KEYWORD.is) return open(words(['present', 'absent']));
  if (last === KEYWORD.starts || last === KEYWORD.ends) return open(words(['with']));
  if (last === KEYWORD.any || last === KEYWORD.all) return open(words(ELEMENT_TESTS));
  if (last === SIGN.dot) return open(attributeItems(usable(context), pathBefore(trail)));
  if (last === undefined || BEFORE_VALUE.has(last)) return open(operands(trail, context));
  return { items: words([...CHAINS, ...OPERATORS]), isWhole: bracket < 0 };
}

/** A value follows these. */
const BEFORE_VALUE: ReadonlySet<TokenType> = new Set([
  KEYWORD.and,
  KEYWORD.or,
  KEYWORD.not,
  KEYWORD.in,
  KEYWORD.with,
  KEYWORD.contains,
  KEYWORD.matches,
  SIGN.openParen,
  SIGN.coalesce,
  SIGN.minus,
  SIGN.equalsTo,
  SIGN.notEquals,
  SIGN.less,
  SIGN.atMost,
  SIGN.more,
  SIGN.atLeast,
]);

/** `statement.command in {…}`: words of its enumeration. */
function inBraces(trail: Trail, bracket: number, context: ConditionContext): readonly CompletionItem[] {
  const attribute = attributeOf(pathAtEnd(trail.slice(0, bracket - 1)), context);
  return attribute && EXPECTS_ENTRY.has(lastType(trail)) ? enumItems(attribute) : [];
}

const EXPECTS_ENTRY: ReadonlySet<TokenType | undefined> = new Set([SIGN.openBrace, SIGN.comma]);

/** `statement.reads(…)`: classes and members. */
const inCall = (trail: Trail, { names }: ConditionContext): readonly CompletionItem[] => {
  const path = pathBefore(trail);
  return path.length > 0 || lastType(trail) === SIGN.openParen || lastType(trail) === SIGN.comma
    ? referenceItems(names, path)
    : [];
};

function operands(trail: Trail, context: ConditionContext): readonly CompletionItem[] {
  const last = lastType(trail);
  const attributes = usable(context);
  if (last === KEYWORD.in) return attributeItems(attributes.filter(isSet), []);
  if (last === KEYWORD.matches) return [];
  const compared = last === SIGN.equalsTo || last === SIGN.notEquals || last === SIGN.coalesce;
  const attribute = compared ? attributeOf(pathAtEnd(trail.slice(0, -1)), context) : undefined;
  const values = attribute ? enumItems(attribute) : [];
  const rest = [...letItems(context.names), ...attributeItems(attributes, []), ...words(['not', 'true', 'false'])];
  return [...values, ...rest];
}

const SETS: readonly ValueType['kind'][] = ['set', 'list'];
const isSet = ({ type }: Attribute): boolean => SETS.includes(type.kind);

/** The attribute of a path, or of the `let` that is nothing but a path. */
function attributeOf(path: string, { names }: ConditionContext): Attribute | undefined {
  const value = names.lets.get(path)?.value;
  const meant = value?.kind === 'path' ? value.segments.map(({ text }) => text).join('.') : path;
  return attributeNamed(meant);
}

/** The attributes that a condition may use at its place. */
function usable({ place, events }: ConditionContext): readonly Attribute[] {
  const attributes =
    place === 'rule' && events.length > 0 ? attributesOf(events) : EVENTS.flatMap(allOf).filter(isFirst);
  return attributes.filter(({ scope }) => place !== 'mask' || scope === 'session');
}

const allOf = ({ attributes }: EventVocabulary): readonly Attribute[] => attributes;
const isFirst = ({ path }: Attribute, index: number, all: readonly Attribute[]): boolean =>
  all.findIndex((other) => other.path === path) === index;
