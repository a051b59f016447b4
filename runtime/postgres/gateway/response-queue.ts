// What the target still owes for the messages that were forwarded, in order. After an error in the extended protocol the
// server skips everything up to Sync, a simple Query included, and this queue drops the same entries.
import type { Expected, NameChange } from './session-types.ts';

interface Slot {
  readonly expected: Expected;
  /** The number of the Sync or Query that ends this entry's batch. */
  readonly boundary: number;
}

/** How many changes of each name are on their way, by kind of name. */
type Counts = Readonly<Record<NameChange['map'], Map<string, number>>>;

/** Names besides the unnamed one. */
const named = (counts: ReadonlyMap<string, number>): number => counts.size - Number(counts.has(''));

const isBoundary = (expected: Expected): boolean => expected.kind === 'sync' || expected.kind === 'query';

export class ResponseQueue {
  #slots: Slot[] = [];
  #first = 0;
  #mode: 'normal' | 'skipping' | 'copying_in' = 'normal';
  readonly #pending: Counts = { statement: new Map(), portal: new Map() };
  /** Number of the batch, up to a boundary, in which a named statement or portal changed last. */
  #namesChangedIn = 0;
  boundariesSent = 0;
  boundariesAnswered = 0;

  /** The server is sure to ignore what comes before the next Sync. */
  get isSkipping(): boolean {
    return this.#mode === 'skipping';
  }

  get isCopyingIn(): boolean {
    return this.#mode === 'copying_in';
  }

  get isEmpty(): boolean {
    return this.#first === this.#slots.length;
  }

  /**
   * Whether names of statements or portals, the unnamed ones aside, are about to change, or have changed since the last boundary: how far
   * the target has come within a batch is chance, and what is decided must not depend on it.
   */
  get hasPendingNames(): boolean {
    if (this.#namesChangedIn > this.boundariesSent) return true;
    return named(this.#pending.statement) + named(this.#pending.portal) > 0;
  }

  /** What is not answered yet, in order. */
  get waiting(): readonly Expected[] {
    return this.#slots.slice(this.#first).map(({ expected }) => expected);
  }

  get head(): Expected | null {
    return this.#slots[this.#first]?.expected ?? null;
  }

  push(expected: Expected): void {
    if (expected.kind === 'sync' && this.#mode === 'skipping') this.#mode = 'normal';
    if (expected.kind === 'copy_end') {
      if (this.#mode === 'copying_in') this.#mode = 'normal';
      if (this.isEmpty) return;
    }
    this.#slots.push({ expected, boundary: this.boundariesSent + 1 });
    if (expected.changes.some(({ name }) => name !== '')) this.#namesChangedIn = this.boundariesSent + 1;
    if (isBoundary(expected)) this.boundariesSent += 1;
    for (const change of expected.changes) this.#count(change, 1);
  }

  /** The head was answered. */
  complete(): Expected | null {
    const slot = this.#slots[this.#first];
    if (!slot) return null;
    this.#first += 1;
    this.#forget(slot.expected);
    if (this.#first > 256 && this.#first * 2 > this.#slots.length) {
      this.#slots = this.#slots.slice(this.#first);
      this.#first = 0;
    }
    while (this.head?.kind === 'copy_end') this.#first += 1;
    return slot.expected;
  }

  /** The head ended in an error. Gives the entries that the server skips. */
  fail(): readonly Expected[] {
    const head = this.head;
    if (!head) return [];
    if (head.kind === 'sync' || head.kind === 'query') {
      head.hasFailed = true;
      this.#mode = 'normal';
      return [];
    }
    const dropped: Expected[] = [];
    while (this.head && this.head.kind !== 'sync') {
      const next = this.complete();
      if (next) dropped.push(next);
    }
    this.#mode = this.head ? 'normal' : 'skipping';
    return dropped;
  }

  /** The server reads copy data and ignores Sync until the copy ends. */
  startCopyIn(): void {
    const ahead = this.#slots.slice(this.#first + 1);
    const end = ahead.findIndex(({ expected }) => expected.kind === 'copy_end');
    const ignored = end < 0 ? ahead : ahead.slice(0, end);
    const head = this.#slots[this.#first];
    for (const { expected } of ignored) this.#forget(expected);
    this.#slots = [...(head ? [head] : []), ...(end < 0 ? [] : ahead.slice(end))];
    this.#first = 0;
    if (end < 0) this.#mode = 'copying_in';
  }

  /** The latest change of a name that is not confirmed yet; `isInBatch`: an error in between would skip what asks, too. */
  pendingChange(map: NameChange['map'], name: string): { change: NameChange; isInBatch: boolean } | null {
    if (!this.#pending[map].has(name)) return null;
    for (let at = this.#slots.length - 1; at >= this.#first; at -= 1) {
      const slot = this.#slots[at];
      const change = slot?.expected.changes.findLast((change) => change.map === map && change.name === name);
      if (slot && change) return { change, isInBatch: slot.boundary > this.boundariesSent };
    }
    return null;
  }

  #forget(expected: Expected): void {
    if (isBoundary(expected)) this.boundariesAnswered += 1;
    for (const change of expected.changes) this.#count(change, -1);
  }

  #count(change: NameChange, by: number): void {
    const counts = this.#pending[change.map];
    const count = (counts.get(change.name) ?? 0) + by;
    if (count > 0) counts.set(change.name, count);
    else counts.delete(change.name);
  }
}
