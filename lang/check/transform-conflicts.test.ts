// Two transforms of equal strength on one member.
import { expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

const found = (...masks: string[]): unknown[] =>
  diagnosticsOf(
    policy(
      `class c { x: column a.b.x }\n${masks.map((text, at) => `mask m${at} of c ${text} because "x"`).join('\n')}`,
    ),
  ).map(({ code, underline }) => [code, underline]);

test('they may meet', () => {
  expect(found('when identity.mfa with keep last 4', 'when identity.kind == agent with keep first 2')).toEqual([
    ['HPOL2015', 'keep first 2'],
  ]);
  expect(found('when false with keep last 4', 'with keep last 4', 'with keep first 2', 'with keep first 3')).toEqual([
    ['HPOL2015', 'keep first 2'],
    ['HPOL2015', 'keep first 3'],
  ]);
});

test('year, zip3 and age90 are equally strong; pseudonym is stronger and keep is weaker', () => {
  expect(found('with year', 'with zip3')).toEqual([['HPOL2015', 'zip3']]);
  expect(found('with zip3', 'with age90')).toEqual([['HPOL2015', 'age90']]);
  const when = (kind: string, transform: string): string => `when identity.kind == ${kind} with ${transform}`;
  expect(found(when('agent', 'zip3'), 'unless identity.mfa with zip3')).toEqual([]);
  expect(found(when('agent', 'age90'), 'unless identity.mfa with pseudonym')).toEqual([]);
  expect(found(when('agent', 'zip3'), 'unless identity.mfa with keep first 3')).toEqual([]);
});

test('their conditions exclude each other', () => {
  expect(
    found('when identity.kind == agent with keep last 4', 'unless identity.kind == agent with keep first 2'),
  ).toEqual([]);
});

test('every pair is looked at, not only the first', () => {
  expect(
    found(
      'when identity.kind == agent with keep last 4',
      'when identity.kind == person with keep last 3',
      'unless identity.kind == agent with keep first 2',
    ),
  ).toEqual([['HPOL2015', 'keep first 2']]);
});
