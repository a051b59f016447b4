// Replays recording files: each is proved first, then streamed through both policies. What cannot be proved or read is an error that
// names the file and the record.
import type { KeyObject } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { verifyRecordingFile } from '../../runtime/evidence/verify-recording.ts';
import { indexCatalog, type Catalog } from '../../runtime/postgres/analysis/catalog-index.ts';
import { RECORDING_SUFFIX } from '../../runtime/recording/open-recording.ts';
import { readRecording, RecordingFault } from '../../runtime/recording/read-recording.ts';
import { readCatalog } from '../../runtime/recording/store-catalog.ts';
import { DifferenceGroups, type DifferenceGroup } from './group-differences.ts';
import { replayRecording, type Comparison } from './replay-recording.ts';

/** Something worth knowing that is no difference, with the place where it was first seen. */
export interface ReplayNote {
  readonly message: string;
  readonly count: number;
  readonly file: string;
  readonly record: number;
}

export interface ReplayReport {
  readonly recordings: number;
  /** Sessions opened and statements decided. */
  readonly events: number;
  readonly differences: readonly DifferenceGroup[];
  readonly notes: readonly ReplayNote[];
}

/** Every recording in a folder and below, in name order. Throws RecordingFault when the folder cannot be read. */
export function findRecordings(folder: string): readonly string[] {
  const names = attempt(folder, () => readdirSync(folder, { recursive: true, encoding: 'utf8' }));
  const recordings = names.filter((name) => name.endsWith(RECORDING_SUFFIX)).sort();
  return recordings.map((name) => join(folder, name));
}

/** The name of the policy that a recording was made under. */
export function recordedPolicyName(path: string): string {
  for (const record of readRecording(path)) {
    if (record.kind === 'session.open') return record.policyName;
    break;
  }
  throw new RecordingFault(`${path}: record 0 does not open a session`);
}

/** Without a key the chain of each recording is checked and its signature is not. */
export function replayFiles(paths: readonly string[], comparison: Comparison, key: KeyObject | null): ReplayReport {
  const groups = new DifferenceGroups();
  const notes = new Map<string, ReplayNote>();
  const catalogs = new Map<string, Catalog>();
  let events = 0;
  for (const file of paths) {
    demandProof(file, key);
    events += replayRecording(readRecording(file), comparison, {
      file,
      catalog: (digest) => catalogOf(catalogs, dirname(file), digest),
      found: (difference, occurrence) => groups.add(difference, occurrence),
      note: (message, record) => {
        const known = notes.get(message) ?? { message, count: 0, file, record };
        notes.set(message, { ...known, count: known.count + 1 });
      },
    });
  }
  return { recordings: paths.length, events, differences: groups.sorted(), notes: [...notes.values()] };
}

function demandProof(file: string, key: KeyObject | null): void {
  const verified = attempt(file, () => verifyRecordingFile(file, key));
  if (!verified.ok) throw new RecordingFault(`${file}: record ${verified.record} does not hold: ${verified.problem}`);
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new RecordingFault(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function catalogOf(known: Map<string, Catalog>, folder: string, digest: string): Catalog {
  const catalog = known.get(digest) ?? indexCatalog(readCatalog(folder, digest));
  known.set(digest, catalog);
  return catalog;
}
