// Outline, folds, hints, lenses, colours and fixes of one file.
import { expect, test } from 'vitest';
import { diagnose } from '../diagnostics/diagnostic.ts';
import { codeActions } from './code-actions.ts';
import { testLenses } from './code-lenses.ts';
import { documentSymbols } from './document-symbols.ts';
import { foldingRanges } from './folding-ranges.ts';
import { inlayHints } from './inlay-hints.ts';
import { parse } from '../parser/parse.ts';
import { analyzePolicy } from './policy-analysis.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { fileOf, open, textAt } from './testing.ts';

const POLICY = `// One
// two
policy p
default allow
schema "s.sql"
import "./gone.hpol"

// A comment alone.

class phi {
  ssn: column *.*.ssn, nowhere.x.y
  all: column clinical.*.{id, notes, ssn} detect us_ssn
}
let agent = identity.kind == agent
mask m of phi unless agent with { ssn: keep last 4 phi.all: null } because "x"
block b
  on postgres.statement
  when statement . limit ?? 1 > 10 and statement.category == schema
  because "x"
test "t" { on session.open expect allow }
`;
const opened = open(POLICY);

test('symbols', () => {
  expect(documentSymbols(fileOf(opened)).map(({ kind, detail, name }) => [kind, detail, name])).toEqual([
    ['policy', 'policy', 'p'],
    ['class', 'class', 'phi'],
    ['let', 'let', 'agent'],
    ['rule', 'mask', 'm'],
    ['rule', 'block', 'b'],
    ['test', 'test', 't'],
  ]);
  const children = documentSymbols(fileOf(opened)).flatMap((symbol) => symbol.children);
  expect(children.map(({ nameSpan }) => textAt(opened, nameSpan))).toEqual(['11:ssn', '12:all']);
});

test('folds are declarations and runs of comments of several lines', () => {
  expect(foldingRanges(fileOf(opened)).map(({ kind, span }) => [kind, textAt(opened, span).slice(0, 9)])).toEqual([
    ['declaration', '10:class '],
    ['declaration', '16:block '],
    ['comment', '1:// One\n'],
  ]);
});

test('hints name the columns of a pattern', () => {
  const hints = inlayHints(fileOf(opened), opened.analysis, { start: 0, end: POLICY.length });
  expect(hints.map(({ label }) => label)).toEqual([
    '→ clinical.patients.ssn, staff.people.ssn',
    '→ no column',
    '→ clinical.patients.id, clinical.patients.ssn, 2 more',
  ]);
  expect(hints[2]?.tooltip).toContain('clinical.encounters.notes text');
  expect(POLICY.slice(0, hints[0]?.offset)).toMatch(/\*\.\*\.ssn$/);
  expect(inlayHints(fileOf(opened), opened.analysis, { start: 0, end: 10 })).toEqual([]);
  const bare = open('policy p\ndefault allow\nclass x { y: column a.b.c }');
  expect(inlayHints(fileOf(bare), bare.analysis, { start: 0, end: 100 })).toEqual([]);
});

test('patterns of two or four segments, or with a star in quotes, match nothing', () => {
  const odd = open('policy p\ndefault allow\nschema "s.sql"\nclass x { y: column *.ssn, *.*.ssn.x, clinical."*".id }');
  const hints = inlayHints(fileOf(odd), odd.analysis, { start: 0, end: 1000 });
  expect(hints.map(({ label }) => label)).toEqual(['→ no column', '→ no column', '→ no column']);
});

test('a lens on each test', () => {
  expect(testLenses(fileOf(opened))).toMatchObject([{ test: 't' }]);
});

test('colours', () => {
  const found = semanticTokens(opened.analysis, 'main.hpol').map(
    ({ start, length, kind, isDefinition }) =>
      `${POLICY.slice(start, start + length)} ${kind}${isDefinition ? ' defined' : ''}`,
  );
  expect(found).toEqual(
    expect.arrayContaining([
      '// One comment',
      'policy keyword',
      '"s.sql" string',
      'phi class defined',
      'ssn property defined',
      '* property',
      'us_ssn method',
      'agent variable defined',
      'agent enumMember',
      'keep method',
      '4 number',
      'null method',
      'statement property',
      'limit property',
      'schema enumMember',
      '"t" string defined',
      'b function defined',
    ]),
  );
  expect(found).not.toContain('. property');
  expect(semanticTokens(opened.analysis, 'gone.hpol')).toEqual([]);
});

test('a keyword behind a dot is none, also where the text does not parse', () => {
  const broken = open('policy p\ndefault allow\nblock b when x.when and');
  const kinds = semanticTokens(broken.analysis, 'main.hpol').map(({ start, length }) =>
    broken.text.slice(start, start + length),
  );
  expect(kinds).toEqual(['policy', 'default', 'allow', 'block', 'when', 'and']);
});

test('the fixes of diagnostics that touch the place', () => {
  const span = { file: 'a', start: 5, end: 8 };
  const fix = { title: 'mend', edits: [{ span, text: 'x' }], isSafe: true };
  const mended = diagnose('HPOL3003', span, {}, { fix });
  const diagnostics = [mended, diagnose('HPOL3003', span, {})];
  expect(codeActions(diagnostics, { file: 'a', start: 8, end: 8 })).toEqual([{ diagnostic: mended, fix }]);
  expect(codeActions(diagnostics, { file: 'a', start: 9, end: 9 })).toEqual([]);
  expect(codeActions(diagnostics, { file: 'a', start: 0, end: 4 })).toEqual([]);
  expect(codeActions(diagnostics, { file: 'b', start: 5, end: 5 })).toEqual([]);
});

test('a schema that is not read, or whose path leads out, has no columns', () => {
  const source = 'policy p\ndefault allow\nschema "a.sql"\nschema "/b.sql"\nclass x { y: column a.b.c }';
  const load = (path: string): string | undefined => (path === 'main.hpol' ? source : '');
  expect(analyzePolicy('main.hpol', { load, loadSchema: () => undefined, parse }).relations).toEqual([]);
  expect(analyzePolicy('main.hpol', { load, parse }).relations).toEqual([]);
});

test('what takes proofs is made once, when it is asked for', () => {
  const { analysis } = open(
    'policy p\ndefault allow\nblock b on session.open when identity.mfa and not identity.mfa because "x"',
  );
  expect(analysis.known()).toBe(analysis.checked);
  expect(analysis.checked.diagnostics).toEqual([]);
  const compiled = analysis.compiled();
  expect(compiled.diagnostics).toHaveLength(1);
  expect(analysis.compiled()).toBe(compiled);
  expect(analysis.known()).toBe(compiled);
});
