// The arithmetic behind the published figures.
import { expect, test } from 'vitest';
import { figureOf, sideBySide } from './measure.ts';

test.each([
  [[3], { median: 3, min: 3, max: 3 }],
  [[9, 1, 5], { median: 5, min: 1, max: 9 }],
  [[4, 1, 2, 9], { median: 3, min: 1, max: 9 }],
])('the figure of %j', (samples, figure) => expect(figureOf(samples)).toEqual(figure));

test('no sample is no figure', () => expect(() => figureOf([])).toThrow('at least one sample'));

test('contestants take turns, and the first round does not count', async () => {
  const order: string[] = [];
  const contestant = (name: string): { name: string; run: () => number } => ({
    name,
    run: () => order.push(name),
  });
  const figures = await sideBySide([contestant('a'), contestant('b')], 2);
  expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  expect(figures.get('a')).toEqual({ median: 4, min: 3, max: 5 });
});
