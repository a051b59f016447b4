// Both ends of SCRAM-SHA-256, against the example of RFC 7677 and against each other.
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ProtocolFault } from './protocol-fault.ts';
import { scramClient } from './scram-client.ts';
import { scramServer } from './scram-server.ts';

const SERVER_FIRST = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096';

function verifierOf(password: string): string {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
  const keyed = (label: string): Buffer => createHmac('sha256', salted).update(label).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}

describe('client', () => {
  // The example names a user; PostgreSQL ignores it and takes the startup message's, so the proof differs only by that.
  test('refuses another nonce, too many iterations, and a server that does not know the password', () => {
    const client = scramClient('pencil', 'rOprNGfwEbeRWgbNEkqO');
    expect(client.first).toBe('n,,n=,r=rOprNGfwEbeRWgbNEkqO');
    expect(() => client.answer(SERVER_FIRST.replace('rOpr', 'XXXX'))).toThrow('nonce');
    expect(() => client.answer(SERVER_FIRST.replace('4096', '99999999'))).toThrow('iterations');
    expect(() => client.answer('e=other-error')).toThrow(ProtocolFault);
    expect(client.answer(SERVER_FIRST)).toMatch(/^c=biws,r=.*,p=[A-Za-z0-9+/]{43}=$/);
    expect(() => client.finish(`v=${Buffer.alloc(32).toString('base64')}`)).toThrow('does not know the password');
    expect(client.isFinished()).toBe(false);
  });
});

describe('server', () => {
  test('gives the server signature of RFC 7677 to its client', () => {
    const nonce = '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
    const server = scramServer(verifierOf('pencil'), nonce);
    expect(server.answer('n,,n=user,r=rOprNGfwEbeRWgbNEkqO')).toBe(SERVER_FIRST);
    const final = `c=biws,r=rOprNGfwEbeRWgbNEkqO${nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`;
    expect(server.finish(final)).toBe('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
  });

  test('and client agree on the right password and on no other', () => {
    for (const password of ['pencil', 'Pencil', '']) {
      const client = scramClient(password);
      const server = scramServer(verifierOf('pencil'));
      const final = server.finish(client.answer(server.answer(client.first)));
      expect(final !== null).toBe(password === 'pencil');
      if (final !== null) client.finish(final);
      expect(client.isFinished()).toBe(password === 'pencil');
    }
  });

  test('refuses channel binding, another nonce, a short proof and messages out of order', () => {
    const make = (): ReturnType<typeof scramServer> => scramServer(verifierOf('pencil'), 'NONCE');
    expect(() => make().answer('p=tls-server-end-point,,n=,r=abc')).toThrow('channel binding');
    expect(() => make().finish('c=biws,r=abcNONCE,p=AAAA')).toThrow('out of order');
    const begun = make();
    begun.answer('n,,n=,r=abc');
    expect(() => begun.finish('c=biws,r=other,p=AAAA')).toThrow('nonce');
    expect(() => begun.finish('c=xxxx,r=abcNONCE,p=AAAA')).toThrow('channel binding');
    expect(() => begun.finish('c=biws,r=abcNONCE,p=AAAA')).toThrow('length');
    expect(() => begun.finish('c=biws,r=abcNONCE')).toThrow('lacks the attribute p');
  });

  test('refuses a verifier that it cannot read', () => {
    expect(() => scramServer('md5abc')).toThrow('verifier');
  });
});
