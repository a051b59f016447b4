// Proves a recording offline: form, order, chain and signed end. It names the first record that is not what was written, and
// believes nothing that a record says about itself.
import { verify, type KeyObject } from 'node:crypto';
import { basename } from 'node:path';
import { checkpointMessage, decodeRecord, FIRST_PREV, hashLine } from '../recording/line.ts';
import { RECORDING_SUFFIX } from '../recording/open-recording.ts';
import { readLines, splitLines, type Line } from '../recording/read-lines.ts';
import type { RecordingRecord } from '../recording/records.ts';
import { keyIdOf } from './signing-key.ts';

export interface VerifiedRecording {
  readonly ok: true;
  readonly records: number;
  readonly session: string;
  /** False when no key was given: then the chain was checked and the signature was not. */
  readonly signed: boolean;
}

/** `record` counts from 0 as `seq` does, `line` from 1. */
export interface BrokenRecording {
  readonly ok: false;
  readonly record: number;
  readonly line: number;
  readonly problem: string;
  /** True when what is there holds and only the end is missing: the session lives, or the file was truncated, or its writer crashed. */
  readonly isUnclosed: boolean;
}

export type Verification = VerifiedRecording | BrokenRecording;

/** Verifies bytes. Without a key the chain is checked, but not who wrote it. */
export const verifyRecording = (bytes: Uint8Array, publicKey: KeyObject | null): Verification =>
  verifyLines(splitLines([bytes]), publicKey);

/** Verifies a file in constant memory, its name included. Throws what the file system throws. */
export function verifyRecordingFile(path: string, publicKey: KeyObject | null): Verification {
  const result = verifyLines(readLines(path), publicKey);
  if (result.ok && !basename(path).endsWith(`-${result.session}${RECORDING_SUFFIX}`)) {
    return broken(0, `the file is not named after its session ${result.session}`);
  }
  return result;
}

const broken = (record: number, problem: string): BrokenRecording => ({
  ok: false,
  record,
  line: record + 1,
  problem,
  isUnclosed: false,
});

const unclosed = (record: number, problem: string): BrokenRecording => ({
  ...broken(record, problem),
  isUnclosed: true,
});

const CHANGED = 'its bytes are not those that were recorded';

interface Seen {
  readonly record: RecordingRecord;
  readonly hash: string;
}

function verifyLines(lines: Iterator<Line>, publicKey: KeyObject | null): Verification {
  let last: Seen | null = null;
  let session = '';
  let count = 0;
  for (let next = lines.next(); !next.done; next = lines.next()) {
    const current = examine(next.value, count);
    if ('ok' in current) return current;
    const prev: string = last === null ? FIRST_PREV : last.hash;
    if (current.record.prev !== prev)
      return brokenLink(count, current, { following: lines.next(), session, publicKey });
    const misplaced = placement(current.record, last?.record ?? null);
    if (misplaced !== null) return broken(count, misplaced);
    if (current.record.kind === 'session.open') session = current.record.session;
    last = current;
    count++;
  }
  if (last === null) return unclosed(0, 'the recording is empty');
  return verifyEnd(last.record, session, publicKey);
}

/** One line alone: whole, canonical, in its place. */
function examine(line: Line, number: number): Seen | BrokenRecording {
  if (!line.ended) return unclosed(number, 'its line has no end: the recording was truncated or its writer crashed');
  const record = decodeRecord(line.bytes);
  if ('problem' in record) return broken(number, record.problem);
  if (record.seq !== number)
    return broken(
      number,
      `record ${number} was expected and ${record.seq} is here: records were removed, added or moved`,
    );
  return { record, hash: hashLine(line.bytes) };
}

/** What the order of kinds demands; null when all is well. */
function placement(record: RecordingRecord, before: RecordingRecord | null): string | null {
  if ((record.kind === 'session.open') !== (before === null))
    return 'session.open must be the first record and no other';
  if (before?.kind === 'checkpoint') return 'it stands behind the checkpoint: it was added after the session ended';
  if (record.kind === 'checkpoint' && before?.kind !== 'session.close') return 'a checkpoint must follow session.close';
  if (before?.kind === 'session.close' && record.kind !== 'checkpoint')
    return 'only a checkpoint may follow session.close';
  return null;
}

interface LinkContext {
  readonly following: IteratorResult<Line>;
  readonly session: string;
  readonly publicKey: KeyObject | null;
}

/** The link between two records is broken: either the earlier one was changed or the link itself. The record after, or the signature, tells which. */
function brokenLink(number: number, current: Seen, context: LinkContext): BrokenRecording {
  const earlier = broken(Math.max(number - 1, 0), CHANGED);
  if (number === 0) return earlier;
  if (context.following.done !== true) {
    const after = decodeRecord(context.following.value.bytes);
    return 'prev' in after && after.prev === current.hash ? earlier : broken(number, CHANGED);
  }
  const intact = verifyEnd(current.record, context.session, context.publicKey).ok;
  return intact ? earlier : broken(number, CHANGED);
}

function verifyEnd(last: RecordingRecord, session: string, publicKey: KeyObject | null): Verification {
  if (last.kind !== 'checkpoint')
    return unclosed(last.seq, 'the recording is not closed behind it: it was truncated or its writer crashed');
  // The type is a promise of the writer; whoever changed the file keeps none.
  if (typeof last.key !== 'string' || typeof last.signature !== 'string')
    return broken(last.seq, 'the checkpoint lacks its key or signature');
  if (publicKey !== null) {
    if (last.key !== keyIdOf(publicKey)) return broken(last.seq, 'the checkpoint is signed with another key');
    const signature = Buffer.from(last.signature, 'base64');
    const isCanonical = signature.toString('base64') === last.signature;
    if (!isCanonical || !verify(null, checkpointMessage(session, last, last.key), publicKey, signature)) {
      return broken(last.seq, 'the signature of the checkpoint does not fit: the recording was rewritten');
    }
  }
  return { ok: true, records: last.seq + 1, session, signed: publicKey !== null };
}
