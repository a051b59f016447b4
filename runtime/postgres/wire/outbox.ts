// Bytes for one side of a session, in order. Pieces that lie side by side in memory, as the messages of one chunk do, are
// joined without copying.

export class Outbox {
  #pieces: Buffer[] = [];
  #memory: ArrayBufferLike | null = null;
  #from = 0;
  #to = 0;

  get isEmpty(): boolean {
    return this.#memory === null;
  }

  /** The caller must not change the bytes any more. */
  push(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (bytes.buffer !== this.#memory || bytes.byteOffset !== this.#to) {
      this.#seal();
      this.#memory = bytes.buffer;
      this.#from = bytes.byteOffset;
    }
    this.#to = bytes.byteOffset + bytes.length;
  }

  /** Everything, in one piece; the box is empty then. */
  take(): Buffer {
    if (this.#pieces.length === 0 && this.#memory !== null) {
      const only = Buffer.from(this.#memory, this.#from, this.#to - this.#from);
      this.#memory = null;
      return only;
    }
    this.#seal();
    const all = Buffer.concat(this.#pieces);
    this.clear();
    return all;
  }

  clear(): void {
    this.#pieces = [];
    this.#memory = null;
  }

  #seal(): void {
    if (this.#memory === null) return;
    this.#pieces.push(Buffer.from(this.#memory, this.#from, this.#to - this.#from));
    this.#memory = null;
  }
}
