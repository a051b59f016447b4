// What is right but too large is a CompileLimit that names the place, never a broken module.
import { expect, test } from 'vitest';
import type { Program, Rule } from '../lang/program/program.ts';
import { CompileLimit } from './ir/compile-limit.ts';
import { compileModule } from './compile.ts';

const span = (start: number): Rule['span'] => ({ file: 'large.hpol', start, end: start + 1 });

const rule = (number: number, condition: Rule['condition']): Rule => ({
  kind: 'flag',
  name: `rule_${number}`,
  doc: '',
  because: '',
  events: [],
  condition,
  span: span(number),
});

const program = (parts: Partial<Program>): Program => ({
  name: 'large',
  doc: '',
  default: 'allow',
  classes: [],
  members: [],
  rules: [],
  tests: [],
  schemas: [],
  sources: [{ file: 'large.hpol', text: '' }],
  ...parts,
});

function limitOf(input: Program): CompileLimit {
  try {
    compileModule(input);
  } catch (error) {
    if (error instanceof CompileLimit) return error;
    throw error;
  }
  throw new Error('it compiled');
}

const huge = { source: '(?:a|b){0,30}c(?:a|b){400}[^x]{200}', flags: '', span: span(7) };

test('a pattern whose automaton is too large', () => {
  const value = { kind: 'attribute', path: 'statement.text', type: { kind: 'string' }, span: span(1) } as const;
  const condition = { kind: 'matches', value, pattern: huge, span: span(1) } as const;
  const limit = limitOf(program({ rules: [{ ...rule(1, condition), events: ['postgres.statement'] }] }));
  expect(limit.message).toContain('cannot be compiled');
  expect(limit.diagnostic).toMatchObject({ code: 'HPOL4005', span: span(7) });
});

test('a detector whose automaton is too large', () => {
  const pattern = { ...huge, source: '(?:a|b)*a(?:a|b){20}' };
  const detector = { kind: 'pattern', pattern, span: span(9) } as const;
  const member = { name: 'phi.x', className: 'phi', columns: [], detectors: [detector], span: span(8) };
  const limit = limitOf(program({ members: [member] }));
  expect(limit.message).toContain('the detector of `phi.x`');
  expect(limit.diagnostic).toMatchObject({ code: 'HPOL4005', span: span(9) });
});

test('more rules than a decision record can number', () => {
  const yes = { kind: 'bool', value: true, span: span(0) } as const;
  const limit = limitOf(program({ rules: Array.from({ length: 65_535 }, (_, number) => rule(number, yes)) }));
  expect(limit.message).toContain('more than 65534 rules');
  expect(limit.diagnostic).toMatchObject({ code: 'HPOL4004', span: span(65_534) });
});
