// The client's end of SCRAM-SHA-256: the gateway proves to a target that it knows the password, and checks that the
// target knows it too.
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { MAX_SCRAM_ITERATIONS } from './limits.ts';
import { ProtocolFault } from './protocol-fault.ts';
import { attribute, base64, hmac, isSame, sha256, xor } from './scram.ts';

export interface ScramClient {
  readonly first: string;
  /** Answers the server-first message. Throws ProtocolFault. */
  answer(serverFirst: string): string;
  /** Checks the server-final message. Throws ProtocolFault. */
  finish(serverFinal: string): void;
  /** Whether the server has proved that it knows the password. */
  isFinished(): boolean;
}

export function scramClient(password: string, nonce: string = randomBytes(18).toString('base64')): ScramClient {
  const firstBare = `n=,r=${nonce}`;
  let expected: Buffer | null = null;
  let isProved = false;
  return {
    first: `n,,${firstBare}`,
    answer: (serverFirst) => {
      const parts = serverFirst.split(',');
      const combined = attribute(parts, 0, 'r');
      const salt = base64(attribute(parts, 1, 's'));
      const iterations = Number(attribute(parts, 2, 'i'));
      if (!combined.startsWith(nonce) || combined.length === nonce.length) {
        throw new ProtocolFault('the target answered with another SCRAM nonce');
      }
      if (!Number.isInteger(iterations) || iterations < 1 || iterations > MAX_SCRAM_ITERATIONS) {
        throw new ProtocolFault('the target asks for an unacceptable number of SCRAM iterations');
      }
      const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
      const clientKey = hmac(salted, 'Client Key');
      const withoutProof = `c=biws,r=${combined}`;
      const message = `${firstBare},${serverFirst},${withoutProof}`;
      expected = hmac(hmac(salted, 'Server Key'), message);
      const proof = xor(clientKey, hmac(sha256(clientKey), message));
      return `${withoutProof},p=${proof.toString('base64')}`;
    },
    finish: (serverFinal) => {
      const signature = base64(attribute(serverFinal.split(','), 0, 'v'));
      if (!expected || !isSame(signature, expected)) throw new ProtocolFault('the target does not know the password');
      isProved = true;
    },
    isFinished: () => isProved,
  };
}
