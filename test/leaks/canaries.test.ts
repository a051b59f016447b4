// A search that finds nothing proves something only when it would find what is there, however it is written.
import { expect, test } from 'vitest';
import { findCanaries } from './canaries.ts';
import { secretsOf } from './world/protected-values.ts';

const { ssn, fullName } = secretsOf('two', 3);
const owners = (text: string | Uint8Array): readonly string[] => [
  ...new Set(findCanaries(text).map(({ owner }) => owner)),
];

test.each([
  ['as it is', ssn],
  ['backwards', Array.from(ssn).toReversed().join('')],
  ['in hexadecimal', Buffer.from(ssn).toString('hex').toUpperCase()],
  ['in base64', Buffer.from(ssn).toString('base64')],
  ['as digits', ssn.replaceAll('-', '')],
])('an SSN %s', (_, spelled) => {
  expect(owners(`before ${spelled} after`)).toEqual(['ssn of patient 3 of world two']);
});

test('bytes of UTF-16, and letters of either case', () => {
  expect(owners(Buffer.from(`x${ssn}`, 'utf16le'))).toEqual(['ssn of patient 3 of world two']);
  expect(owners(fullName.toUpperCase())).toEqual(['fullName of patient 3 of world two']);
});

test('digits inside a digest or a fraction are none', () => {
  const digits = ssn.replaceAll('-', '');
  expect(findCanaries(`a${digits}f 12.${digits}00`)).toEqual([]);
  expect(owners(`"${digits}",${digits};`)).toEqual(['ssn of patient 3 of world two']);
});

test('masked values and public ones are none', () => {
  expect(findCanaries('***-**-1111 [phi.ssn] 1936-01-01 554 p_0123456789abcdef Bemidji Dr. Alder 2024-02-15')).toEqual(
    [],
  );
});
