// Bytes of one direction, cut anywhere, as a queue. Chunks are joined only when a whole message has arrived, so a long
// message that comes in many chunks is copied once.

const EMPTY: Buffer = Buffer.alloc(0);

export class MessageBuffer {
  #front: Buffer = EMPTY;
  #later: Buffer[] = [];
  #laterBytes = 0;

  get length(): number {
    return this.#front.length + this.#laterBytes;
  }

  push(chunk: Buffer): void {
    if (this.length === 0) {
      this.#front = chunk;
      return;
    }
    this.#later.push(chunk);
    this.#laterBytes += chunk.length;
  }

  /** Whether `count` bytes have arrived; if so, `front` holds at least them. */
  holds(count: number): boolean {
    if (this.#front.length >= count) return true;
    if (this.length < count) return false;
    this.#front = Buffer.concat([this.#front, ...this.#later], this.length);
    this.#later = [];
    this.#laterBytes = 0;
    return true;
  }

  /** The bytes that are in one piece; more may wait behind them. */
  get front(): Buffer {
    return this.#front;
  }

  /** Removes and gives the first `count` bytes of `front`. */
  take(count: number): Buffer {
    const taken = this.#front.subarray(0, count);
    this.#front = this.#front.subarray(count);
    if (this.#front.length === 0 && this.#later.length > 0) this.#front = this.#shift();
    return taken;
  }

  clear(): void {
    this.#front = EMPTY;
    this.#later = [];
    this.#laterBytes = 0;
  }

  #shift(): Buffer {
    const next = this.#later.shift() ?? EMPTY;
    this.#laterBytes -= next.length;
    return next;
  }
}
