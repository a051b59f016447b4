// How `given` changes the default event.
import { expect, test } from 'vitest';
import { applyGiven } from './test-session.ts';

const EVENT = {
  event: 'session.open',
  identity: { user: 'tester', email: 'a@b.c' },
  target: { name: 'test', labels: {} },
};

test('values are set, null removes, the event itself stays', () => {
  const changed = applyGiven(EVENT, {
    'identity.user': 'ana',
    'identity.email': null,
    'target.labels': { env: 'prod' },
  });
  expect(changed).toEqual({
    event: 'session.open',
    identity: { user: 'ana' },
    target: { name: 'test', labels: { env: 'prod' } },
  });
  expect(EVENT.identity.user).toBe('tester');
});

test('a group that the event lacks is made', () => {
  expect(applyGiven(EVENT, { 'session.reason': 'audit' })).toMatchObject({ session: { reason: 'audit' } });
});
