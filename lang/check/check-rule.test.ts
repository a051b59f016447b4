// Clauses, masks, approvals and members, as far as the pages of the codes do not show them.
import { describe, expect, test } from 'vitest';
import { printTransform } from '../vocabulary/transforms.ts';
import { compile, diagnosticsOf, policy, programOf } from './testing.ts';

const CLASSES = `class phi {
  ssn: column clinical.*.ssn detect us_ssn detect /x/i
  name: column clinical.patients.{first_name, "Last Name"}, archive.p_*.NAME
  note: detect email
}
class staff { ssn: column hr.people.ssn pay: column hr.people.pay }
`;
const mask = (text: string): string =>
  policy(`${CLASSES}mask a of staff with null because "x"\nmask m ${text} because "x"`);

/** What mask `m` does, by member. */
function transforms(text: string): Record<string, string> {
  const { members, rules } = programOf(mask(text));
  const rule = rules.find(({ name }) => name === 'm');
  const entries = rule?.kind === 'mask' ? rule.entries : [];
  return Object.fromEntries(entries.map(({ member, transform }) => [members[member]?.name, printTransform(transform)]));
}

describe('masks', () => {
  test('scrub needs a detector anywhere in the policy, or a part that could not be read', () => {
    const scrub = (more: string) =>
      diagnosticsOf(policy(`class memo { body: column a.b.c }\nmask m of memo with scrub because "x"\n${more}`)).map(
        ({ code }) => code,
      );
    expect(scrub('')).toEqual(['HPOL2016']);
    expect(scrub('class ids { ssn: detect us_ssn }\nmask n of ids with null because "x"')).toEqual([]);
    expect(scrub('import "gone.hpol"')).toEqual(['HPOL2110']);
    expect(scrub('class ids { ssn: detect us_ssn;')).not.toContain('HPOL2016');
  });
  test('one transform for all', () => {
    expect(transforms('of phi with redact')).toEqual({
      'phi.ssn': 'redact',
      'phi.name': 'redact',
      'phi.note': 'redact',
    });
  });
  test('members that are not named are redacted', () => {
    expect(transforms('of phi with { note: scrub name: keep first 1, ssn: year }')).toEqual({
      'phi.ssn': 'year',
      'phi.name': 'keep first 1',
      'phi.note': 'scrub',
    });
    expect(transforms('of phi with { name: pseudonym }')).toMatchObject({ 'phi.ssn': 'redact' });
    expect(transforms('of phi with { ssn: zip3 note: age90 }')).toMatchObject({
      'phi.ssn': 'zip3',
      'phi.note': 'age90',
    });
  });
  test('single members and several classes', () => {
    expect(transforms('of phi.ssn, staff.pay with null')).toEqual({ 'phi.ssn': 'null', 'staff.pay': 'null' });
    expect(transforms('of phi.ssn, staff with { phi.ssn: keep last 4 pay: year staff.ssn: null }')).toEqual({
      'phi.ssn': 'keep last 4',
      'staff.ssn': 'null',
      'staff.pay': 'year',
    });
  });
  test('a name that two classes share must say which', () => {
    expect(
      diagnosticsOf(mask('of phi.ssn, staff with { ssn: null pay: null staff.ssn: null phi.ssn: null }')),
    ).toMatchObject([{ code: 'HPOL2108', underline: 'ssn' }]);
  });
  test.each([
    'keep last',
    'keep last 0',
    'keep 4',
    'keep 2 last',
    'keep last 1001',
    'redact 3',
    'zip3 4',
    'age 90',
    'hash',
    'last 4',
  ])('no transform: %s', (text) => {
    expect(diagnosticsOf(mask(`of phi with ${text}`))).toMatchObject([{ code: 'HPOL2013', underline: text }]);
  });
  test('a member may be called like a word of the language', () => {
    const source = policy(
      'class c { detect: column a.b.detect last: column a.b.last column: column a.b.limit detect us_ssn }\n' +
        'mask m of c with { detect: keep last 4 last: keep first 1 column: null } because "x"',
    );
    expect(programOf(source).members.map(({ name }) => name)).toEqual(['c.detect', 'c.last', 'c.column']);
  });
  test('masks of equal strength in one mask rule do not conflict across members', () => {
    expect(transforms('of phi with { ssn: keep last 4 name: keep first 1 note: null }')).toMatchObject({
      'phi.note': 'null',
    });
  });
  test('the conflict points at both places', () => {
    const source = mask('of phi, staff.pay with redact');
    expect(diagnosticsOf(source)).toMatchObject([{ code: 'HPOL2015', underline: 'redact' }]);
    const [label] = compile(source).diagnostics[0]?.labels ?? [];
    expect(source.slice(label?.span.start, label?.span.end)).toBe('null');
    expect(label?.text).toBe('`null` is here');
  });
});

test('members keep their patterns: lower case outside quotes, as written inside', () => {
  const { members } = programOf(mask('of phi with redact'));
  expect(members[1]?.columns.map(({ schema, relation, column }) => ({ schema, relation, column }))).toEqual([
    { schema: ['clinical'], relation: ['patients'], column: ['first_name', 'Last Name'] },
    { schema: ['archive'], relation: ['p_*'], column: ['name'] },
  ]);
  expect(
    members[0]?.detectors.map((detector) => (detector.kind === 'named' ? detector.name : detector.pattern.source)),
  ).toEqual(['us_ssn', 'x']);
});

describe('approvals', () => {
  const approve = (clauses: string): string => policy(`approve a on postgres.statement ${clauses} because "x"`);
  test('terms', () => {
    const { rules } = programOf(approve('for 90s within 2h by 2 of "office" with reason'));
    expect(rules[0]).toMatchObject({
      approvers: { count: 2, group: 'office' },
      withinMs: 7_200_000,
      grantMs: 90_000,
      needsReason: true,
    });
  });
  test('for once has no duration', () => {
    expect(programOf(approve('by 1 of "office" within 30m for once')).rules[0]).toMatchObject({
      grantMs: null,
      needsReason: false,
    });
  });
  test('every missing clause is told', () => {
    expect(diagnosticsOf(policy('approve a because "x"'))).toMatchObject([
      { code: 'HPOL2105', underline: 'a' },
      { code: 'HPOL2105', underline: 'a' },
      { code: 'HPOL2105', underline: 'a' },
      { code: 'HPOL2105', underline: 'a' },
    ]);
  });
  test('a transform is no reason', () => {
    expect(diagnosticsOf(approve('by 1 of "office" within 30m for once with redact'))).toMatchObject([
      { code: 'HPOL2106', underline: 'with redact' },
    ]);
  });
});

test('a mask takes no event', () => {
  expect(diagnosticsOf(mask('of phi on postgres.statement with redact'))).toMatchObject([
    { code: 'HPOL2106', underline: 'on postgres.statement', help: 'a mask holds for every event of a session' },
  ]);
});

test('documentation goes to the declaration below it', () => {
  const source =
    '/// The policy.\n/// Two lines.\npolicy p\ndefault block\n// not this\n/// A rule.\nflag f on session.open because "x" /// nor this\n\n/// nor that\n\nflag g on session.open because "x"';
  const program = programOf(source);
  expect([program.doc, ...program.rules.map(({ doc }) => doc)]).toEqual(['The policy.\nTwo lines.', 'A rule.', '']);
  expect(program.default).toBe('block');
});

test.each([
  ['within 0s for once', 'within 0s'],
  ['within 30m for 0ms', 'for 0ms'],
])('an approval that lasts no time: %s', (times, underline) => {
  const source = policy(`approve a on session.open by 1 of "g" ${times} because "x"`);
  expect(diagnosticsOf(source)).toMatchObject([{ code: 'HPOL2118', underline }]);
});

test.each(['of', 'with'])('a mask without `%s` says only that', (missing) => {
  const clauses = { of: 'of c', with: 'with redact' };
  const kept = missing === 'of' ? clauses.with : clauses.of;
  const source = policy(`class c { a: column a.b.c }\nmask m ${kept} because "x"\nmask n of c with redact because "x"`);
  const found = diagnosticsOf(source).filter(({ code }) => !code.startsWith('HPOL3'));
  expect(found).toMatchObject([{ code: 'HPOL2105', underline: 'm', help: expect.stringContaining('as in') }]);
});
