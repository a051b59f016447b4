// A mask that never shows.
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../check/testing.ts';

const CLASSES = 'class c { x: column a.b.x y: column a.b.y }\nclass d { z: column a.b.z }\n';
const mask = (name: string, text: string): string => `mask ${name} ${text} because "x"`;
const found = (...masks: string[]): unknown[] =>
  diagnosticsOf(
    policy(`${CLASSES}flag asks on postgres.statement when statement.reads(c, d) because "x"\n${masks.join('\n')}`),
  ).map(({ code, underline }) => [code, underline]);

describe('stronger masks always win', () => {
  test('one', () => {
    const keep = mask('k', 'of c when identity.mfa with keep last 4');
    expect(found(keep, mask('r', 'of c, d with redact'))).toEqual([['HPOL3016', 'k']]);
    expect(found(keep, mask('r', 'of c.x, d with redact'))).toEqual([]);
    expect(found(keep, mask('r', 'of c unless identity.kind == agent with redact'))).toEqual([]);
  });
  test('one for each member, or several by condition', () => {
    const keep = mask('k', 'of c with keep last 4');
    expect(found(keep, mask('r', 'of c.x with redact'), mask('q', 'of c.y with pseudonym'))).toEqual([
      ['HPOL3016', 'k'],
    ]);
    expect(
      found(
        keep,
        mask('r', 'of c when identity.mfa with redact'),
        mask('q', 'of c unless identity.mfa with pseudonym'),
      ),
    ).toEqual([['HPOL3016', 'k']]);
  });
});

test('the same again, or the same and stronger', () => {
  const keep = mask('k', 'of c when identity.mfa with keep last 4');
  expect(found(keep, mask('w', 'of c with keep last 4'))).toEqual([['HPOL3015', 'k']]);
  expect(found(keep, mask('w', 'of c with { x: keep last 4 y: year }'))).toEqual([['HPOL3015', 'k']]);
  expect(found(mask('a', 'of c with year'), mask('b', 'of c with year'))).toEqual([['HPOL3015', 'b']]);
});

test('a mask that concedes less is not idle, however weak it is', () => {
  const redact = (more: string): string => mask('r', `of c, d with redact ${more}`);
  const keep = (more: string): string => mask('k', `of c when identity.mfa with keep last 4 ${more}`);
  const idle = [['HPOL3016', 'k']];
  expect(found(keep('predicates block'), redact(''))).toEqual([]);
  expect(found(keep('predicates block'), redact('predicates block'))).toEqual(idle);
  expect(found(keep('predicates allow'), redact(''))).toEqual(idle);
  expect(found(keep(''), redact('predicates allow'))).toEqual([]);
  expect(found(keep(''), redact('trusts a.f'))).toEqual([]);
  expect(found(keep('trusts a.f, a.g'), redact('trusts a.f'))).toEqual(idle);
  expect(found(keep('reveals a.g'), redact('reveals a.f'))).toEqual([]);
});
