// Characters that look like others, and those that nobody can see.
import { describe, expect, test } from 'vitest';
import { compile, diagnosticsOf, policy } from '../check/testing.ts';

const because = (text: string): string => policy(`flag f on session.open because "${text}"`);
const underlined = (source: string, code: string): string[] =>
  diagnosticsOf(source).flatMap((finding) => (finding.code === code ? [finding.underline] : []));

describe('letters of other alphabets in names', () => {
  test.each([
    ['let аdmin = true', 'а', 'a'],
    ['let x = ｔｒｕｅ', 'ｔｒｕｅ', 'true'],
    ['flag f on session.open because “x”', '“', '"'],
    ['flag f on session.open when now – 1h > now because "x"', '–', '-'],
    ['let\u00A0x = true', '\u00A0', ' '],
    ['let Ρ = true', 'Ρ', 'P'],
  ])('%s', (text, underline, ascii) => {
    const help = `it looks like \`${ascii}\`, but is another character; type it anew`;
    expect(diagnosticsOf(policy(text))).toContainEqual({ code: 'HPOL1002', underline, help });
  });
  test.each(['let ж = true', 'let a = 漢', 'let a = $', 'let é = true'])(
    '%s looks like no word of ASCII letters',
    (text) => {
      const helps = compile(policy(text)).diagnostics.map(({ code, help }) => (code === 'HPOL1002' ? help : ''));
      expect(helps.join('')).toContain('names are made of');
    },
  );
  test('a line end of its own kind is named', () => {
    const help = 'end lines with a line feed, or a carriage return and a line feed';
    expect(diagnosticsOf(policy('// a\rb'))).toContainEqual({ code: 'HPOL1002', underline: '\r', help });
  });
});

describe('words of several alphabets', () => {
  test.each([
    ['the аdmins', ['аdmins']],
    ['pаypаl and раypal', ['pаypаl', 'раypal']],
    ['Αthens', ['Αthens']],
    ['администраторы and admins', []],
    [String.raw`\nадмин`, []],
    [String.raw`\u{430}dmins`, []],
    ['東京tower', []],
    ['naïve Straße', []],
  ])('%s', (text, words) => {
    expect(underlined(because(text), 'HPOL3030')).toEqual(words);
  });
  test('in patterns', () => {
    const source = policy('flag f on session.open when identity.user matches /^аdmin/ because "x"');
    expect(underlined(source, 'HPOL3030')).toEqual(['аdmin']);
  });
});

describe('invisible characters', () => {
  test.each([
    ['ad\u200Bmins', ['\u200B']],
    ['ad\u00ADmins\u2060', ['\u00AD', '\u2060']],
    ['a\u200Db', ['\u200D']],
    ['a\uFE0F', ['\uFE0F']],
    ['a\u{E0101}', ['\u{E0101}']],
    ['a\u3164', ['\u3164']],
    ['careful ⚠\uFE0F 👩\u200D⚕\uFE0F', []],
    [String.raw`ad\u{200B}mins`, []],
  ])('%j', (text, characters) => {
    expect(underlined(because(text), 'HPOL3032')).toEqual(characters);
  });
  test('the help shows how to mean it', () => {
    expect(diagnosticsOf(because('\u200B'))).toContainEqual({
      code: 'HPOL3032',
      underline: '\u200B',
      help: String.raw`remove it, or write it as \`\u{200B}\` where it is meant`.replaceAll('\\`', '`'),
    });
  });
});
