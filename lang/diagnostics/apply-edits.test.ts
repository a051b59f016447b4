// Edits one at a time, from the back, give the same text as all of them at once.
import { array, assert, integer, property, record, string, uniqueArray } from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, safeFixes } from './apply-edits.ts';
import { diagnose } from './diagnostic.ts';
import type { Edit } from './fix.ts';

const edit = (start: number, end: number, text = '', file = 'f'): Edit => ({ span: { file, start, end }, text });

test('replaces, inserts and removes, in any order', () => {
  expect(applyEdits('abcdef', [edit(4, 4, 'X'), edit(0, 1), edit(2, 3, 'CC')])).toBe('bCCdXef');
  expect(applyEdits('', [edit(0, 0, 'new')])).toBe('new');
});

test('all at once is one by one from the back', () => {
  const cuts = uniqueArray(integer({ min: 0, max: 30 }), { maxLength: 8 });
  assert(
    property(
      string({ minLength: 31, maxLength: 40 }),
      cuts,
      array(string(), { minLength: 4, maxLength: 4 }),
      (text, at, texts) => {
        const places = at.toSorted((a, b) => a - b);
        const edits = texts.flatMap((replacement, index) => {
          const [start, end] = places.slice(index * 2, index * 2 + 2);
          return start === undefined || end === undefined ? [] : [edit(start, end, replacement)];
        });
        const slow = edits.reduceRight(
          (all, { span, text: by }) => all.slice(0, span.start) + by + all.slice(span.end),
          text,
        );
        expect(applyEdits(text, edits.toReversed())).toBe(slow);
      },
    ),
  );
});

const finding = (isSafe: boolean, ...edits: Edit[]) =>
  diagnose('HPOL3004', edit(0, 1).span, {}, { fix: { title: 't', edits, isSafe } });

test('of fixes that overlap the first is taken, whole or not at all', () => {
  const first = finding(true, edit(0, 4), edit(10, 12));
  const crossing = finding(true, edit(5, 6), edit(11, 13));
  const beside = finding(true, edit(4, 5), edit(12, 14));
  const elsewhere = finding(true, edit(0, 4, '', 'g'));
  const without = diagnose('HPOL3004', edit(0, 1).span, {});
  expect(safeFixes([first, crossing, without, beside, elsewhere])).toEqual([first, beside, elsewhere]);
});

test('two insertions at one place, and what is not safe', () => {
  const here = finding(true, edit(3, 3, 'a'));
  expect(safeFixes([finding(false, edit(0, 1)), here, finding(true, edit(3, 3, 'b'))])).toEqual([here]);
});

test('an insertion at the edge of a removal does not overlap', () => {
  assert(
    property(
      record({ start: integer({ min: 0, max: 9 }), length: integer({ min: 1, max: 9 }) }),
      ({ start, length }) => {
        const [remove, insert] = [
          finding(true, edit(start, start + length)),
          finding(true, edit(start + length, start + length, 'x')),
        ];
        expect(safeFixes([remove, insert])).toEqual([remove, insert]);
      },
    ),
  );
});
