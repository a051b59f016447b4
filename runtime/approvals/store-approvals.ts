// The gateway's side of approvals: files a request, waits for its end by looking at the store, uses the grant up.
import { StoreFault } from '../store/store.ts';
import type { ApprovalBook } from './approval-book.ts';
import {
  ApprovalStoreFault,
  type ApprovalOutcome,
  type ApprovalQuestion,
  type Approvals,
  type PendingApproval,
} from './approvals.ts';

/** How often the store is asked while somebody waits. */
const POLL_MS = 200;

export class StoreApprovals implements Approvals {
  readonly #book: ApprovalBook;
  readonly #waiting = new Map<string, (outcome: ApprovalOutcome) => void>();
  #timer: NodeJS.Timeout | null = null;

  constructor(book: ApprovalBook) {
    this.#book = book;
  }

  request(question: ApprovalQuestion): PendingApproval {
    return reaching(() => {
      const grant = this.#book.findGrant(question);
      if (grant !== null)
        return { id: grant, outcome: Promise.resolve(this.#outcomeOf(grant)), withdraw: () => undefined };
      const id = this.#book.file(question);
      const { promise, resolve } = Promise.withResolvers<ApprovalOutcome>();
      this.#waiting.set(id, resolve);
      this.#timer ??= setInterval(() => this.#poll(), POLL_MS).unref();
      return { id, outcome: promise, withdraw: () => this.#withdraw(id) };
    });
  }

  use(id: string): boolean {
    return reaching(() => this.#book.use(id));
  }

  /** Withdraws whatever still waits. */
  close(): void {
    for (const id of this.#waiting.keys()) this.#withdraw(id);
  }

  #withdraw(id: string): void {
    if (!this.#waiting.has(id)) return;
    this.#settling([id], () => {
      this.#book.withdraw(id);
      this.#settle(id, this.#outcomeOf(id));
    });
  }

  #poll(): void {
    const waiting = [...this.#waiting.keys()];
    this.#settling(waiting, () => {
      for (const id of this.#book.settledAmong(waiting)) this.#settle(id, this.#outcomeOf(id));
    });
  }

  /** A lost or spoilt store denies everything that depends on it; nobody waits for an answer that cannot come. */
  #settling(ids: readonly string[], work: () => void): void {
    try {
      work();
    } catch {
      const vote = {
        by: 'policyd',
        verdict: 'deny',
        reason: 'the approval store cannot be reached',
        at: new Date().toISOString(),
      } as const;
      for (const id of ids) this.#settle(id, { id, state: 'denied', votes: [vote] });
    }
  }

  #settle(id: string, outcome: ApprovalOutcome): void {
    this.#waiting.get(id)?.(outcome);
    this.#waiting.delete(id);
    if (this.#waiting.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #outcomeOf(id: string): ApprovalOutcome {
    const view = this.#book.find(id);
    if (view === null) throw new StoreFault(`the approval ${id} is gone from the store`);
    return { id, state: view.state, votes: view.votes };
  }
}

function reaching<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoreFault) throw new ApprovalStoreFault(error.message, { cause: error });
    throw error;
  }
}
