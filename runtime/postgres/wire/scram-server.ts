// The server's end of SCRAM-SHA-256, against a verifier in PostgreSQL's own format, so that the gateway never learns
// the password. An unknown user gets the same exchange and fails at its end.
import { randomBytes } from 'node:crypto';
import { MAX_SCRAM_ITERATIONS } from './limits.ts';
import { ProtocolFault } from './protocol-fault.ts';
import { attribute, base64, hmac, isSame, sha256, xor } from './scram.ts';

interface Verifier {
  readonly iterations: number;
  readonly salt: string;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

export interface ScramServer {
  /** Answers the client-first message. Throws ProtocolFault. */
  answer(clientFirst: string): string;
  /** The server-final message, or null when the proof is wrong. Throws ProtocolFault. */
  finish(clientFinal: string): string | null;
}

/** `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`, the form of pg_authid.rolpassword. */
function readVerifier(text: string): Verifier {
  const match = /^SCRAM-SHA-256\$(\d{1,9}):([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]{44}):([A-Za-z0-9+/=]{44})$/.exec(text);
  const [, iterations = '', salt = '', storedKey = '', serverKey = ''] = match ?? [];
  if (!match || Number(iterations) < 1 || Number(iterations) > MAX_SCRAM_ITERATIONS) {
    throw new ProtocolFault('an identity has a SCRAM verifier that cannot be read');
  }
  return { iterations: Number(iterations), salt, storedKey: base64(storedKey), serverKey: base64(serverKey) };
}

export function scramServer(verifierText: string, nonce: string = randomBytes(18).toString('base64')): ScramServer {
  const verifier = readVerifier(verifierText);
  let begun: { readonly firstBare: string; readonly serverFirst: string; readonly combined: string } | null = null;
  return {
    answer: (clientFirst) => {
      // gs2-header is `n,,` or `y,,`: no channel binding, no authorization identity.
      const header = /^[ny],,/.exec(clientFirst)?.[0];
      if (header === undefined)
        throw new ProtocolFault('the client asks for SCRAM channel binding, which is not offered');
      const firstBare = clientFirst.slice(header.length);
      const parts = firstBare.split(',');
      attribute(parts, 0, 'n');
      const combined = attribute(parts, 1, 'r') + nonce;
      const serverFirst = `r=${combined},s=${verifier.salt},i=${verifier.iterations}`;
      begun = { firstBare, serverFirst, combined };
      return serverFirst;
    },
    finish: (clientFinal) => {
      if (!begun) throw new ProtocolFault('a SCRAM message came out of order');
      const parts = clientFinal.split(',');
      const binding = attribute(parts, 0, 'c');
      if (binding !== 'biws' && binding !== 'eSws') throw new ProtocolFault('the SCRAM channel binding is invalid');
      if (attribute(parts, 1, 'r') !== begun.combined) throw new ProtocolFault('the SCRAM nonce is wrong');
      const proof = base64(attribute(parts, parts.length - 1, 'p'));
      const message = `${begun.firstBare},${begun.serverFirst},${clientFinal.slice(0, clientFinal.lastIndexOf(',p='))}`;
      const clientKey = xor(proof, hmac(verifier.storedKey, message));
      if (!isSame(sha256(clientKey), verifier.storedKey)) return null;
      return `v=${hmac(verifier.serverKey, message).toString('base64')}`;
    },
  };
}
