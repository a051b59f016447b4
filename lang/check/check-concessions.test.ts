// The clauses `predicates`, `trusts` and `reveals` of masks, as far as the pages of the codes do not show them.
import { describe, expect, test } from 'vitest';
import type { Concessions } from '../program/program.ts';
import { diagnosticsOf, policy, programOf } from './testing.ts';

const CLASS = 'class c { x: column a.b.x detect us_ssn }\n';
const mask = (clauses: string): string => policy(`${CLASS}mask m of c with redact ${clauses} because "x"`);

function conceded(clauses: string): Concessions {
  const [rule] = programOf(mask(clauses)).rules;
  if (rule?.kind !== 'mask') throw new Error('the rule is no mask');
  const { predicates, trusts, reveals } = rule;
  return { predicates, trusts, reveals };
}

const found = (clauses: string): unknown[] =>
  diagnosticsOf(mask(clauses)).map(({ code, underline, help }) => [code, underline, help]);

test('a mask that says nothing concedes equality and no function', () => {
  expect(conceded('')).toEqual({ predicates: 'equality', trusts: [], reveals: [] });
});

test.each(['block', 'equality', 'allow'] as const)('predicates %s', (level) => {
  expect(conceded(`predicates ${level}`).predicates).toBe(level);
});

test('functions are named as PostgreSQL reads names, sorted, each once', () => {
  expect(conceded('trusts care.Shout, care."Mixed", pg_catalog.length, care.shout reveals care.age_band')).toEqual({
    predicates: 'equality',
    trusts: ['care.Mixed', 'care.shout', 'pg_catalog.length'],
    reveals: ['care.age_band'],
  });
});

test('a word of the language may be a part of a name', () => {
  expect(conceded('trusts care.mask, block.of').trusts).toEqual(['block.of', 'care.mask']);
});

describe('mistakes', () => {
  const LEVELS = 'write `predicates block`, `predicates equality` or `predicates allow`';
  test.each([
    ['predicates alow', [['HPOL2123', 'alow', 'did you mean `allow`?']]],
    ['predicates redact', [['HPOL2123', 'redact', LEVELS]]],
    ['predicates allow predicates block', [['HPOL2107', 'predicates block', expect.anything()]]],
    [
      'trusts length',
      [
        [
          'HPOL2124',
          'length',
          "write its schema as well: `pg_catalog.length` for a function of PostgreSQL's own, else one such as `public.length`",
        ],
      ],
    ],
    ['reveals a.b.c', [['HPOL2124', 'a.b.c', expect.stringContaining('schema.function')]]],
    ['trusts "".b', [['HPOL2124', '"".b', expect.stringContaining('schema.function')]]],
  ])('%s', (clauses, expected) => {
    expect(found(clauses)).toEqual(expected);
  });

  test('only masks take them', () => {
    const block = (clause: string): unknown[] =>
      diagnosticsOf(policy(`block b on session.open ${clause} because "x"`)).map(({ code }) => code);
    for (const clause of ['predicates block', 'trusts a.b', 'reveals a.b']) expect(block(clause)).toEqual(['HPOL2106']);
  });
});

test('the level is no start of a rule, wherever it stands', () => {
  const rule = 'mask m of c with redact because "x"';
  for (const level of ['block', 'allow']) {
    const texts = [
      `${rule}\npredicates ${level}`,
      `${rule}\npredicates\n${level}`,
      `${rule} predicates ${level}\nlet a = true`,
    ];
    for (const text of texts) {
      const codes = diagnosticsOf(policy(`${CLASS}${text}`)).map(({ code }) => code);
      expect(codes.filter((code) => code.startsWith('HPOL1'))).toEqual([]);
    }
  }
  expect(diagnosticsOf(policy(`${CLASS}${rule} predicate block`)).map(({ underline }) => underline)).toEqual([
    'predicate',
  ]);
});
