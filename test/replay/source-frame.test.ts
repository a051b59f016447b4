// Frames under the first line of a span, with tabs and at the edges.
import { expect, test } from 'vitest';
import { sourceFrame } from './source-frame.ts';

const sources = [{ file: 'p.hpol', text: 'policy p\n\texpect allow\nend' }];

test('the text is underlined', () => {
  expect(sourceFrame({ file: 'p.hpol', start: 17, end: 22 }, sources)).toBe(
    ['p.hpol:2:9', '  |', '2 | \texpect allow', '  | \t       ^^^^^'].join('\n'),
  );
});

test('a span over several lines ends with its first line', () => {
  expect(sourceFrame({ file: 'p.hpol', start: 10, end: 26 }, sources)).toMatch(/\t\^{12}$/);
});
