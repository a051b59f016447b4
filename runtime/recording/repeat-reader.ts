// Gives repeated statements back in full while a recording is read from its front. It remembers no more than the window
// that a repetition may point into.
import {
  REPEAT_WINDOW,
  type RecordHeader,
  type RecordingRecord,
  type Repetition,
  type StatementDecided,
  type WholeRecord,
} from './records.ts';

export class RepeatReader {
  readonly #recent = new Map<number, StatementDecided>();

  /** The record with the statements that it repeats in front of it; null when one of those is not there. */
  take(record: RecordingRecord): readonly WholeRecord[] | null {
    switch (record.kind) {
      case 'statement':
        this.#remember(record);
        return [record];
      case 'statement.repeated':
        return this.#whole(record, [record]);
      case 'response': {
        const statements = this.#whole(record, record.repeats);
        return statements && [...statements, record];
      }
      default:
        return [record];
    }
  }

  #whole({ seq, at, prev }: RecordHeader, repeats: readonly Repetition[]): readonly WholeRecord[] | null {
    const statements: WholeRecord[] = [];
    for (const { statement, as, via, parameters } of repeats) {
      const before = this.#recent.get(as);
      if (!before || statement - as > REPEAT_WINDOW) return null;
      statements.push({ ...before, seq, at, prev, statement, via, parameters });
    }
    return statements;
  }

  #remember(record: StatementDecided): void {
    this.#recent.set(record.statement, record);
    for (const number of this.#recent.keys()) {
      if (record.statement - number <= REPEAT_WINDOW) return;
      this.#recent.delete(number);
    }
  }
}
