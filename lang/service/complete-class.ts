// Completion inside a class: `column` and `detect`, detectors, and the columns of the schema, segment by segment.
import type { SegmentNode } from '../ast/declaration.ts';
import { matchesAny } from '../check/match-columns.ts';
import type { SchemaRelation } from '../check/schema.ts';
import type { IToken, TokenType } from '../lexer/chevrotain.ts';
import { KEYWORD, SIGN, StringLiteral } from '../lexer/tokens.ts';
import type { CompletionContext } from './completion-context.ts';
import { type CompletionItem, detectorItems, words } from './completion-item.ts';
import { globsOf } from './matching-columns.ts';
import { lastType, type Trail } from './trail.ts';

export function completeClass(trail: Trail, { relations }: CompletionContext): readonly CompletionItem[] {
  if (lastType(trail) === SIGN.colon) return words(['column', 'detect']);
  if (lastType(trail) === KEYWORD.detect) return detectorItems();
  const start = patternStart(trail);
  if (start === undefined) return [];
  const segments = segmentsOf(trail.slice(start));
  const isOpen = OPEN.has(lastType(trail));
  return isOpen ? nextSegment(segments, relations) : words(['detect']);
}

/** After these the pattern goes on. */
const OPEN: ReadonlySet<TokenType | undefined> = new Set([KEYWORD.column, SIGN.comma, SIGN.dot, SIGN.openBrace]);

/** Index of the first token of the pattern at the cursor; undefined when the cursor is in none. */
function patternStart(trail: Trail): number | undefined {
  const column = trail.findLastIndex(({ tokenType }) => tokenType === KEYWORD.column);
  const rest = trail.slice(column + 1);
  if (column < 0 || rest.some(({ tokenType }) => tokenType === SIGN.colon || tokenType === KEYWORD.detect))
    return undefined;
  let depth = 0;
  let start = column + 1;
  for (const [index, { tokenType }] of rest.entries()) {
    if (tokenType === SIGN.openBrace) depth += 1;
    else if (tokenType === SIGN.closeBrace) depth -= 1;
    else if (tokenType === SIGN.comma && depth === 0) start = column + 2 + index;
  }
  return start;
}

/** The alternatives of each segment that has begun; the last is the one at the cursor. */
function segmentsOf(tokens: readonly IToken[]): readonly (readonly SegmentNode[])[] {
  const segments: SegmentNode[][] = [[]];
  for (const { tokenType, image, payload } of tokens) {
    if (tokenType === SIGN.dot) segments.push([]);
    else if (tokenType === StringLiteral) segments.at(-1)?.push(segment(String(payload), true));
    else if (/^[\w*]/.test(image)) segments.at(-1)?.push(segment(image, false));
  }
  return segments;
}

const segment = (text: string, isQuoted: boolean): SegmentNode => ({
  text,
  isQuoted,
  span: { file: '', start: 0, end: 0 },
});

function nextSegment(
  segments: readonly (readonly SegmentNode[])[],
  relations: readonly SchemaRelation[],
): readonly CompletionItem[] {
  const [inSchema = ANY, inRelation = ANY] = segments.slice(0, -1).map(globsOf);
  const matching = relations.filter(({ schema, name }) => matchesAny(inSchema, schema) && matchesAny(inRelation, name));
  switch (segments.length) {
    case 1:
      return items(matching.map(({ schema }) => [schema, 'schema']));
    case 2:
      return items(matching.map(({ schema, name }) => [name, `relation of ${schema}`]));
    case 3:
      return items(
        matching.flatMap(({ name, columns }) => columns.map((column) => [column.name, `${column.type}, ${name}`])),
      );
    default:
      return [];
  }
}

const ANY = ['*'];

/** Each name once; one that is not all lower case needs quotes. */
function items(found: readonly (readonly [string, string])[]): readonly CompletionItem[] {
  const byName = new Map<string, string>();
  for (const [name, detail] of found) if (!byName.has(name)) byName.set(name, detail);
  return [...byName].map(([name, detail]) => ({
    label: /^[a-z_][a-z0-9_]*$/.test(name) ? name : JSON.stringify(name),
    kind: 'column',
    detail,
    doc: '',
  }));
}
