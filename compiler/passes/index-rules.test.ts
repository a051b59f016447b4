// Rules are found by the most selective value that must hold; a rule that no value guards is always evaluated. That the index
// never misses a rule is held against the reference interpreter in the conformance suite.
import { describe, expect, test } from 'vitest';
import { planText } from './testing-ir.ts';

const rule = (name: string, when: string, event = 'postgres.statement'): string =>
  `block ${name} on ${event} when ${when} because "x"\n`;
const many = (count: number, when: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => rule(`r${index}`, when(index))).join('');

describe('what is looked up', () => {
  test.each<[string, (index: number) => string, string]>([
    ['elements of a set', (index) => `"g${index}" in identity.groups`, 'look up each of identity.groups'],
    [
      'an element of a list',
      (index) => `statement.functions any == "f${index}"`,
      'look up each of statement.functions',
    ],
    [
      'an element of a list, of several constants',
      (index) => `statement.functions any in {"f${index}", "g${index}"}`,
      'look up each of statement.functions',
    ],
    ['a text', (index) => `identity.user == "u${index}"`, 'look up identity.user'],
    ['a text of several constants', (index) => `identity.user in {"u${index}", "v${index}"}`, 'look up identity.user'],
    [
      'an entry of a map with a default',
      (index) => `target.labels["env"] ?? "prod" == "e${index}"`,
      'look up (if (shared 0) target.labels["env"] "prod")',
    ],
    [
      'an entry of a map that must be there',
      (index) => `target.labels["env"] is present and target.labels["env"] == "e${index}"`,
      'look up target.labels["env"]',
    ],
  ])('%s', (_, when, wanted) => {
    const plan = planText(many(5, when));
    expect(plan).toContain(`  ${wanted}\n`);
    expect(plan).not.toContain('always evaluate');
  });

  test('the number of an enum value', () => {
    const commands = ['DROP', 'ALTER', 'TRUNCATE', 'GRANT', 'COPY'];
    const plan = planText(commands.map((command) => rule(`r_${command}`, `statement.command == ${command}`)).join(''));
    expect(plan).toContain('  look up statement.command\n    COPY: block r_COPY\n');
  });

  test('one of several enum values stands behind each of them', () => {
    const plan = planText(many(4, () => 'statement.command in {DROP, ALTER} and identity.mfa'));
    expect(plan).toContain('    ALTER: block r0, block r1, block r2, block r3\n');
    expect(plan).toContain('    DROP: block r0, block r1, block r2, block r3\n');
  });
});

test('a long chain of `or` over pairs has one guard for each value', () => {
  const pair = (index: number): string => `("a${index}" in identity.groups and "b${index}" in identity.groups)`;
  const chain = (from: number): string => Array.from({ length: 40 }, (_, index) => pair(from + index)).join(' or ');
  const plan = planText(many(5, (index) => chain(index * 40)));
  expect(plan).toContain('look up each of identity.groups\n');
  expect(plan).toContain('    "a39": block r0\n');
  expect(plan).not.toContain('always evaluate');
});

test('of two values the one that tells more rules apart is looked up', () => {
  const plan = planText(many(5, (index) => `statement.command == DROP and "g${index}" in identity.groups`));
  expect(plan).toContain('look up each of identity.groups');
  expect(plan).not.toContain('look up statement.command');
});

test('either of two conditions is guarded by what guards both', () => {
  const either = many(4, (index) => `identity.user == "u${index}" or identity.user == "v${index}" and identity.mfa`);
  expect(planText(either)).toContain('look up identity.user\n    "u0": block r0\n    "v0": block r0\n');
  const apart = many(4, (index) => `identity.user == "u${index}" or "g${index}" in identity.groups`);
  expect(planText(apart)).not.toContain('look up');
});

test('conditions that do not demand a value are always evaluated', () => {
  const negated = many(4, (index) => `not ("g${index}" in identity.groups)`);
  expect(planText(negated)).not.toContain('look up');
  const different = many(4, (index) => `identity.user != "u${index}"`);
  expect(planText(different)).not.toContain('look up');
  const all = many(4, (index) => `statement.functions all == "f${index}"`);
  expect(planText(all)).not.toContain('look up');
  const numbers = many(4, (index) => `statement.limit is present and statement.limit == ${index}`);
  expect(planText(numbers)).not.toContain('look up');
});

test('few rules are evaluated as they are, beside others that are looked up', () => {
  const plan = planText(
    `${many(4, (index) => `"g${index}" in identity.groups`)}${rule('few', 'identity.user == "ana"')}${rule('any', 'identity.mfa')}`,
  );
  expect(plan).toContain('always evaluate\n    block few\n    block any\n');
  expect(planText(many(3, (index) => `"g${index}" in identity.groups`))).not.toContain('look up');
});

test('what rules share guards them too', () => {
  const shared = many(4, () => 'identity.user == "ana" and identity.mfa and statement.filtered');
  expect(planText(`${shared}${rule('e', 'identity.user == "ana" and identity.mfa')}`)).toContain(
    'look up identity.user\n    "ana": block r0, block r1, block r2, block r3, block e\n',
  );
});
