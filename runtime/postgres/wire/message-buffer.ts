// Bytes of one direction, cut anywhere, as a queue. Chunks are joined only when a whole message has arrived, so a long
// message that comes in many chunks is copied once.

const EMPTY: Buffer = Buffer.alloc(0);

export class MessageBuffer {
  #chunk: Buffer = EMPTY;
  /** Where the first byte that was not taken lies in `#chunk`. */
  #at = 0;
  #later: Buffer[] = [];
  #laterBytes = 0;

  get length(): number {
    return this.#chunk.length - this.#at + this.#laterBytes;
  }

  push(chunk: Buffer): void {
    if (this.length === 0) {
      this.#chunk = chunk;
      this.#at = 0;
      return;
    }
    this.#later.push(chunk);
    this.#laterBytes += chunk.length;
  }

  /** Whether `count` bytes have arrived; if so, `front` holds at least them. */
  holds(count: number): boolean {
    if (this.#chunk.length - this.#at >= count) return true;
    if (this.length < count) return false;
    this.#chunk = Buffer.concat([this.#chunk.subarray(this.#at), ...this.#later], this.length);
    this.#at = 0;
    this.#later = [];
    this.#laterBytes = 0;
    return true;
  }

  /** A byte that `holds` has promised. */
  byteAt(offset: number): number {
    return this.#chunk[this.#at + offset] ?? 0;
  }

  /** A big-endian Int32 that `holds` has promised. */
  int32At(offset: number): number {
    return this.#chunk.readInt32BE(this.#at + offset);
  }

  /** The bytes that are in one piece; more may wait behind them. */
  get front(): Buffer {
    return this.#at === 0 ? this.#chunk : this.#chunk.subarray(this.#at);
  }

  /** Removes and gives the first `count` bytes of `front`. */
  take(count: number): Buffer {
    const end = Math.min(this.#at + count, this.#chunk.length);
    const taken = this.#chunk.subarray(this.#at, end);
    this.#at = end;
    if (end === this.#chunk.length) this.#shift();
    return taken;
  }

  clear(): void {
    this.#chunk = EMPTY;
    this.#at = 0;
    this.#later = [];
    this.#laterBytes = 0;
  }

  #shift(): void {
    this.#chunk = this.#later.shift() ?? EMPTY;
    this.#at = 0;
    if (this.#chunk !== EMPTY) this.#laterBytes -= this.#chunk.length;
  }
}
