// Finds recordings on disk for the commands that read them.
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { reasonOf } from '../config/reason-of.ts';
import { RECORDING_SUFFIX } from '../recording/open-recording.ts';
import { readRecording } from '../recording/read-recording.ts';
import type { WholeRecord, SessionOpened } from '../recording/records.ts';
import { CliFault } from './cli-fault.ts';

/** Recordings of a folder, oldest day first. */
export function recordingsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(RECORDING_SUFFIX))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    throw new CliFault(`cannot read the recordings folder ${folder}: ${reasonOf(error)}`, { cause: error });
  }
}

/** A file as it is, or every recording of a folder. */
export function recordingsAt(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
  } catch (error) {
    throw new CliFault(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
  return recordingsIn(path);
}

/** The recording that a path, a file name or a session id means. */
export function findRecording(folder: string, name: string): string {
  if (name.endsWith(RECORDING_SUFFIX) && statSync(name, { throwIfNoEntry: false })?.isFile() === true) return name;
  const found = recordingsIn(folder).filter(
    (path) => basename(path) === name || basename(path).endsWith(`-${name}${RECORDING_SUFFIX}`),
  );
  const [path, other] = found;
  if (path === undefined)
    throw new CliFault(`there is no recording ${name} in ${folder}; see \`policyd recordings list\``);
  if (other !== undefined)
    throw new CliFault(`${name} means several recordings: ${found.map((each) => basename(each)).join(', ')}`);
  return path;
}

export interface SessionSummary {
  readonly path: string;
  readonly opened: SessionOpened;
  readonly openedAt: string;
  readonly statements: number;
  readonly refused: number;
  readonly held: number;
  /** Null while the session lives, or when its end is missing. */
  readonly closed: { readonly at: string; readonly reason: string } | null;
}

/** What one recording says of its session; null when it has no first record. */
export function summarize(path: string): SessionSummary | null {
  let summary: SessionSummary | null = null;
  for (const record of readableRecords(path)) {
    if (record.kind === 'session.open') {
      summary = { path, opened: record, openedAt: record.at, statements: 0, refused: 0, held: 0, closed: null };
    } else if (summary !== null) {
      summary = count(summary, record);
    }
  }
  return summary;
}

function count(summary: SessionSummary, record: WholeRecord): SessionSummary {
  if (record.kind === 'session.close') return { ...summary, closed: { at: record.at, reason: record.reason } };
  if (record.kind !== 'statement') return summary;
  const { action } = record.enforcement;
  return {
    ...summary,
    statements: summary.statements + 1,
    refused: summary.refused + (action === 'refuse' ? 1 : 0),
    held: summary.held + (action === 'hold' ? 1 : 0),
  };
}

/** The records up to the first that cannot be read: a live session's last line may be half written. `verify` is what judges. */
export function* readableRecords(path: string): Generator<WholeRecord> {
  let last: string | null = null;
  try {
    for (const record of readRecording(path)) {
      last = record.kind;
      yield record;
    }
  } catch (error) {
    if (last === null) throw error;
    console.error(`warning: ${error instanceof Error ? error.message : String(error)}`);
  }
}
