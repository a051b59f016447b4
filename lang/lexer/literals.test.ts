// What literals mean, at their limits.
import { describe, expect, test } from 'vitest';
import { compile, diagnosticsOf, policy, programOf } from '../check/testing.ts';

const flag = (condition: string, event = 'session.open'): string =>
  policy(`flag f on ${event} when ${condition} because "x"`);
const syntax = (source: string): string[] =>
  diagnosticsOf(source).flatMap(({ code, underline }) => (code.startsWith('HPOL1') ? [`${code} ${underline}`] : []));
/** The number that stands right of the comparison. */
function valueOf(condition: string, event?: string): unknown {
  const [rule] = programOf(flag(condition, event)).rules;
  return rule?.condition.kind === 'compare' && rule.condition.right.kind === 'int' ? rule.condition.right.value : rule;
}

test.each([
  ['250ms', 250],
  ['30s', 30_000],
  ['30m', 1_800_000],
  ['8h', 28_800_000],
  ['366d', 31_622_400_000],
])('the duration %s', (text, value) => {
  expect(valueOf(`now - session.started > ${text}`)).toBe(value);
});

test.each([
  ['0B', 0],
  ['10KB', 10_000],
  ['10KiB', 10_240],
  ['10MB', 10_000_000],
  ['1GiB', 1_073_741_824],
  ['9007TB', 9_007_000_000_000_000],
])('the size %s', (text, value) => {
  expect(valueOf(`(file.size ?? 0B) > ${text}`, 'ssh.file')).toBe(value);
});

test.each([
  ['1970-01-01T00:00Z', 0],
  ['2026-12-31T18:00Z', Date.UTC(2026, 11, 31, 18)],
  ['2026-12-31T18:00:30.5+01:30', Date.UTC(2026, 11, 31, 16, 30, 30, 500)],
  ['2024-02-29T23:59:59-0500', Date.UTC(2024, 2, 1, 4, 59, 59)],
  ['9999-12-31T23:59:59Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
])('the time %s', (text, value) => {
  expect(valueOf(`now > ${text}`)).toBe(value);
});

describe('too large', () => {
  test.each([
    ['now - session.started > 367d', 'HPOL1008 367d'],
    [`now - session.started > ${'9'.repeat(40)}d`, `HPOL1008 ${'9'.repeat(40)}d`],
    ['(file.size ?? 0B) > 9008TB', 'HPOL1008 9008TB'],
    ['(file.size ?? 0B) > 9007199254740992', 'HPOL1008 9007199254740992'],
  ])('%s', (condition, finding) => {
    expect(syntax(flag(condition, 'ssh.file'))).toEqual([finding]);
  });
});

test.each([
  ['2026-12-31', 'it has no time of day'],
  ['2026-12-31Z', 'it has no time of day'],
  ['2026-12-31T18:00', 'it does not say which zone it is in'],
  ['2026-02-29T18:00Z', 'there is no such date'],
  ['2026-13-01T18:00Z', 'there is no such date'],
  ['2026-12-31T25:00Z', 'there is no such time of day'],
  ['2026-12-31T24:00Z', 'there is no such time of day'],
  ['2026-12-31T18:60Z', 'there is no such time of day'],
  ['2026-12-31T18:00+24:30', 'there is no such time of day'],
  ['1969-12-31T18:00Z', 'it is not between 1970 and 9999'],
  ['9999-12-31T23:59-01:00', 'it is not between 1970 and 9999'],
])('%s is no time: %s', (text, problem) => {
  const { diagnostics } = compile(flag(`now > ${text}`));
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['HPOL1009', `\`${text}\` is not a time: ${problem}`],
  ]);
});

test.each([
  String.raw`\q`,
  String.raw`\u{D800}`,
  String.raw`\u{0}`,
  String.raw`\u{110000}`,
  String.raw`\u{}`.slice(0, 2),
  String.raw`\'`,
])('the escape %s is not known', (escape) => {
  expect(syntax(flag(`identity.user == "a${escape}"`))).toEqual([`HPOL1005 ${escape}`]);
});

test('escapes that are known', () => {
  const [rule] = programOf(flag(String.raw`identity.user == "\"\\\n\r\t\u{1F600}"`)).rules;
  expect(rule?.condition).toMatchObject({ right: { value: '"\\\n\r\t\u{1F600}' } });
});
