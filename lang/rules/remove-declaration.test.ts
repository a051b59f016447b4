// What goes and what stays when a declaration is taken out of a text.
import { expect, test } from 'vitest';
import { removeDeclaration } from './remove-declaration.ts';

/** The text without what stands between `[` and `]`. */
function without(marked: string): string {
  const span = { file: 'f', start: marked.indexOf('['), end: marked.indexOf(']') - 1 };
  const text = marked.replace('[', '').replace(']', '');
  const { start, end } = removeDeclaration(text, span).span;
  return text.slice(0, start) + text.slice(end);
}

test.each([
  ['its line goes', 'a\n[let x = 1]\nb', 'a\nb'],
  ['several lines go', 'a\n  [let x =\n  1]  \r\nb', 'a\nb'],
  ['its docs go, other comments stay', '// c\n/// d\n  /// e\n[x]\nb', '// c\nb'],
  ['docs from the start of the file', '/// d\n[x]\nb', 'b'],
  ['a comment behind it stays', 'a\n[x] // c\nb', 'a\n // c\nb'],
  ['what stands before it stays', 'a [x]\nb', 'a \nb'],
  ['at the end of the file', 'a\n[x]', 'a\n'],
  ['all there is', '[x]', ''],
])('%s', (_, text, rest) => expect(without(text)).toBe(rest));
