// Words and signs of other languages are answered with those of this one.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';
import { foreignWordHelp } from './foreign-words.ts';

const block = (rest: string): string => policy(`block b on postgres.statement ${rest} because "x"`);

test.each([
  [block('when identity.mfa && true'), '&&', 'conditions are joined with `and`'],
  [block('when identity.mfa || true'), '||', 'alternatives are joined with `or`'],
  [block('when !identity.mfa'), '!', 'a condition is turned round with `not`, as in `not identity.mfa`'],
  [block("when identity.user == 'x'"), "'", 'texts stand in double quotes, as in `"text"`'],
  [block('if identity.mfa'), 'if', 'a condition starts with `when` or `unless`'],
  [block('when identity.groups == ["a"]'), '[', 'sets and lists are written `{"a", "b"}`'],
  [
    policy('block a-b on session.open because "x"'),
    '-',
    'names are made of letters, digits and `_`; `-` subtracts a time or a duration from a time',
  ],
  [policy('deny b on session.open because "x"'), 'deny', 'a rule that refuses starts with `block`'],
  [policy('PERMIT b on session.open because "x"'), 'PERMIT', 'a rule that allows starts with `allow`'],
])('%s', (source, underline, help) => {
  expect(diagnosticsOf(source)[0]).toMatchObject({ underline, help });
});

test('a word that is of no language we know of', () => {
  expect(foreignWordHelp('constructor')).toBeUndefined();
  expect(foreignWordHelp('zebra')).toBeUndefined();
});
