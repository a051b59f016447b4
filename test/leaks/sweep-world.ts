// Searches everything that policyd has written or said about the masked sessions of a world for protected values: its log, its store, the
// catalogs, and recordings with the responses in them decoded. What clients typed themselves may stand there.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORDING_SUFFIX } from '../../runtime/recording/open-recording.ts';
import type { RecordingRecord } from '../../runtime/recording/records.ts';
import { findCanaries } from './canaries.ts';
import type { LeakWorld } from './leak-world.ts';
import { GATEWAY } from './peer.ts';

export interface Swept {
  /** `PLACE: OWNER`, once each. */
  readonly found: readonly string[];
  readonly bytes: number;
  readonly recordings: number;
}

/** `typed` is everything that clients sent. */
export function sweepWorld(world: LeakWorld, typed: string): Swept {
  const files = readdirSync(world.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = new Set<string>();
  let bytes = 0;
  let recordings = 0;
  const search = (place: string, text: string): void => {
    bytes += text.length;
    for (const { owner, spelling } of findCanaries(text)) {
      if (!typed.includes(spelling)) found.add(`${place}: ${owner}`);
    }
  };
  search('the log', world.log.join('\n'));
  for (const { name, parentPath } of files) {
    const text = readFileSync(join(parentPath, name)).toString('latin1');
    const isRecording = name.endsWith(RECORDING_SUFFIX);
    if (isRecording && !isOfMasked(text)) continue;
    search(isRecording ? 'a recording' : name, text);
    if (!isRecording) continue;
    recordings += 1;
    search('the responses in a recording', responses(text));
  }
  return { found: [...found], bytes, recordings };
}

const records = (text: string): readonly RecordingRecord[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(Buffer.from(line, 'latin1').toString('utf8')) as RecordingRecord);

/** Others are shown clear values, and their recordings hold what they were shown. */
function isOfMasked(text: string): boolean {
  const [first] = records(text.slice(0, text.indexOf('\n')));
  return first?.kind !== 'session.open' || first.identity.user === GATEWAY.user;
}

const responses = (text: string): string =>
  records(text)
    .map((record) => (record.kind === 'response' ? Buffer.from(record.bytes, 'base64').toString('latin1') : ''))
    .join('');
