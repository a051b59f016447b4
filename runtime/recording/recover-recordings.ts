// Closes what a crash left open: a torn last line is cut off, the recording says so, and the end is signed. A recording
// whose chain does not hold is left alone, since signing it would vouch for what somebody changed.
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Chain } from './chain.ts';
import { decodeRecord, FIRST_PREV, hashLine } from './line.ts';
import { RECORDING_SUFFIX } from './open-recording.ts';
import { readLines } from './read-lines.ts';
import type { RecordBody } from './records.ts';
import type { Signer } from './signer.ts';

export interface Recovered {
  readonly path: string;
  /** `closed`: ended and signed now. `empty`: nothing whole was in it; set aside as `….torn`. `broken`: its chain does not hold; left as it is. */
  readonly outcome: 'closed' | 'empty' | 'broken';
  /** Bytes of an unfinished last line that were cut off. */
  readonly cutBytes: number;
}

/** Recovers every recording of a folder that has no checkpoint. Call it while holding the folder, before the first session. */
export function recoverRecordings(folder: string, signer: Signer): readonly Recovered[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(RECORDING_SUFFIX))
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => !endsWithCheckpoint(path))
    .map((path) => recover(path, signer));
}

const TAIL_BYTES = 4096;

/** Looks at the end of the file only: at start there may be years of recordings. */
function endsWithCheckpoint(path: string): boolean {
  const descriptor = openSync(path, 'r');
  try {
    const size = statSync(path).size;
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    const text = tail.toString('utf8');
    const last = text.slice(text.lastIndexOf('\n', text.length - 2) + 1);
    if (!last.endsWith('\n')) return false;
    const record = decodeRecord(Buffer.from(last.slice(0, -1)));
    return 'kind' in record && record.kind === 'checkpoint';
  } finally {
    closeSync(descriptor);
  }
}

interface Survey {
  readonly session: string | null;
  readonly records: number;
  readonly lastHash: string;
  readonly lastKind: RecordBody['kind'] | null;
  readonly wholeBytes: number;
  readonly cutBytes: number;
  readonly holds: boolean;
}

function survey(path: string): Survey {
  let found: Survey = {
    session: null,
    records: 0,
    lastHash: FIRST_PREV,
    lastKind: null,
    wholeBytes: 0,
    cutBytes: 0,
    holds: true,
  };
  for (const line of readLines(path)) {
    if (!line.ended) return { ...found, cutBytes: line.bytes.length };
    const record = decodeRecord(line.bytes);
    if ('problem' in record || record.seq !== found.records || record.prev !== found.lastHash)
      return { ...found, holds: false };
    const session = record.kind === 'session.open' ? record.session : found.session;
    if (session === null) return { ...found, holds: false };
    found = {
      ...found,
      session,
      records: found.records + 1,
      lastHash: hashLine(line.bytes),
      lastKind: record.kind,
      wholeBytes: found.wholeBytes + line.bytes.length + 1,
    };
  }
  return found;
}

function recover(path: string, signer: Signer): Recovered {
  const found = survey(path);
  const { session, cutBytes } = found;
  if (!found.holds) return { path, outcome: 'broken', cutBytes: 0 };
  if (session === null) {
    renameSync(path, `${path}.torn`);
    return { path, outcome: 'empty', cutBytes };
  }
  const chain = new Chain(session, () => new Date(), { seq: found.records, prev: found.lastHash });
  const message =
    cutBytes > 0
      ? `policyd stopped without closing this session; ${cutBytes} bytes of an unfinished record were cut off, and nothing that it explains was released`
      : 'policyd stopped without closing this session';
  // After session.close only a checkpoint may come.
  const lines =
    found.lastKind === 'session.close'
      ? chain.sign(signer)
      : [chain.append({ kind: 'fault', message }).line, ...chain.finish('recovered after a crash', signer)];
  const descriptor = openSync(path, 'r+');
  try {
    ftruncateSync(descriptor, found.wholeBytes);
    writeAll(descriptor, Buffer.concat(lines), found.wholeBytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return { path, outcome: 'closed', cutBytes };
}

function writeAll(descriptor: number, bytes: Buffer, position: number): void {
  const written = writeSync(descriptor, bytes, 0, bytes.length, position);
  if (written !== bytes.length)
    throw new Error(`only ${written} of ${bytes.length} bytes were written; the disk may be full`);
}
