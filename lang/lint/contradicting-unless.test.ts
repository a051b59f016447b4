// An `unless` that leaves nothing of the `when`.
import { expect, test } from 'vitest';
import { compile, diagnosticsOf, policy } from '../check/testing.ts';

const flag = (clauses: string): string => policy(`flag f on postgres.statement ${clauses} because "x"`);

test('it covers all of the `when`', () => {
  const source = flag('when identity.kind == agent unless identity.kind in {agent, service}');
  expect(diagnosticsOf(source)).toMatchObject([
    { code: 'HPOL3012', underline: 'unless identity.kind in {agent, service}' },
  ]);
  const { program, diagnostics } = compile(source);
  expect(program).toBeNull();
  const [label] = diagnostics[0]?.labels ?? [];
  expect(source.slice(label?.span.start, label?.span.end)).toBe('when identity.kind == agent');
});

test('it is always true', () => {
  const source = flag('unless identity.mfa or not identity.mfa');
  expect(diagnosticsOf(source)).toMatchObject([
    { code: 'HPOL3012', underline: 'unless identity.mfa or not identity.mfa' },
  ]);
  expect(compile(source).diagnostics[0]?.labels).toEqual([]);
});

test('a `when` that is never true is told as that', () => {
  expect(diagnosticsOf(flag('when false unless identity.mfa'))).toMatchObject([
    { code: 'HPOL3010', underline: 'false' },
  ]);
});

test('something is left', () => {
  expect(diagnosticsOf(flag('when identity.kind == agent unless identity.mfa'))).toEqual([]);
});
