// Gives each declaration the `///` lines that stand directly above it.
import type { Declaration } from '../ast/declaration.ts';
import type { IToken } from '../lexer/chevrotain.ts';
import { certain, countBefore } from '../source/certain.ts';

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
  const before = countBefore(comments.length, (index) => certain(comments[index]).startOffset < start);
  for (let index = before - 1; index >= 0; index -= 1) {
    const { startOffset, image } = certain(comments[index]);
    if (!/^[^\S\n]*\n[^\S\n]*$/.test(text.slice(startOffset + image.length, end))) break;
    lines.unshift(image.replace(/^\/\/\/ ?/, '').trimEnd());
    end = startOffset;
  }
  return lines.join('\n');
}

const startsLine = (comment: IToken, text: string): boolean =>
  text.slice(text.lastIndexOf('\n', comment.startOffset - 1) + 1, comment.startOffset).trim() === '';
