// Gives each declaration the `///` lines that stand directly above it.
import type { Declaration } from '../ast/declaration.ts';
import type { IToken } from '../lexer/chevrotain.ts';

/** The same declarations with their documentation. */
export function attachDocs(
  declarations: readonly Declaration[],
  comments: readonly IToken[],
  text: string,
): readonly Declaration[] {
  const docs = comments.filter((comment) => comment.image.startsWith('///') && startsLine(comment, text));
  if (docs.length === 0) return declarations;
  return declarations.map((declaration) =>
    'doc' in declaration ? { ...declaration, doc: docAbove(declaration.span.start, docs, text) } : declaration,
  );
}

function docAbove(start: number, comments: readonly IToken[], text: string): string {
  const lines: string[] = [];
  let end = start;
  for (let index = lastBefore(comments, start); index >= 0; index -= 1) {
    const comment = comments[index];
    if (!comment) break;
    const between = text.slice(comment.startOffset + comment.image.length, end);
    if (!/^\s*$/.test(between) || (between.match(/\n/g) ?? []).length > 1) break;
    lines.unshift(comment.image.replace(/^\/\/\/ ?/, '').trimEnd());
    end = comment.startOffset;
  }
  return lines.join('\n');
}

/** Index of the last comment that starts before an offset, or -1. */
function lastBefore(comments: readonly IToken[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.startOffset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const startsLine = (comment: IToken, text: string): boolean =>
  text.slice(text.lastIndexOf('\n', comment.startOffset - 1) + 1, comment.startOffset).trim() === '';
