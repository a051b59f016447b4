// Cancellation keys. Clients get keys of the gateway's own, so that one of them says nothing about the target's and
// cannot be used around the gateway.
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

export interface CancelKey {
  readonly processId: number;
  readonly secret: Buffer;
}

interface Registered {
  readonly secret: Buffer;
  readonly cancel: () => void;
}

export class CancelRegistry {
  readonly #sessions = new Map<number, Registered>();

  register(cancel: () => void): CancelKey {
    let processId = randomInt(1, 0x7fffffff);
    while (this.#sessions.has(processId)) processId = randomInt(1, 0x7fffffff);
    const secret = randomBytes(4);
    this.#sessions.set(processId, { secret, cancel });
    return { processId, secret };
  }

  forget(processId: number): void {
    this.#sessions.delete(processId);
  }

  /** A request with a wrong key does nothing and says nothing, as PostgreSQL has it. */
  cancel({ processId, secret }: CancelKey): void {
    const found = this.#sessions.get(processId);
    if (found && found.secret.length === secret.length && timingSafeEqual(found.secret, secret)) found.cancel();
  }
}
