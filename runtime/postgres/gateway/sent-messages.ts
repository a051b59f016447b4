// What the client itself has sent by NOTIFY: when it comes back to it, it may be shown. The payload of any other notification may have been
// made of protected values, by a trigger for one.

/** A client that sends more of them before they come back sees the payloads of the latest. */
const MAX_KEPT = 256;

export class SentMessages {
  readonly #sent = new Set<string>();

  add(channel: string, payload: string): void {
    const oldest = this.#sent.values().next();
    if (this.#sent.size >= MAX_KEPT && oldest.done !== true) this.#sent.delete(oldest.value);
    this.#sent.add(`${channel}\0${payload}`);
  }

  has(channel: string, payload: string): boolean {
    return this.#sent.has(`${channel}\0${payload}`);
  }
}
