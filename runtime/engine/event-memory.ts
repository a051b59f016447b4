// The part of a module's memory that events are written into: one block, reused for every event, replaced by a larger
// one when an event does not fit. Views are made again when memory has grown.
import type { ModuleExports } from './module-exports.ts';

const INITIAL_BYTES = 64 * 1024;
const MAX_BYTES = 512 * 1024 * 1024;
/** Longer texts go through the platform's encoder, whose call costs more than a short loop. */
const SHORT_TEXT = 96;

/** Thrown by writes that do not fit; `withRoom` catches it. */
const NO_ROOM = new Error('the event does not fit its block');

/** The text is not well-formed Unicode and has no UTF-8 form. */
export const ILL_FORMED = -1;

export class EventMemory {
  readonly #exports: ModuleExports;
  readonly #memory: WebAssembly.Memory;
  readonly #encoder = new TextEncoder();
  #capacity = INITIAL_BYTES;
  #block = 0;
  #at = 0;
  #end = 0;
  #bytes: Uint8Array;
  #words: Uint32Array;
  /** Address of the text last written. */
  textAddress = 0;

  constructor(exports: ModuleExports, memory: WebAssembly.Memory) {
    this.#exports = exports;
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.#allocate();
  }

  /** Makes the views again when the module has grown its memory: after every call into it. */
  refresh(): void {
    if (this.#bytes.buffer === this.#memory.buffer) return;
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#words = new Uint32Array(this.#memory.buffer);
  }

  /** Starts over: what was written before is forgotten. */
  begin(): void {
    this.refresh();
    this.#at = this.#block;
  }

  /** Takes bytes at an 8-byte boundary; their content is undefined. */
  take(size: number): number {
    const start = (this.#at + 7) & ~7;
    if (start + size > this.#end) throw NO_ROOM;
    this.#at = start + size;
    return start;
  }

  /** Writes a text at `textAddress` and gives its byte length, or ILL_FORMED. */
  putText(text: string): number {
    const { length } = text;
    const at = this.#at;
    this.textAddress = at;
    if (length > SHORT_TEXT) return this.#putLongText(text);
    if (at + length > this.#end) throw NO_ROOM;
    const bytes = this.#bytes;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return this.#putLongText(text);
      bytes[at + index] = code;
    }
    this.#at = at + length;
    return length;
  }

  #putLongText(text: string): number {
    if (!text.isWellFormed()) return ILL_FORMED;
    if (this.#at + text.length * 3 > this.#end) throw NO_ROOM;
    const { written } = this.#encoder.encodeInto(text, this.#bytes.subarray(this.#at, this.#end));
    this.#at += written;
    return written;
  }

  /** Writes bytes and gives their address. */
  putBytes(content: Uint8Array): number {
    const at = this.take(content.length);
    this.#bytes.set(content, at);
    return at;
  }

  setWord(address: number, word: number): void {
    this.#words[address >> 2] = word;
  }

  word(address: number): number {
    return this.#words[address >> 2] ?? 0;
  }

  clear(address: number, size: number): void {
    this.#words.fill(0, address >> 2, (address + size) >> 2);
  }

  /** Runs a writer again with a larger block until it fits. Throws a RangeError when no allowed block is large enough. */
  withRoom<Value>(write: () => Value): Value {
    for (;;) {
      try {
        return write();
      } catch (error) {
        if (error !== NO_ROOM) throw error;
        if (this.#capacity >= MAX_BYTES) throw new RangeError('the event is too large', { cause: error });
        this.#capacity *= 4;
        this.#allocate();
      }
    }
  }

  #allocate(): void {
    this.#exports.hpol_reset();
    this.#block = this.#exports.hpol_alloc(this.#capacity);
    this.#exports.hpol_mark();
    this.#end = this.#block + this.#capacity;
    this.refresh();
  }
}
