// Reads the records of a recording one by one. It checks form and order only: whoever needs proof calls `verifyRecordingFile` first.
import { decodeRecord } from './line.ts';
import { readLines } from './read-lines.ts';
import { RepeatReader } from './repeat-reader.ts';
import type { WholeRecord } from './records.ts';

/** Thrown when a recording cannot be read; the message names the file and the record. */
export class RecordingFault extends Error {
  override readonly name = 'RecordingFault';
}

/** Repeated statements come in full. Throws RecordingFault. */
export function* readRecording(path: string): Generator<WholeRecord> {
  const repeats = new RepeatReader();
  let number = 0;
  const lines = readLines(path);
  for (;;) {
    let next: IteratorResult<{ readonly bytes: Uint8Array; readonly ended: boolean }>;
    try {
      next = lines.next();
    } catch (error) {
      throw new RecordingFault(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    if (next.done) return;
    const record = decodeRecord(next.value.bytes);
    const problem =
      'problem' in record ? record.problem : record.seq === number ? null : `it says it is record ${record.seq}`;
    if ('problem' in record || problem !== null)
      throw new RecordingFault(`${path}: record ${number} cannot be read: ${problem}`);
    const whole = repeats.take(record);
    if (whole === null) throw new RecordingFault(`${path}: record ${number} repeats a statement that is not there`);
    yield* whole;
    number++;
  }
}
