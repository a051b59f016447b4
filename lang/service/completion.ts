// What may stand at the cursor. Each part of the language knows its own; see the complete-*.ts files.
import { KEYWORD } from '../lexer/tokens.ts';
import type { CompletionContext } from './completion-context.ts';
import { completeClass } from './complete-class.ts';
import { completeCondition } from './complete-condition.ts';
import { completeRule, RULE_WORDS } from './complete-rule.ts';
import { completeTest } from './complete-test.ts';
import { type CompletionItem, words } from './completion-item.ts';
import { cursorAt } from './cursor.ts';
import type { PolicyAnalysis } from './policy-analysis.ts';
import { isClosed, type Trail } from './trail.ts';

export interface Completion {
  /** What an accepted item replaces. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly CompletionItem[];
}

const DECLARATION_WORDS = ['policy', 'default', 'import', 'schema', 'class', 'let', ...RULE_WORDS, 'test'];

/** `text` is that of the buffer, which may be newer than the analysis. */
export function completeAt(analysis: PolicyAnalysis, text: string, offset: number): Completion | undefined {
  const cursor = cursorAt(text, offset);
  if (!cursor) return undefined;
  const context = { names: analysis.names(), relations: analysis.relations };
  return { start: cursor.start, end: cursor.end, items: itemsFor(cursor.before, context) };
}

function itemsFor(trail: Trail, context: CompletionContext): readonly CompletionItem[] {
  const declarations = words(DECLARATION_WORDS);
  const [head] = trail;
  switch (head?.tokenType) {
    case KEYWORD.policy:
    case KEYWORD.import:
    case KEYWORD.schema:
      return trail.length > 1 ? declarations : [];
    case KEYWORD.default:
      return trail.length > 1 ? declarations : words(['allow', 'block']);
    case KEYWORD.class:
      return isClosed(trail) ? declarations : completeClass(trail, context);
    case KEYWORD.test:
      return isClosed(trail) ? declarations : completeTest(trail, context);
    case KEYWORD.let:
      return completeLet(trail, context);
    case KEYWORD.mask:
    case KEYWORD.block:
    case KEYWORD.approve:
    case KEYWORD.allow:
    case KEYWORD.flag:
      return completeRule(trail, context);
    default:
      return declarations;
  }
}

/** `let NAME = …`, and behind a whole value the next declaration. */
function completeLet(trail: Trail, context: CompletionContext): readonly CompletionItem[] {
  if (trail.length < 3) return [];
  const { items, isWhole } = completeCondition(trail.slice(3), { ...context, place: 'anywhere', events: [] });
  return isWhole ? [...items, ...words(DECLARATION_WORDS)] : items;
}
