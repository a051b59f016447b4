// Gives repeated statements back in full while a recording is read from its front. It remembers no more than the window
// that a repetition may point into.
import { REPEAT_WINDOW, type RecordingRecord, type StatementDecided, type WholeRecord } from './records.ts';

export class RepeatReader {
  readonly #recent = new Map<number, StatementDecided>();

  /** The record, a repetition as the statement that it repeats; null when that is not there. */
  take(record: RecordingRecord): WholeRecord | null {
    if (record.kind === 'statement') this.#remember(record);
    if (record.kind !== 'statement.repeated') return record;
    const { seq, at, prev, statement, via, parameters } = record;
    const before = this.#recent.get(record.as);
    if (!before || statement - record.as > REPEAT_WINDOW) return null;
    return { ...before, seq, at, prev, statement, via, parameters };
  }

  #remember(record: StatementDecided): void {
    this.#recent.set(record.statement, record);
    for (const number of this.#recent.keys()) {
      if (record.statement - number <= REPEAT_WINDOW) return;
      this.#recent.delete(number);
    }
  }
}
