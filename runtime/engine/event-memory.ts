// The part of a module's memory that events are written into: one block, reused for every event, replaced by a larger one
// when an event does not fit. Texts are queued and encoded together, because a call of the platform's encoder costs more than
// the texts of an event. Views are made again when memory has grown.
import { TEXT } from '../../compiler/abi/records.ts';
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
  readonly #texts: string[] = [];
  readonly #places: number[] = [];
  #queued = 0;
  #capacity = INITIAL_BYTES;
  #block = 0;
  #at = 0;
  #end = 0;
  /** Writes texts without a view of its own for each. */
  #bytes: Buffer;
  #words: Uint32Array;
  /** Changes when what was written before is gone. */
  generation = 0;
  /** Address of the text last written. */
  textAddress = 0;

  constructor(exports: ModuleExports, memory: WebAssembly.Memory) {
    this.#exports = exports;
    this.#memory = memory;
    this.#bytes = Buffer.from(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
    this.#allocate();
  }

  /** Makes the views again when the module has grown its memory: after every call into it. */
  refresh(): void {
    if (this.#bytes.buffer === this.#memory.buffer) return;
    this.#bytes = Buffer.from(this.#memory.buffer);
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
    this.#queued = 0;
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
    this.#texts[this.#queued] = text;
    this.#places[this.#queued] = place;
    this.#queued += 1;
  }

  /** Writes the queued texts; false when one of them is ill-formed. */
  flush(): boolean {
    const queued = this.#queued;
    this.#queued = 0;
    let all = '';
    for (let index = 0; index < queued; index++) all += this.#texts[index];
    const { length } = all;
    if (this.#at + length * MAX_UNIT_BYTES > this.#end) throw NO_ROOM;
    const written = this.#bytes.write(all, this.#at, 'utf8');
    // As many bytes as units: all is ASCII, and each text is as long as it was.
    if (written !== length) return this.#flushOneByOne(queued);
    for (let index = 0; index < queued; index++) {
      const bytes = this.#texts[index]?.length ?? 0;
      this.#setPlace(index, bytes);
      this.#at += bytes;
    }
    return true;
  }

  #flushOneByOne(queued: number): boolean {
    for (let index = 0; index < queued; index++) {
      const start = this.#at;
      const bytes = this.putText(this.#texts[index] ?? '');
      if (bytes === ILL_FORMED) return false;
      this.#at = start;
      this.#setPlace(index, bytes);
      this.#at += bytes;
    }
    return true;
  }

  #setPlace(index: number, bytes: number): void {
    const place = this.#places[index] ?? 0;
    this.setWord(place + TEXT.at.address, this.#at);
    this.setWord(place + TEXT.at.length, bytes);
  }

  /** Writes a text at once, at `textAddress`, and gives its byte length, or ILL_FORMED. */
  putText(text: string): number {
    if (!text.isWellFormed()) return ILL_FORMED;
    if (this.#at + text.length * MAX_UNIT_BYTES > this.#end) throw NO_ROOM;
    this.textAddress = this.#at;
    const written = this.#bytes.write(text, this.#at, 'utf8');
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
