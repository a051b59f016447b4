// The growing end of one recording: numbers, times and chains records, and signs the end. Pure: it makes lines, and
// whoever holds the file writes them.
import { checkpointMessage, encodeLine, FIRST_PREV, hashLine } from './line.ts';
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
    return { seq: this.#end.seq, at: this.#clock().toISOString(), prev: this.#end.prev };
  }

  #link(header: RecordHeader, body: RecordBody): { readonly seq: number; readonly line: Buffer } {
    const line = encodeLine(header, body);
    // The newline ends the line and is no part of it.
    this.#end = { seq: header.seq + 1, prev: hashLine(line.subarray(0, -1)) };
    return { seq: header.seq, line };
  }
}
