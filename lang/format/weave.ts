// Puts comments and blank lines back between the lines of formatted text. No comment is ever lost.
import { certain, countBefore } from '../source/certain.ts';
import type { Line } from './line.ts';

/** A comment of the source; `text` starts with `//` and has no line break. */
export interface SourceComment {
  readonly start: number;
  readonly text: string;
}

/** The lines of one declaration. */
export type Block = readonly Line[];

interface Placed {
  readonly line: Line;
  readonly isComment: boolean;
  /** Number of the declaration; a comment belongs to the line that follows it. */
  readonly block: number;
}

export function weave(blocks: readonly Block[], comments: readonly SourceComment[], source: string): string {
  const lines = blocks.flatMap((block, number) => block.map((line) => ({ line, isComment: false, block: number })));
  const trailing = new Map<Line, string[]>();
  const above = new Map<Line | null, SourceComment[]>();
  for (const comment of comments) {
    const at = countBefore(lines.length, (index) => certain(lines[index]).line.start < comment.start);
    const before = lines[at - 1]?.line;
    const isInside = before !== undefined && comment.start < before.end;
    if (before && (isInside || sharesLine(comment, source))) push(trailing, before, comment.text.trimEnd());
    else push(above, lines[at]?.line ?? null, comment);
  }
  const placed = lines.flatMap((entry) => [
    ...(above.get(entry.line) ?? []).map((comment) => commentLine(comment, entry)),
    entry,
  ]);
  const last = (above.get(null) ?? []).map((comment) => commentLine(comment, undefined, blocks.length));
  return print([...placed, ...last], trailing, { blocks, source });
}

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  map.set(key, [...(map.get(key) ?? []), value]);
};

const sharesLine = (comment: SourceComment, source: string): boolean =>
  source.slice(source.lastIndexOf('\n', comment.start - 1) + 1, comment.start).trim() !== '';

/** A comment on its own line stands as far in as what follows it; before a closing brace, one level further. */
function commentLine({ start, text }: SourceComment, next: Placed | undefined, block = 0): Placed {
  const indent = next ? next.line.indent + (next.line.text === '}' ? 1 : 0) : 0;
  const line = { indent, text: text.trimEnd(), start, end: start + text.length };
  return { line, isComment: true, block: next?.block ?? block };
}

interface Whole {
  readonly blocks: readonly Block[];
  readonly source: string;
}

function print(placed: readonly Placed[], trailing: ReadonlyMap<Line, readonly string[]>, whole: Whole): string {
  const texts = placed.map((entry, index) => {
    const { line } = entry;
    const behind =
      trailing
        .get(line)
        ?.map((text) => ` ${text}`)
        .join('') ?? '';
    const gap = index > 0 && needsGap(placed[index - 1], entry, whole) ? '\n' : '';
    return `${gap}${'  '.repeat(line.indent)}${line.text}${behind}\n`;
  });
  return texts.join('');
}

/** One empty line around declarations of several lines; elsewhere where the author has one or more. */
function needsGap(before: Placed | undefined, entry: Placed, { blocks, source }: Whole): boolean {
  if (!before || before.line.text.endsWith('{') || (entry.line.text === '}' && !entry.isComment)) return false;
  const isLong = (number: number): boolean => (blocks[number]?.length ?? 1) > 1;
  if (before.block !== entry.block && (isLong(before.block) || isLong(entry.block))) return true;
  return /\n[ \t\r]*\n/.test(source.slice(before.line.end, entry.line.start));
}
