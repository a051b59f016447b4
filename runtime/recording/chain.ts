// The growing end of one recording: numbers, times and chains records, and signs the end. Pure: it makes lines, and
// whoever holds the file writes them.
import { checkpointMessage, encodeLine, FIRST_PREV } from './line.ts';
import type { RecordBody, RecordHeader } from './records.ts';
import type { Signer } from './signer.ts';

/** Where a chain goes on: the next number and the hash of the last line. */
export interface ChainEnd {
  readonly seq: number;
  readonly prev: string;
}

export const CHAIN_START: ChainEnd = { seq: 0, prev: FIRST_PREV };

export class Chain {
  readonly #session: string;
  readonly #clock: () => Date;
  readonly #time = new TimeText();
  #end: ChainEnd;

  constructor(session: string, clock: () => Date, end: ChainEnd) {
    this.#session = session;
    this.#clock = clock;
    this.#end = end;
  }

  /** The next line, newline included. */
  append(body: RecordBody): { readonly seq: number; readonly line: Buffer } {
    return this.#link(this.#header(), body);
  }

  /** The closing record and the checkpoint, as lines. */
  finish(reason: string, signer: Signer): readonly Buffer[] {
    return [this.append({ kind: 'session.close', reason }).line, ...this.sign(signer)];
  }

  /** The checkpoint alone, behind a closing record. */
  sign(signer: Signer): readonly Buffer[] {
    const header = this.#header();
    const signature = signer.sign(checkpointMessage(this.#session, header, signer.keyId));
    const text = Buffer.from(signature).toString('base64');
    return [this.#link(header, { kind: 'checkpoint', key: signer.keyId, signature: text }).line];
  }

  #header(): RecordHeader {
    return { seq: this.#end.seq, at: this.#time.text(this.#clock()), prev: this.#end.prev };
  }

  #link(header: RecordHeader, body: RecordBody): { readonly seq: number; readonly line: Buffer } {
    const { line, hash } = encodeLine(header, body);
    this.#end = { seq: header.seq + 1, prev: hash };
    return { seq: header.seq, line };
  }
}

const SECOND_MS = 1_000;

/** RFC 3339 times. V8 prints a whole date through printf, which costs more than hashing a short line; here it does so once a second. */
class TimeText {
  #second = Number.NaN;
  #front = '';

  text(time: Date): string {
    const ms = time.getTime();
    const second = Math.floor(ms / SECOND_MS);
    if (second !== this.#second) {
      this.#front = time.toISOString().slice(0, -4);
      this.#second = second;
    }
    return `${this.#front}${String(ms - second * SECOND_MS).padStart(3, '0')}Z`;
  }
}
