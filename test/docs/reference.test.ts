// What docs/language/reference.md says in its own words: the forms that it shows compile, and its defaults are those of tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, policy } from '../../lang/check/testing.ts';
import { TEST_NOW, TEST_SESSION } from '../replay/test-session.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/language/reference.md'), 'utf8');

/** Conditions as the page shows them, by an event on which they mean something. */
const CONDITIONS: Readonly<Record<string, readonly string[]>> = {
  'postgres.statement': [
    '"nurses" in identity.groups',
    'now in 08:00..18:00 "Europe/Berlin"',
    'now in mon..fri "Europe/Berlin"',
    'statement.reads(phi, staff.salary)',
    'statement.limit is present and statement.limit > 10',
    'statement.limit is absent or statement.limit > 10',
    'statement.limit ?? 0 > 10',
    'identity.groups all != "guests"',
  ],
  'ssh.exec': ['command.programs any in {"rm", "dd"}', 'command.arguments any starts with "/"'],
};

const CLASSES = `
class phi { ssn: column a.b.c }
class staff { salary: column a.b.d }
mask m of phi, staff with redact because "x"
`;

describe.each(Object.entries(CONDITIONS))('on %s', (event, conditions) => {
  test.each(conditions)('%s', (condition) => {
    expect(PAGE).toContain(`\`${condition}\``);
    expect(diagnosticsOf(policy(`${CLASSES}flag f on ${event} when ${condition} because "x"`))).toEqual([]);
  });
});

test.each(['in "10.0.0.0/8"', 'in {"10.0.0.0/8", "fd00::/8"}'])('an address %s', (condition) => {
  expect(PAGE).toContain(`\`a ${condition}\``);
  expect(diagnosticsOf(policy(`flag f on session.open when session.client_address ${condition} because "x"`))).toEqual(
    [],
  );
});

test('differences', () => {
  for (const text of ['now - session.started', 'now - 8h']) expect(PAGE).toContain(`\`${text}\``);
  const condition = 'now - session.started > 8h or session.started < now - 8h';
  expect(diagnosticsOf(policy(`flag f on session.open when ${condition} because "x"`))).toEqual([]);
});

test('the steps of tests', () => {
  const steps = [
    ...(/## Tests\n([^]*?)\n\n[^|]*A test has/.exec(PAGE)?.[1] ?? '').matchAll(
      /`((?:given|on|returning|expect) [^`…]+)`/g,
    ),
  ];
  const written = steps.map(([, step]) => step ?? '');
  expect(written.length).toBeGreaterThan(9);
  const [command] = written.filter((step) => step.startsWith('given command'));
  const [opens] = written.filter((step) => step.startsWith('on session'));
  const others = written.filter((step) => step !== command && step !== opens);
  const rules = `block RULE on postgres.statement when identity.mfa because "x"\napprove OTHER on postgres.statement unless identity.mfa by 1 of "a" within 1m for once because "x"`;
  const statement = others.join('\n').replace('approve by RULE', 'approve by OTHER');
  expect(
    diagnosticsOf(
      policy(
        `${rules}\ntest "a" {\n${statement}\n}\ntest "b" {\n${command}\non ssh.exec\nexpect allow\n}\ntest "c" {\n${opens}\nexpect allow\n}`,
      ),
    ),
  ).toEqual([]);
});

test('what a test does not give', () => {
  const { identity, session, target } = TEST_SESSION;
  expect(PAGE).toContain(`the user \`${identity.user}\`, a ${identity.kind} in no group`);
  expect([identity.groups, identity.mfa, target.labels]).toEqual([[], false, {}]);
  expect(PAGE).toContain(`a client at \`${session.clientAddress}\``);
  expect(PAGE).toContain(`a target \`${target.name}\` without labels`);
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(TEST_NOW);
  const date = part({ day: 'numeric', month: 'long', year: 'numeric' });
  const clock = part({ hour: '2-digit', minute: '2-digit' });
  expect(PAGE).toContain(`${part({ weekday: 'long' })}, ${date}, ${clock} UTC, at which the session also starts`);
  expect(session.started).toBe(TEST_NOW);
});
