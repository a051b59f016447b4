// The approvals in the store: filed, listed, voted on, used up. Every change of state is one guarded UPDATE, so that two
// processes never both win.
import { randomInt } from 'node:crypto';
import { queries, type ApprovalRow } from '../store/queries.ts';
import type { Store } from '../store/store.ts';
import type { ApprovalQuestion, ApprovalState, ApprovalVote } from './approvals.ts';
import { questionDigest } from './question.ts';

/** One request with all that is known of it. */
export interface ApprovalView {
  readonly id: string;
  readonly question: ApprovalQuestion;
  readonly state: ApprovalState;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly grantedUntil: Date | null;
  readonly votes: readonly ApprovalVote[];
}

/** No letters or digits that look alike. */
const ID_ALPHABET = '23456789abcdefghjkmnpqrstvwxyz';
const ID_LENGTH = 6;
const ID_TRIES = 10;

const newId = (): string =>
  `apr-${Array.from({ length: ID_LENGTH }, () => ID_ALPHABET[randomInt(ID_ALPHABET.length)]).join('')}`;

export class ApprovalBook {
  readonly #store: Store;
  readonly #clock: () => number;

  constructor(store: Store, clock: () => number = Date.now) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The id of a grant for exactly this question that can be used now; null when there is none. */
  findGrant(question: ApprovalQuestion): string | null {
    const found = this.#store.all(
      queries
        .selectFrom('approvals')
        .select('id')
        .where('digest', '=', questionDigest(question))
        .where('state', '=', 'approved')
        .where('granted_until', '>', this.#clock())
        .orderBy('created_at', 'desc')
        .limit(1)
        .compile(),
    );
    return found[0]?.id ?? null;
  }

  /** Files a request; gives its id. */
  file(question: ApprovalQuestion): string {
    const now = this.#clock();
    for (let tries = 0; tries < ID_TRIES; tries++) {
      const row: ApprovalRow = {
        id: newId(),
        digest: questionDigest(question),
        question: JSON.stringify(question),
        state: 'pending',
        created_at: now,
        expires_at: now + question.terms.within_ms,
        granted_until: null,
        is_once: question.terms.grant_ms === null ? 1 : 0,
      };
      const insert = queries
        .insertInto('approvals')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doNothing());
      if (this.#store.run(insert.compile()) === 1) return row.id;
    }
    throw new Error('no free approval id was found');
  }

  /** Uses a grant up, or once more; false when there is nothing left to use. */
  use(id: string): boolean {
    const used = queries
      .updateTable('approvals')
      .set((change) => ({ state: change.case().when('is_once', '=', 1).then('used').else('approved').end() }))
      .where('id', '=', id)
      .where('state', '=', 'approved')
      .where('granted_until', '>', this.#clock());
    return this.#store.run(used.compile()) === 1;
  }

  /** Takes a request back; does nothing when it was decided already. */
  withdraw(id: string): void {
    this.#settle(id, 'withdrawn', null);
  }

  /** Ends requests that nobody answered in time, and grants whose time is over. */
  expire(): void {
    const now = this.#clock();
    const over = queries.updateTable('approvals').set({ state: 'expired' });
    this.#store.run(over.where('state', '=', 'pending').where('expires_at', '<=', now).compile());
    this.#store.run(over.where('state', '=', 'approved').where('granted_until', '<=', now).compile());
  }

  find(id: string): ApprovalView | null {
    this.expire();
    const rows = this.#store.all(queries.selectFrom('approvals').selectAll().where('id', '=', id).compile());
    return rows[0] ? this.#view(rows[0]) : null;
  }

  /** Newest first; `state` null for all. */
  list(state: ApprovalState | null, limit = 100): readonly ApprovalView[] {
    this.expire();
    const all = queries.selectFrom('approvals').selectAll().orderBy('created_at', 'desc').limit(limit);
    const rows = this.#store.all((state === null ? all : all.where('state', '=', state)).compile());
    return rows.map((row) => this.#view(row));
  }

  /** Those of these ids that are no longer pending. */
  settledAmong(ids: readonly string[]): readonly string[] {
    this.expire();
    const settled = queries
      .selectFrom('approvals')
      .select('id')
      .where('id', 'in', [...ids])
      .where('state', '!=', 'pending');
    return this.#store.all(settled.compile()).map((row) => row.id);
  }

  /** Adds a vote to a pending request and settles it when that decides it. `judge` may refuse, with a sentence. */
  vote(
    id: string,
    vote: Omit<ApprovalVote, 'at'>,
    judge: (view: ApprovalView) => string | null,
  ): ApprovalView | string {
    return this.#store.transaction(() => {
      const before = this.find(id);
      if (before === null) return `there is no approval ${id}`;
      const refusal = judge(before);
      if (refusal !== null) return refusal;
      const { by, verdict, reason } = vote;
      const now = this.#clock();
      this.#store.run(
        queries.insertInto('votes').values({ approval: id, voter: by, verdict, reason, at: now }).compile(),
      );
      const { terms } = before.question;
      const approving = before.votes.filter((earlier) => earlier.verdict === 'approve').length + 1;
      if (verdict === 'deny') this.#settle(id, 'denied', null);
      else if (approving >= terms.count) this.#settle(id, 'approved', now + (terms.grant_ms ?? terms.within_ms));
      return this.find(id) ?? before;
    });
  }

  #settle(id: string, state: ApprovalState, granted_until: number | null): void {
    const change = queries.updateTable('approvals').set({ state, granted_until });
    this.#store.run(change.where('id', '=', id).where('state', '=', 'pending').compile());
  }

  #view(row: ApprovalRow): ApprovalView {
    const votes = queries.selectFrom('votes').selectAll().where('approval', '=', row.id).orderBy('at').orderBy('voter');
    return {
      id: row.id,
      question: JSON.parse(row.question) as ApprovalQuestion,
      state: row.state as ApprovalState,
      createdAt: new Date(row.created_at),
      expiresAt: new Date(row.expires_at),
      grantedUntil: row.granted_until === null ? null : new Date(row.granted_until),
      votes: this.#store.all(votes.compile()).map((vote) => ({
        by: vote.voter,
        verdict: vote.verdict as ApprovalVote['verdict'],
        reason: vote.reason,
        at: new Date(vote.at).toISOString(),
      })),
    };
  }
}
