// What people see.
import { expect, test } from 'vitest';
import { diagnose } from './diagnostic.ts';
import { printDiagnostics } from './print.ts';

const text = 'policy p\n\tlet agent = 1\nx';
const sources = [{ file: 'a.hpol', text }];
const span = { file: 'a.hpol', start: 14, end: 19 };
const plain = { color: false };

test('a frame with a label and help', () => {
  const labels = [{ span: { file: 'a.hpol', start: 0, end: 6 }, text: 'the first one' }];
  const diagnostic = diagnose('HPOL2104', span, { what: 'let', name: 'agent' }, { labels });
  expect(`\n${printDiagnostics([diagnostic], sources, plain)}`).toBe(`
error[HPOL2104]: the let \`agent\` is declared twice
  --> a.hpol:2:6
2 | \tlet agent = 1
  | \t    ^^^^^
  --> a.hpol:1:1
1 | policy p
  | ^^^^^^ the first one
  help: names are shared by all files of a policy; rename one of the two
`);
});

test('several are separated by an empty line; none is nothing', () => {
  const diagnostic = diagnose('HPOL3001', span, { name: 'agent' });
  const printed = printDiagnostics([diagnostic, diagnostic], sources, plain);
  expect(printed.split('\n\n')).toHaveLength(2);
  expect(printed.startsWith('warning[HPOL3001]')).toBe(true);
  expect(printDiagnostics([], sources, plain)).toBe('');
});

test('colour only where asked for', () => {
  const diagnostic = diagnose('HPOL3001', span, { name: 'agent' });
  expect(printDiagnostics([diagnostic], sources, plain)).not.toContain('\u001B');
  expect(printDiagnostics([diagnostic], sources, { color: true })).toContain('\u001B[33mwarning[HPOL3001]\u001B[39m');
});

test('a file that was not read, an offset beyond the end, an empty span', () => {
  const gone = diagnose('HPOL2110', { file: 'b.hpol', start: 0, end: 0 }, { path: 'b.hpol' });
  expect(printDiagnostics([gone], sources, plain)).toContain('  --> b.hpol\n');
  const beyond = diagnose('HPOL3001', { file: 'a.hpol', start: 999, end: 1_000 }, { name: 'x' });
  expect(printDiagnostics([beyond], sources, plain)).toContain('a.hpol:3:2\n3 | x\n  |  ^\n');
  const empty = diagnose('HPOL2101', { file: 'a.hpol', start: 0, end: 0 }, { missing: 'default' });
  expect(printDiagnostics([empty], sources, plain)).toContain('1 | policy p\n  | ^\n');
});

test('a long line is cut around the place, and control characters cannot reach the terminal', () => {
  const long = `${'x'.repeat(500)}HERE\u001B[2J${'y'.repeat(500)}`;
  const diagnostic = diagnose('HPOL3001', { file: 'l', start: 500, end: 504 }, { name: 'x' });
  const printed = printDiagnostics([diagnostic], [{ file: 'l', text: long }], plain);
  const [, , shown = '', under = ''] = printed.split('\n');
  expect(shown.length).toBeLessThan(200);
  expect(printed).not.toContain('\u001B');
  expect(shown.slice(under.indexOf('^'), under.lastIndexOf('^') + 1)).toBe('HERE');
});
