// One record as one line of a recording: its canonical bytes, its hash, and what a checkpoint signs.
// INVARIANT: a line is byte for byte what JSON.stringify makes of its parsed value, so no two texts say the same;
// guarded by verify-recording.test.ts, which flips every byte.
import { hash } from 'node:crypto';
import type { RecordBody, RecordHeader, RecordingRecord, ResponseReleased } from './records.ts';

/** What stands in `prev` of the first record. */
export const FIRST_PREV: string = '0'.repeat(64);
export const NEWLINE = 0x0a;

/** A line with its newline, and the hash of the line without it. */
export interface EncodedLine {
  readonly line: Buffer;
  readonly hash: string;
}

/** The line of a record: header first, then the body in the order it was built. */
export function encodeLine({ seq, at, prev }: RecordHeader, body: RecordBody): EncodedLine {
  const head = `{"seq":${seq},"at":"${at}","prev":"${prev}",`;
  if (body.kind === 'response' && needsNoEscape(body.bytes)) return encodeResponse(head, body);
  // A body has at least its kind, so its JSON goes on behind the header's.
  const text = head + JSON.stringify(body).slice(1);
  return { line: Buffer.from(`${text}\n`), hash: hash('sha256', text, 'hex') };
}

const needsNoEscape = (text: string): boolean => !text.includes('"') && !text.includes('\\') && !text.includes('\n');

/**
 * Responses are nearly all of a recording, and JSON.stringify looks at each of their characters several times slower than
 * hashing does. Base64 needs no escapes, so its text is copied as it is.
 */
function encodeResponse(head: string, { bytes, repeats, results }: ResponseReleased): EncodedLine {
  const front = `${head}"kind":"response","bytes":"`;
  const tail = `","repeats":${JSON.stringify(repeats)},"results":${JSON.stringify(results)}}\n`;
  const line = Buffer.allocUnsafe(front.length + Buffer.byteLength(bytes) + Buffer.byteLength(tail));
  const end = line.write(bytes, line.write(front)) + front.length;
  line.write(tail, end);
  return { line, hash: hashLine(line.subarray(0, -1)) };
}

/** SHA-256, hex, of a line without its newline: what the next record carries as `prev`. */
export const hashLine = (line: Uint8Array): string => hash('sha256', line, 'hex');

/**
 * What a checkpoint's signature covers: the session, its own place, time and key, and through `prev` every byte before
 * it. The first line keeps these signatures apart from any other use of the key.
 */
export function checkpointMessage(session: string, header: RecordHeader, key: string): Uint8Array {
  const { seq, at, prev } = header;
  return Buffer.from(`hpol recording checkpoint 1\n${JSON.stringify({ session, seq, at, prev, key })}`);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The record of a line, or why it is none. Only the header and `kind` are checked; `verifyRecording` checks the chain. */
export function decodeRecord(line: Uint8Array): RecordingRecord | { readonly problem: string } {
  let value: unknown;
  try {
    const text = decoder.decode(line);
    value = JSON.parse(text);
    if (JSON.stringify(value) !== text) return { problem: 'it is not in canonical form' };
  } catch {
    return { problem: 'it is not JSON in UTF-8' };
  }
  return isRecord(value) ? value : { problem: 'it is not a record' };
}

function isRecord(value: unknown): value is RecordingRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { seq, at, prev, kind } = value as { readonly [key: string]: unknown };
  return typeof seq === 'number' && typeof at === 'string' && typeof prev === 'string' && typeof kind === 'string';
}
