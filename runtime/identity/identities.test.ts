// The identity file and the directory that it makes.
import { expect, test } from 'vitest';
import { loadIdentities } from './load-identities.ts';
import { hashTicket, newTicket } from './ticket.ts';

const ticket = newTicket();
const SCRAM = `SCRAM-SHA-256$4096:${Buffer.alloc(16, 1).toString('base64')}$${Buffer.alloc(32, 2).toString('base64')}:${Buffer.alloc(32, 3).toString('base64')}`;
const GOOD = `
- { user: ana, kind: person, groups: [nurses], email: ana@clinic.example, mfa: true, ticket_sha256: ${hashTicket(ticket)} }
- { user: bo, kind: person, groups: [clinicians], scram: "${SCRAM}" }
- { user: scout, kind: agent, groups: [agents], on_behalf_of: bo, ticket_sha256: ${hashTicket('other')} }
`;
const directory = (text: string) => {
  const { value, problems } = loadIdentities(text);
  if (value === null) throw new Error(JSON.stringify(problems));
  return value;
};
const problems = (text: string) =>
  loadIdentities(text).problems.map(({ code, line, path, message, help }) => ({ code, line, path, message, help }));

test('a ticket gives its identity and nobody else’s', () => {
  const people = directory(GOOD);
  expect(people.verifyTicket('ana', ticket)).toEqual({
    user: 'ana',
    kind: 'person',
    groups: ['nurses'],
    email: 'ana@clinic.example',
    mfa: true,
    claims: {},
    onBehalfOf: null,
  });
  expect(people.verifyTicket('scout', 'other')).toMatchObject({
    kind: 'agent',
    onBehalfOf: 'bo',
    mfa: false,
    email: null,
  });
  for (const [user, secret] of [
    ['scout', ticket],
    ['ana', ''],
    ['ana', `${ticket} `],
    ['nobody', ticket],
    ['bo', ''],
    ['__proto__', ticket],
  ] as const) {
    expect(people.verifyTicket(user, secret)).toBeNull();
  }
});

test('sign-in methods follow the entry, and unknown users look like known ones', () => {
  const people = directory(GOOD);
  expect(people.method('bo')).toEqual({ kind: 'scram', verifier: SCRAM });
  expect(people.method('ana')).toEqual({ kind: 'ticket' });
  expect(people.method('nobody')).toEqual({ kind: 'ticket' });
  const onlyScram = directory(`- { user: bo, kind: person, scram: "${SCRAM}" }`);
  const decoy = onlyScram.method('nobody');
  expect(decoy).toEqual(onlyScram.method('nobody'));
  expect(decoy).not.toEqual(onlyScram.method('somebody'));
  expect(decoy).toMatchObject({
    kind: 'scram',
    verifier: expect.stringMatching(/^SCRAM-SHA-256\$4096:[^$]{24}\$[^:]{44}:.{44}$/) as string,
  });
  expect(onlyScram.identity('nobody')).toBeNull();
});

test('every independent problem is reported with its line', () => {
  const hash = hashTicket('x');
  expect(
    problems(
      `- { user: ana, kind: person, ticket_sha256: ${hash} }\n- { user: ana, kind: person, on_behalf_of: ana }\n- { user: s, kind: agent, on_behalf_of: anna, ticket_sha256: ${hash} }`,
    ),
  ).toEqual([
    { code: 'HPOL6005', line: 2, path: '1.user', message: 'the user ana is here twice', help: null },
    expect.objectContaining({ line: 2, message: 'ana needs exactly one of ticket_sha256 and scram to sign in' }),
    expect.objectContaining({
      line: 2,
      path: '1.on_behalf_of',
      message: 'only an agent or a service acts for somebody',
    }),
    expect.objectContaining({ line: 3, message: 'anna is no person in this file', help: 'did you mean `ana`?' }),
  ]);
});

test('shape errors name key, line and what was meant', () => {
  expect(problems('- { user: ana, kind: person, group: [nurses] }')).toEqual([
    { code: 'HPOL6002', line: 1, path: '0.group', message: 'no such key', help: 'did you mean `groups`?' },
  ]);
  expect(problems('- { user: ana }')).toEqual([
    expect.objectContaining({ code: 'HPOL6003', message: 'the key `kind` is missing' }),
  ]);
  expect(problems('- { user: ana, kind: human }')).toEqual([
    expect.objectContaining({ code: 'HPOL6004', path: '0.kind', message: 'must be one of person, agent, service' }),
  ]);
  expect(problems('user: ana')).toEqual([
    expect.objectContaining({ code: 'HPOL6004', message: 'must be of type array' }),
  ]);
  expect(problems('- { user: ana, user: bo }')).toEqual([expect.objectContaining({ code: 'HPOL6001' })]);
  expect(problems('- &a { user: ana, kind: person }\n- *a')).toEqual([expect.objectContaining({ code: 'HPOL6001' })]);
  expect(problems('- [')).toEqual([expect.objectContaining({ code: 'HPOL6001' }), ...problems('- [').slice(1)]);
});

test('a secret in clear is not taken, and problems do not repeat it', () => {
  const text = '- { user: ana, kind: person, ticket_sha256: hunter2-is-my-secret }';
  expect(problems(text)).toHaveLength(1);
  expect(JSON.stringify(problems(text))).not.toContain('hunter2');
});
