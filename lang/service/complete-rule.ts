// Completion inside a rule: clause words that its kind takes and that it has not yet, and what each clause holds.
import type { RuleKind } from '../ast/declaration.ts';
import { ACCEPTED } from '../check/clauses.ts';
import type { TokenType } from '../lexer/chevrotain.ts';
import { IntLiteral, KEYWORD, SIGN, StringLiteral } from '../lexer/tokens.ts';
import { CLAUSES } from '../parser/sections.ts';
import { PREDICATE_LEVELS } from '../vocabulary/predicates.ts';
import { eventNamed } from '../vocabulary/registry.ts';
import type { EventVocabulary } from '../vocabulary/types.ts';
import type { CompletionContext } from './completion-context.ts';
import {
  classItems,
  type CompletionItem,
  eventItems,
  memberItems,
  referenceItems,
  transformItems,
  words,
} from './completion-item.ts';
import { completeCondition } from './complete-condition.ts';
import { firstText, lastText, lastType, openBracket, pathBefore, type Trail } from './trail.ts';

export const RULE_WORDS: readonly RuleKind[] = ['mask', 'block', 'approve', 'allow', 'flag'];

/** After these, or at its start, a clause goes on. */
const CONTINUES: ReadonlySet<TokenType | undefined> = new Set([SIGN.comma, SIGN.dot, undefined]);

export function completeRule(trail: Trail, context: CompletionContext): readonly CompletionItem[] {
  if (trail.length < 2) return [];
  const start = clauseStart(trail);
  if (start < 0) return nextClause(trail);
  const clause = trail.slice(start + 1);
  const continues = CONTINUES.has(lastType(clause));
  switch (trail[start]?.tokenType) {
    case KEYWORD.on:
      return continues ? eventItems(pathBefore(clause)) : nextClause(trail);
    case KEYWORD.of:
      return continues ? referenceItems(context.names, pathBefore(clause)) : nextClause(trail);
    case KEYWORD.when:
    case KEYWORD.unless:
      return inCondition(trail, clause, context);
    case KEYWORD.with:
      return inWith(trail, clause, context);
    case KEYWORD.by:
      return lastType(clause) === IntLiteral ? words(['of']) : isGroup(clause) ? nextClause(trail) : [];
    case KEYWORD.predicates:
      return continues ? words(PREDICATE_LEVELS) : nextClause(trail);
    case KEYWORD.for:
      return continues ? words(['once']) : nextClause(trail);
    default:
      return continues ? [] : nextClause(trail);
  }
}

const isGroup = (clause: Trail): boolean => lastType(clause) === StringLiteral;

/** Index of the clause word that holds the cursor. `starts with` and `by 1 of` are parts of clauses, not clauses. */
function clauseStart(trail: Trail): number {
  return trail.findLastIndex(({ tokenType }, index) => {
    const before = trail[index - 1]?.tokenType;
    const isOperator = before === KEYWORD.starts || before === KEYWORD.ends || before === SIGN.dot;
    const isOfGroup = tokenType === KEYWORD.of && before === IntLiteral;
    return index > 1 && CLAUSES.has(tokenType) && !isOperator && !isOfGroup;
  });
}

/** The clause words that the rule may still take; behind a rule, the next declaration. */
function nextClause(trail: Trail): readonly CompletionItem[] {
  const accepted = Object.entries(ACCEPTED).flatMap(([kind, clauses]) =>
    kind === firstText(trail) ? Object.keys(clauses) : [],
  );
  const written = new Set(trail.slice(2).map(({ image }) => image));
  const clauses = accepted.filter((word) => !written.has(word));
  return words(clauses.length > 0 ? clauses : [...RULE_WORDS, 'class', 'let', 'test']);
}

function inCondition(trail: Trail, clause: Trail, context: CompletionContext): readonly CompletionItem[] {
  const place = firstText(trail) === 'mask' ? 'mask' : 'rule';
  const { items, isWhole } = completeCondition(clause, { ...context, place, events: eventsOf(trail) });
  return isWhole ? [...items, ...nextClause(trail)] : items;
}

/** The tokens of an earlier clause; none where the rule has no such clause. */
function clauseBefore(trail: Trail, word: TokenType): Trail {
  const start = trail.findIndex(({ tokenType }, index) => index > 1 && tokenType === word);
  if (start < 0) return [];
  const rest = trail.slice(start + 1);
  return rest.slice(
    0,
    rest.findIndex(({ tokenType }) => CLAUSES.has(tokenType)),
  );
}

/** The events that stand behind `on`. */
function eventsOf(trail: Trail): readonly EventVocabulary[] {
  const text = clauseBefore(trail, KEYWORD.on)
    .map(({ image }) => image)
    .join('');
  return text.split(',').flatMap((name) => eventNamed(name) ?? []);
}

function inWith(trail: Trail, clause: Trail, context: CompletionContext): readonly CompletionItem[] {
  if (firstText(trail) === 'approve') return clause.length === 0 ? words(['reason']) : nextClause(trail);
  const last = lastType(clause);
  if (clause.length === 0 || last === SIGN.colon) return transformItems();
  if (lastText(clause) === 'keep') return words(['first', 'last']);
  if (openBracket(clause) < 0) return nextClause(trail);
  if (last === SIGN.dot) return memberItems(context.names, lastText(clause, 1));
  const masked = maskedClasses(trail);
  const names = masked.flatMap((name) => memberItems(context.names, name));
  return [...names, ...classItems(context.names).filter(({ label }) => masked.length > 1 && masked.includes(label))];
}

/** The classes behind `of`. */
function maskedClasses(trail: Trail): readonly string[] {
  const named = clauseBefore(trail, KEYWORD.of);
  const isClass = (index: number): boolean => index === 0 || named[index - 1]?.tokenType === SIGN.comma;
  return [...new Set(named.flatMap(({ image }, index) => (isClass(index) ? [image] : [])))];
}
