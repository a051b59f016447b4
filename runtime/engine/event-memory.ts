// The part of a module's memory that events are written into: one block, reused for every event, replaced by a larger one
// when an event does not fit. Texts are queued and encoded together, because a call of the platform's encoder costs more than
// the texts of an event. Views are made again when memory has grown.
import type { ModuleExports } from './module-exports.ts';

const INITIAL_BYTES = 64 * 1024;
const MAX_BYTES = 512 * 1024 * 1024;
/** UTF-8 needs at most three bytes for each UTF-16 unit. */
const MAX_UNIT_BYTES = 3;

/** Thrown by writes that do not fit; `withRoom` catches it. */
const NO_ROOM = new Error('the event does not fit its block');

/** The text is not well-formed Unicode and has no UTF-8 form. */
export const ILL_FORMED = -1;

export class EventMemory {
  readonly #exports: ModuleExports;
  readonly #memory: WebAssembly.Memory;
  readonly #encoder = new TextEncoder();
  readonly #texts: string[] = [];
  readonly #places: number[] = [];
  readonly #owners: number[] = [];
  #capacity = INITIAL_BYTES;
  #block = 0;
  #at = 0;
  #end = 0;
  #bytes: Uint8Array;
  #words: Uint32Array;
  /** Changes when what was written before is gone. */
  generation = 0;
  /** Whose texts are queued next: a number that tells which text is ill-formed. */
  owner = 0;
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
    this.generation += 1;
    this.continueAt(this.#block);
  }

  /** Starts over behind what lies before an address that `here` gave. */
  continueAt(address: number): void {
    this.refresh();
    this.#flushed();
    this.#at = address;
  }

  /** Where the next bytes go. */
  get here(): number {
    return this.#at;
  }

  /** Takes bytes at an 8-byte boundary; their content is undefined. */
  take(size: number): number {
    const start = (this.#at + 7) & ~7;
    if (start + size > this.#end) throw NO_ROOM;
    this.#at = start + size;
    return start;
  }

  /** Has `flush` write the text, and its address and length into the two words at `place`. */
  queueText(text: string, place: number): void {
    this.#texts.push(text);
    this.#places.push(place);
    this.#owners.push(this.owner);
  }

  /** Writes the queued texts; gives the owner of the first that is ill-formed, or null when all are well. */
  flush(): number | null {
    let all = '';
    for (const text of this.#texts) all += text;
    const { length } = all;
    if (this.#at + length * MAX_UNIT_BYTES > this.#end) throw NO_ROOM;
    const { written } = this.#encoder.encodeInto(all, this.#bytes.subarray(this.#at, this.#end));
    // As many bytes as units: all is ASCII, and each text is as long as it was.
    if (written !== length) return this.#flushOneByOne();
    let at = this.#at;
    for (let index = 0; index < this.#texts.length; index++) {
      const bytes = this.#texts[index]?.length ?? 0;
      this.#setPlace(index, at, bytes);
      at += bytes;
    }
    this.#at = at;
    return this.#flushed();
  }

  #flushOneByOne(): number | null {
    for (let index = 0; index < this.#texts.length; index++) {
      const bytes = this.putText(this.#texts[index] ?? '');
      if (bytes === ILL_FORMED) return this.#owners[index] ?? 0;
      this.#setPlace(index, this.textAddress, bytes);
    }
    return this.#flushed();
  }

  #setPlace(index: number, address: number, bytes: number): void {
    const place = this.#places[index] ?? 0;
    this.setWord(place, address);
    this.setWord(place + 4, bytes);
  }

  #flushed(): null {
    this.#texts.length = 0;
    this.#places.length = 0;
    this.#owners.length = 0;
    return null;
  }

  /** The owner of the first queued text that is ill-formed, or null when there is none. */
  firstIllFormed(): number | null {
    const index = this.#texts.findIndex((text) => !text.isWellFormed());
    return index === -1 ? null : (this.#owners[index] ?? 0);
  }

  /** Writes a text at once, at `textAddress`, and gives its byte length, or ILL_FORMED. */
  putText(text: string): number {
    if (!text.isWellFormed()) return ILL_FORMED;
    if (this.#at + text.length * MAX_UNIT_BYTES > this.#end) throw NO_ROOM;
    this.textAddress = this.#at;
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
    this.generation += 1;
    this.#exports.hpol_reset();
    this.#block = this.#exports.hpol_alloc(this.#capacity);
    this.#exports.hpol_mark();
    this.#end = this.#block + this.#capacity;
    this.refresh();
  }
}
