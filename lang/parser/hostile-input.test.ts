// Text that nobody means well by: it always ends in diagnostics, never in an exception or a long wait.
import { readFileSync } from 'node:fs';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, policy } from '../check/testing.ts';
import { format } from '../format/format.ts';
import { printDiagnostics } from '../diagnostics/print.ts';

const CLINICAL = readFileSync(new URL('../../policies/clinical/clinical.hpol', import.meta.url), 'utf8');
const codesOf = (text: string): string[] => [...new Set(compile(text).diagnostics.map(({ code }) => code))];
const when = (text: string): string => policy(`block b on postgres.statement when ${text} because "x"`);
const repeat = (text: string, count: number): string => text.repeat(count);

describe('size and depth', () => {
  const deep = 100_000;
  test.each([
    ['parentheses', when(`${repeat('(', deep)}true${repeat(')', deep)}`), ['HPOL4002']],
    ['open parentheses', when(repeat('(', deep)), ['HPOL4002']],
    ['braces', policy(`test "t" ${repeat('{ a: ', deep)}`), ['HPOL4002']],
    ['brackets', when(`a${repeat('[', deep)}`), ['HPOL4002']],
    ['differences', when(`now${repeat(' - now', deep)} > 1h`), ['HPOL4002']],
    ['differences of parentheses', when(`(now)${repeat(' - (now)', deep)} > 1h`), ['HPOL4002']],
    ['differences of words', when(`true${repeat('-a.let', deep)} > 1h`), ['HPOL4002']],
    ['closing braces', policy(repeat('}', deep)), ['HPOL1001']],
    ['alternatives', policy(`class c { a: column ${repeat('{', deep)}`), ['HPOL4002']],
    ['lists', policy(`test "t" { given identity { groups: ${repeat('{', deep)}`), ['HPOL4002']],
    [
      'differences beside each other',
      when(Array.from({ length: 150 }, (_, i) => `now - ${i + 1}s > session.started`).join(' and ')),
      [],
    ],
    ['not', when(`${repeat('not ', deep)} true`), ['HPOL1001']],
    ['or', when(`identity.mfa${repeat(' or identity.mfa', 50_000)}`), ['HPOL4003']],
    ['and of defaults', when(`session.reason${repeat(' ?? session.reason', 50_000)} == "x"`), ['HPOL4002']],
    ['dots', when(`a${repeat('.a', deep)}`), ['HPOL2001']],
    ['a long string', when(`statement.text contains "${repeat('x', 900_000)}"`), []],
    ['a long comment', policy(`// ${repeat('x', 900_000)}`), []],
    ['a long pattern', when(`statement.text matches /${repeat('a', 900_000)}/`), ['HPOL1006']],
    ['a deep pattern', when(`statement.text matches /${repeat('(', 1_000)}${repeat(')', 1_000)}/`), ['HPOL1006']],
    ['an open string', when(`statement.text contains "${repeat('x', 900_000)}`), ['HPOL1003']],
    ['quotes', policy(repeat('"', 100_001)), ['HPOL1003']],
    ['slashes', policy(repeat('/x', 100_000)), ['HPOL1001', 'HPOL1006']],
    ['large file', policy(repeat('x ', 1_000_000)), ['HPOL4001']],
    ['large file of wide characters', policy(`// ${repeat('ü', 600_000)}`), ['HPOL4001']],
    ['a mark of byte order', `\u{FEFF}${policy('flag f on session.open because "x"')}`, []],
    ['a mark of byte order later on', policy('flag f\u{FEFF} on session.open because "x"'), ['HPOL1002']],
    ['line ends of Windows', policy('// a\nflag f on session.open because "x"').replaceAll('\n', '\r\n'), []],
    ['a carriage return alone', policy('// a\rflag f on nowhere because "x"'), ['HPOL1002']],
    ['line ends that only some programs know', policy('// a\u2028flag f on nowhere because "x"'), ['HPOL1002']],
    ['a long number', when(`statement.limit ?? ${repeat('9', 100_000)} > 1`), ['HPOL1008']],
    ['a long name', when(repeat('x', 900_000)), ['HPOL2001']],
    ['many misspelt declarations', policy(repeat('blok x\n', 20_000)), ['HPOL1001']],
    [
      'many members',
      policy(
        `class c {${Array.from({ length: 10_001 }, (_, i) => `m${i}: column a.b.c`).join(' ')}}\nmask m of c with redact because "x"`,
      ),
      ['HPOL4004'],
    ],
    ['many broken clauses', policy(`flag f ${repeat('on\n', 50_000)}`), ['HPOL1001']],
    ['many broken members', policy(`class c {${repeat('a column\n', 20_000)}`), ['HPOL1001']],
    ['NUL', policy('\0'), ['HPOL1002']],
    ['NUL in a string', when('statement.text contains "a\0b"'), ['HPOL1002']],
    ['half of a surrogate pair', policy('// \uD800'), ['HPOL1002']],
    ['text that runs backwards', policy('// \u202E'), ['HPOL1002']],
    ['many bad characters', policy(repeat('$ ', 100_000)), ['HPOL1002']],
  ])('%s', (_name, text, codes) => {
    expect(codesOf(text).sort()).toEqual(codes);
  });

  test('a chain of lets', () => {
    const lets = Array.from({ length: 2_000 }, (_, i) => `let a${i + 1} = not a${i}`);
    expect(codesOf(`${when('a2000')}\nlet a0 = identity.mfa\n${lets.join('\n')}`)).toEqual(['HPOL4002']);
  });

  test('a chain of imports', () => {
    const files = Array.from({ length: 200 }, (_, i) => [`f${i}.hpol`, `import "./f${i + 1}.hpol"\n`] as const);
    const { diagnostics } = compile({ 'main.hpol': policy('import "./f0.hpol"'), ...Object.fromEntries(files) });
    expect(diagnostics.map(({ code }) => code)).toEqual(['HPOL4004']);
  });
});

const WORDS =
  String.raw`policy default import schema class let mask block approve allow flag test limit assert column detect first last once null present absent given returning expect row and or not in is true false starts ends contains matches when unless with because by within for of on phi ssn identity.groups statement.limit statement.reads(phi) target.labels["env"] postgres.statement session.open keep redact { } ( ) [ ] , : . ?? == != <= >= < > = "text" "a\"b" "open /re/ /re/i /open 1 30m 99999999999999999999 * a* $ // ///`
    .split(' ')
    .concat('\n');

/** Everything that the room does with a text. Fails by throwing. */
function exercise(text: string): void {
  const { program, diagnostics, sources } = compile(policy(text));
  const printed = printDiagnostics(diagnostics, sources, { color: true });
  const { value } = format(text);
  if (program === null && diagnostics.length === 0) throw new Error('no program and no reason');
  if (value !== null && format(value).value !== value) throw new Error(`formatting twice differs: ${value}`);
  if (printed.includes('undefined')) throw new Error(printed);
}

test('token soup never throws, and formatting it twice is formatting it once', () => {
  const soup = array(constantFrom(...WORDS), { maxLength: 60 }).map((words) => words.join(' '));
  expect(() => assert(property(soup, exercise), { numRuns: 400 })).not.toThrow();
});

test('any text never throws', () => {
  const text = string({ unit: 'binary', maxLength: 200 });
  expect(() => assert(property(text, exercise), { numRuns: 300 })).not.toThrow();
});

test('a policy with words taken out, doubled or swapped never throws', () => {
  const words = CLINICAL.split(/(?<=\s)/);
  const cut = array(constantFrom(...words.keys()), { minLength: 1, maxLength: 4 });
  const damage = (places: readonly number[]): string =>
    places.reduce((text, at) => text.toSpliced(at, at % 3, ...text.slice(at + 1, at + (at % 4))), words).join('');
  expect(() => assert(property(cut.map(damage), exercise), { numRuns: 25 })).not.toThrow();
});

test('every prefix of a policy gives diagnostics, not exceptions', () => {
  for (let end = 0; end < CLINICAL.length; end += 101) {
    const { program, diagnostics } = compile(CLINICAL.slice(0, end));
    expect(program !== null || diagnostics.length > 0).toBe(true);
  }
});
