// Completion inside a test: its steps, given attributes, effects and the rules that can have them.
import { EFFECT_OF } from '../check/check-test-effect.ts';
import type { TokenType } from '../lexer/chevrotain.ts';
import { KEYWORD, SIGN } from '../lexer/tokens.ts';
import { attributeNamed, attributesOf } from './attributes.ts';
import type { CompletionContext } from './completion-context.ts';
import { attributeItems, type CompletionItem, enumItems, eventItems, words } from './completion-item.ts';
import { lastText, lastType, openBracket, pathBefore, type Trail } from './trail.ts';

const STEPS = ['given', 'on', 'returning', 'expect'];
const ATTRIBUTES = attributesOf([]);
const GROUPS = [...new Set(ATTRIBUTES.map(({ path }) => path.replace(/\..*/, '')))];

export function completeTest(trail: Trail, context: CompletionContext): readonly CompletionItem[] {
  const bracket = openBracket(trail);
  if (bracket < 0) return [];
  const group = lastText(trail.slice(0, bracket));
  if (trail[bracket - 2]?.tokenType === KEYWORD.given) return inGiven(trail, bracket, group);
  if (bracket > 2) return [];
  switch (lastType(trail)) {
    case KEYWORD.given:
      return words(GROUPS);
    case KEYWORD.on:
      return eventItems([]);
    case SIGN.dot:
      return eventItems(pathBefore(trail));
    case KEYWORD.expect:
      return words(['allow', 'block', 'approve', 'row']);
    case KEYWORD.by:
      return ruleItems(context, lastText(trail, 1));
    case KEYWORD.allow:
    case KEYWORD.block:
    case KEYWORD.approve:
      return words(['by', ...STEPS]);
    default:
      return words(STEPS);
  }
}

/** `given identity { … }`: attributes that are not there yet, and behind a colon the values of one. */
function inGiven(trail: Trail, bracket: number, group: string): readonly CompletionItem[] {
  if (lastType(trail) === SIGN.colon) return valuesOf(`${group}.${lastText(trail, 1)}`);
  if (!EXPECTS_FIELD.has(lastType(trail)) && lastType(trail, 1) !== SIGN.colon) return [];
  const written = new Set(trail.slice(bracket).map(({ image }) => image));
  return attributeItems(ATTRIBUTES, [group]).filter(({ label }) => !written.has(label));
}

const EXPECTS_FIELD: ReadonlySet<TokenType | undefined> = new Set([SIGN.openBrace, SIGN.comma, SIGN.closeBrace]);

function valuesOf(path: string): readonly CompletionItem[] {
  const attribute = attributeNamed(path);
  if (!attribute) return [];
  return attribute.type.kind === 'bool' ? words(['true', 'false']) : enumItems(attribute);
}

/** The rules that can decide for an effect. */
const ruleItems = ({ names }: CompletionContext, effect: string): readonly CompletionItem[] =>
  [...names.rules.values()]
    .filter(({ ruleKind }) => EFFECT_OF[ruleKind] === effect)
    .map(({ name, ruleKind, doc }) => ({ label: name.text, kind: 'rule', detail: ruleKind, doc }));
