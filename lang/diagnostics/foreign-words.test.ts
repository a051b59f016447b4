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
  [policy('deny b on session.open because "x"'), 'deny', 'what refuses is called `block`'],
  [policy('PERMIT b on session.open because "x"'), 'PERMIT', 'what allows is called `allow`'],
  [block('when identity.mfa AND true'), 'AND', 'words of the language are in lower case: `and`'],
  [block('when identity.user startsWith "a"'), 'startsWith', 'texts are asked with `starts with`'],
  [block('when now - session.started > 8 hours'), 'hours', 'a duration is one word, such as `8h`'],
  [
    block('when session.started + 8h < now'),
    '+',
    'nothing is added; ask for a difference, as in `now - session.started > 8h`',
  ],
])('%s', (source, underline, help) => {
  expect(diagnosticsOf(source)[0]).toMatchObject({ underline, help });
});

test('a word that is of no language we know of', () => {
  expect(foreignWordHelp('constructor')).toBeUndefined();
  expect(foreignWordHelp('zebra')).toBeUndefined();
});
