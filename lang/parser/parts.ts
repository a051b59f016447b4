// The parts of a broken declaration that can be read on their own: clauses, members, steps, and the lines inside them.
// Found by their first words alone, so that reading can go on behind an error.
import type { IToken } from '../lexer/chevrotain.ts';
import { AnyWord, isOfCategory, KEYWORD, SIGN, StringLiteral, Word } from '../lexer/tokens.ts';
import type { PartRule } from './policy-parser.ts';
import { STEPS } from './base-parser.ts';
import { isMisspelt } from './misspelt.ts';
import { CLAUSES, type Layout } from './sections.ts';
import { CLAUSE_WORDS, meantWord } from './strays.ts';

export interface Part {
  /** Of its first token in the section. */
  readonly index: number;
  /** The index behind its last token. */
  readonly end: number;
  readonly rule: PartRule;
}

const STEP_WORDS = ['given', 'returning', 'expect'];
/** Parts of parts: they end where anything else starts, the others where one of their own kind does. */
const INNER: ReadonlySet<PartRule> = new Set(['transformEntry', 'field']);

export function partsOf(tokens: readonly [IToken, ...IToken[]], layout: Layout): readonly Part[] {
  const ruleAt = RULES_AT.get(meantWord(tokens[0]));
  const starts = tokens.flatMap((token, index) => {
    const [before, next] = [tokens[index - 1], tokens[index + 1]];
    if (!ruleAt || !before || !next || before.tokenType === SIGN.dot) return [];
    const rule = ruleAt({ before, token, next, startsLine: () => layout.isFirst(token, before) });
    return rule ? [{ index, rule }] : [];
  });
  const parts: Part[] = [];
  let [end, outerEnd] = [tokens.length, tokens.length];
  for (const { index, rule } of starts.toReversed()) {
    const isInner = INNER.has(rule);
    parts.push({ index, rule, end: isInner ? end : outerEnd });
    end = index;
    if (!isInner) outerEnd = index;
  }
  return parts.toReversed();
}

/** A token with its neighbours. */
interface Place {
  readonly before: IToken;
  readonly token: IToken;
  readonly next: IToken;
  readonly startsLine: () => boolean;
}

/** The part that starts at a place, or null. */
type RuleAt = (place: Place) => PartRule | null;

const isNamed = ({ token, next }: Place): boolean => next.tokenType === SIGN.colon && isOfCategory(token, AnyWord);

const ruleInRule: RuleAt = (place) => {
  if (isNamed(place)) return 'transformEntry';
  if (CLAUSES.has(place.token.tokenType)) return startsClause(place) ? 'clause' : null;
  return isMisspelt(place.token, ...CLAUSE_WORDS) && place.startsLine() ? 'clause' : null;
};

const ruleInClass: RuleAt = (place) => {
  const { token, next } = place;
  const lacksColon = next.tokenType === KEYWORD.column || next.tokenType === KEYWORD.detect;
  const isMember = isNamed(place) || (lacksColon && isOfCategory(token, AnyWord) && place.startsLine());
  return isMember ? 'member' : null;
};

const ruleInTest: RuleAt = (place) => {
  const { token, next } = place;
  if (isNamed(place) || (next.tokenType === SIGN.colon && isOfCategory(token, StringLiteral))) return 'field';
  return STEPS.has(token.tokenType) || (isMisspelt(token, ...STEP_WORDS) && place.startsLine()) ? 'step' : null;
};

/** By the word that the declaration starts with, or was meant to. */
const RULES_AT: ReadonlyMap<string, RuleAt> = new Map([
  ...['mask', 'block', 'approve', 'allow', 'flag'].map((word) => [word, ruleInRule] as const),
  ['class', ruleInClass],
  ['test', ruleInTest],
]);

/** Not the `with` of `starts with`, nor the `of` of `by 1 of`. */
function startsClause({ before, token: { tokenType }, next }: Place): boolean {
  if (tokenType === KEYWORD.of) return isOfCategory(next, Word);
  if (tokenType !== KEYWORD.with) return true;
  if (before.tokenType === KEYWORD.starts || before.tokenType === KEYWORD.ends) return false;
  return next.tokenType === SIGN.openBrace || isOfCategory(next, Word);
}

/** Without the braces at the end that were opened before it. */
export function withoutClosers(tokens: readonly IToken[]): readonly IToken[] {
  let excess = 0;
  for (const { tokenType } of tokens) {
    if (tokenType === SIGN.closeBrace) excess += 1;
    else if (tokenType === SIGN.openBrace) excess -= 1;
  }
  let end = tokens.length;
  for (; excess > 0; end -= 1) {
    const last = tokens[end - 1]?.tokenType;
    if (last === SIGN.closeBrace) excess -= 1;
    else if (last !== SIGN.comma) break;
  }
  return tokens.slice(0, end);
}
