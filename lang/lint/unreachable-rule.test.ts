// A rule that stronger ones always beat.
import { expect, test } from 'vitest';
import { compile, diagnosticsOf } from '../check/testing.ts';

const rule = (kind: string, name: string, when: string, on = 'postgres.statement'): string =>
  `${kind} ${name} on ${on} when ${when} ${kind === 'approve' ? 'by 1 of "g" within 5m for once ' : ''}because "x"`;
const source = (...rules: string[]): string => ['policy p', 'default block', ...rules].join('\n');

test('an approval below a block', () => {
  const text = source(rule('approve', 'a', 'identity.mfa and statement.filtered'), rule('block', 'b', 'identity.mfa'));
  expect(diagnosticsOf(text)).toMatchObject([{ code: 'HPOL3013', underline: 'a' }]);
  const [found] = compile(text).diagnostics;
  expect(found?.message).toBe('wherever the approve rule `a` fires, a stronger one fires too: `b`');
  expect(found?.labels?.map(({ span }) => text.slice(span.start, span.end))).toEqual(['b']);
});

test('an allow below a block and an approval together', () => {
  const text = source(
    rule('allow', 'a', 'identity.kind in {person, agent} and statement.filtered'),
    rule('block', 'spare', 'statement.filtered and statement.analyzed'),
    rule('approve', 'c', 'identity.kind == person'),
    rule('block', 'b', 'identity.kind == agent'),
  );
  expect(diagnosticsOf(text)).toMatchObject([{ code: 'HPOL3013', underline: 'a' }]);
  expect(compile(text).diagnostics[0]?.message).toMatch(/: (`b` or `c`|`c` or `b`)$/);
});

test('not where the stronger rule speaks of other events, is no stronger, or leaves something', () => {
  expect(
    diagnosticsOf(
      source(
        rule('allow', 'a', 'identity.mfa', 'postgres.statement, session.open'),
        rule('approve', 'c', 'identity.mfa and statement.reads(k)'),
        rule('block', 'b', 'identity.mfa and statement.filtered'),
        rule('flag', 'f', 'identity.mfa'),
        'class k { x: column a.b.c }',
      ),
    ),
  ).toEqual([]);
});

test('few rules are joined, and many are not', () => {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at * 10);
  const below = (count: number): readonly unknown[] =>
    diagnosticsOf(
      source(
        rule('approve', 'a', `statement.limit is present and statement.limit in {${numbers(count).join(', ')}}`),
        ...numbers(count).map((at) => rule('block', `b${at}`, `(statement.limit ?? 1) == ${at}`)),
      ),
    );
  expect(below(5)).toMatchObject([{ code: 'HPOL3013', underline: 'a' }]);
  expect(below(30)).toEqual([]);
});
