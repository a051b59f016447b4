// Types, presence and the shape of checked conditions.
import { describe, expect, test } from 'vitest';
import type { Expression } from './program.ts';
import { compile, diagnosticsOf, policy, programOf } from './testing.ts';

const CLASS = 'class phi { ssn: column clinical.*.ssn }\nmask m of phi with redact because "x"\n';
const block = (when: string, pre = ''): string =>
  policy(`${CLASS}${pre}\nblock b on postgres.statement when ${when} because "x"`);

/** The condition of the block rule, without spans. */
function conditionOf(when: string, pre = ''): Expression {
  const rule = programOf(block(when, pre)).rules.find(({ name }) => name === 'b');
  return JSON.parse(
    JSON.stringify(rule?.condition, (key, value: unknown) => (key === 'span' ? undefined : value)),
  ) as Expression;
}

describe('conditions that are accepted', () => {
  test.each([
    'identity.mfa',
    'identity.mfa == false',
    'statement.limit is absent or statement.limit > 10',
    'statement.limit is present and statement.limit > 10',
    'not (statement.limit is absent) and statement.limit > 10',
    'not (statement.limit is absent or statement.filtered) and statement.limit > 10',
    '(statement.limit is present and identity.mfa) and statement.limit > 10',
    '(statement.limit is present and identity.mfa or statement.limit is present) and statement.limit > 10',
    'not (statement.limit is present and statement.limit > 10)',
    '(statement.limit ?? 0) > 10',
    'statement.limit ?? 0 > 10',
    'session.reason ?? session.application ?? "none" contains "audit"',
    'target.labels["env"] is present and target.labels["env"] in {"prod", "stage"}',
    '(statement.copies_to ?? stdout) == file',
    'statement.copies_to is present and statement.copies_to in {file, program}',
    'SELECT == statement.command',
    '(SELECT) == statement.command',
    '"a" in statement.functions and identity.user in identity.groups',
    'statement.text starts with "COPY" and statement.text ends with identity.user',
    'statement.text matches /^select\\b/i',
    'statement.reads(phi, phi.ssn) and not statement.writes(phi.ssn)',
    'statement.limit is present and (statement.limit in {1, 2, 3})',
    'statement.category == schema',
    'identity.user != target.name',
  ])('%s', (when) => {
    expect(diagnosticsOf(block(when))).toEqual([]);
  });
});

describe('conditions that are refused', () => {
  test.each([
    ['statement.limit > 10', 'HPOL2006', 'statement.limit'],
    ['statement.limit is present or statement.limit > 10', 'HPOL2006', 'statement.limit'],
    ['statement.limit is absent and statement.limit > 10', 'HPOL2006', 'statement.limit'],
    ['(statement.limit is present or identity.mfa) and statement.limit > 10', 'HPOL2006', 'statement.limit'],
    ['not (statement.limit is present and identity.mfa) and statement.limit > 10', 'HPOL2006', 'statement.limit'],
    ['target.labels["a"] is present and target.labels["b"] == "x"', 'HPOL2006', 'target.labels["b"]'],
    ['session.reason ?? session.application == "x"', 'HPOL2006', 'session.application'],
    ['"x" in target.labels', 'HPOL2004', 'target.labels'],
    ['identity.user', 'HPOL2004', 'identity.user'],
    ['not identity.user', 'HPOL2004', 'identity.user'],
    ['identity.mfa and statement.text', 'HPOL2004', 'statement.text'],
    ['identity.user > "a"', 'HPOL2005', 'identity.user > "a"'],
    ['identity.mfa == 1', 'HPOL2005', 'identity.mfa == 1'],
    ['identity.groups == identity.groups', 'HPOL2005', 'identity.groups == identity.groups'],
    ['identity.kind == statement.command', 'HPOL2005', 'identity.kind == statement.command'],
    ['identity.user is present', 'HPOL2007', 'identity.user'],
    ['(identity.user ?? "x") == "x"', 'HPOL2007', 'identity.user'],
    ['(identity.mfa and identity.mfa) is present', 'HPOL2007', '(identity.mfa and identity.mfa)'],
    ['identity.user in {"a", 1}', 'HPOL2004', '1'],
    ['identity.user in {identity.user}', 'HPOL2004', 'identity.user'],
    ['identity.user in statement.reads', 'HPOL2010', 'statement.reads'],
    ['statement.limit(phi)', 'HPOL2011', 'statement.limit(phi)'],
    ['statement.reads["x"] is present', 'HPOL2011', 'statement.reads["x"]'],
    ['statement.reads(phi.sn)', 'HPOL2002', 'sn'],
    ['statement.reads(phy)', 'HPOL2002', 'phy'],
    ['statement.limit matches /x/', 'HPOL2006', 'statement.limit'],
    ['statement.command matches /x/', 'HPOL2004', 'statement.command'],
    ['command.programs is present', 'HPOL2008', 'command.programs'],
    ['(target.labels["env"] ?? 1) == 1', 'HPOL2004', '1'],
  ])('%s', (when, code, underline) => {
    expect(diagnosticsOf(block(when))).toMatchObject([{ code, underline }]);
  });
  test('one condition may have several errors', () => {
    expect(diagnosticsOf(block('identity.usr == "x" and statement.command == SELEC or not 3'))).toMatchObject([
      { code: 'HPOL2001', underline: 'identity.usr', help: 'did you mean `identity.user`?' },
      { code: 'HPOL2003', underline: 'SELEC', help: 'did you mean `SELECT`?' },
      { code: 'HPOL2004', underline: '3' },
    ]);
  });
});

describe('let', () => {
  test('is replaced by its value, under what is known where it is used', () => {
    const lets = 'let env = target.labels["env"]\nlet prod = env == "prod"\n';
    expect(diagnosticsOf(block('env is present and prod', lets))).toEqual([]);
    expect(diagnosticsOf(block('prod', lets))).toMatchObject([{ code: 'HPOL2006', underline: 'env' }]);
  });
  test('an enum word comes before a let of the same name', () => {
    expect(conditionOf('agent', 'let agent = identity.kind == agent\n')).toMatchObject({
      kind: 'compare',
      left: { kind: 'attribute', path: 'identity.kind' },
      right: { kind: 'string', value: 'agent' },
    });
  });
  test('a circle is told once, at its first let', () => {
    const lets = 'let a = b\nlet b = c\nlet c = a or identity.mfa\n';
    expect(diagnosticsOf(block('a and b and c', lets))).toMatchObject([{ code: 'HPOL2012', underline: 'a' }]);
  });
  test('an error in a let is told once, however often it is used', () => {
    const { diagnostics } = compile(block('a and not a or a', 'let a = identity.usr == "x"\n'));
    expect(diagnostics.map(({ code }) => code)).toEqual(['HPOL2001']);
  });
  test('a let may ask about a class', () => {
    expect(conditionOf('reads', 'let reads = statement.reads(phi)\n')).toEqual({
      kind: 'touches',
      columns: 'statement.reads',
      members: [0],
    });
  });
});

describe('the program', () => {
  test('when and unless are combined, and unless may use what when settles', () => {
    const source = policy(
      'block b on postgres.statement when statement.limit is present unless statement.limit < 5 because "x"',
    );
    expect(programOf(source).rules[0]?.condition).toMatchObject({
      kind: 'and',
      left: { kind: 'present', value: { kind: 'attribute', path: 'statement.limit' } },
      right: { kind: 'not', value: { kind: 'compare', operator: '<' } },
    });
  });
  test('unless may not use what when denies', () => {
    const source = policy(
      'block b on postgres.statement when statement.limit is absent unless statement.limit < 5 because "x"',
    );
    expect(diagnosticsOf(source)).toMatchObject([{ code: 'HPOL2006', underline: 'statement.limit' }]);
  });
  test('absent is not present', () => {
    expect(conditionOf('statement.limit is absent')).toMatchObject({ kind: 'not', value: { kind: 'present' } });
  });
  test('defaults nest to the right', () => {
    expect(conditionOf('(session.reason ?? session.application ?? "x") == "y"')).toMatchObject({
      left: {
        kind: 'default',
        value: { path: 'session.reason' },
        fallback: { kind: 'default', value: { path: 'session.application' }, fallback: { value: 'x' } },
      },
    });
  });
  test('a long chain is of little depth and keeps its order', () => {
    const parts = Array.from({ length: 1_000 }, (_, i) => `identity.user == "u${i}"`);
    const depthOf = (node: Expression): number =>
      node.kind === 'or' ? 1 + Math.max(depthOf(node.left), depthOf(node.right)) : 0;
    const leaves = (node: Expression): unknown[] =>
      node.kind === 'or'
        ? [...leaves(node.left), ...leaves(node.right)]
        : node.kind === 'compare' && node.right.kind === 'string'
          ? [node.right.value]
          : [];
    const condition = conditionOf(parts.join(' or '));
    expect(depthOf(condition)).toBeLessThanOrEqual(10);
    expect(leaves(condition)).toEqual(parts.map((_, i) => `u${i}`));
  });
  test('constants of a list are distinct', () => {
    expect(conditionOf('statement.command in {DROP, ALTER, DROP}')).toMatchObject({ constants: ['DROP', 'ALTER'] });
  });
});

describe('events', () => {
  test('an attribute must belong to every event of the rule', () => {
    expect(
      diagnosticsOf(policy('flag f on session.open, postgres.statement when statement.filtered because "x"')),
    ).toMatchObject([{ code: 'HPOL2008', underline: 'statement.filtered' }]);
    expect(diagnosticsOf(policy('flag f on session.open, postgres.statement when identity.mfa because "x"'))).toEqual(
      [],
    );
  });
  test('a mask sees the session only, through lets too', () => {
    const source = policy(
      'class c { a: column s.t.a }\nlet big = statement.filtered\nmask m of c unless big with redact because "x"',
    );
    expect(diagnosticsOf(source)).toMatchObject([{ code: 'HPOL2009', underline: 'statement.filtered' }]);
  });
  test('a rule with an unknown event is still checked', () => {
    expect(
      diagnosticsOf(policy('flag f on postgres.statment when statement.command == DELET because "x"')),
    ).toMatchObject([
      { code: 'HPOL2002', underline: 'postgres.statment', help: 'did you mean `postgres.statement`?' },
      { code: 'HPOL2003', underline: 'DELET' },
    ]);
  });
});
