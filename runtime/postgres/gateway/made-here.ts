// Relations that a session has made and that the gateway's catalog does not have: temporary ones, and others until their transaction has
// ended. One that may be gone is forgotten at once: a statement that names it is then refused, never analysed with what was.
import type { MadeRelation, StatementFacts } from '../analysis/facts.ts';

interface Kept {
  readonly made: MadeRelation;
  /** The policy under which its rows were put in: under another one they may be protected. */
  readonly policy: string;
  /** Whether its transaction has ended well. */
  isSettled: boolean;
}

export class MadeHere {
  #kept: readonly Kept[] = [];
  #listed: { readonly policy: string; readonly relations: readonly MadeRelation[] } | null = null;

  /** For the analysis; the same value until something changes. */
  list(policy: string): readonly MadeRelation[] {
    if (this.#listed?.policy === policy) return this.#listed.relations;
    const relations = this.#kept.filter((kept) => kept.policy === policy).map(({ made }) => made);
    this.#listed = { policy, relations };
    return relations;
  }

  /** A statement has succeeded. */
  noteSuccess(facts: StatementFacts, policy: string): void {
    if (facts.command === 'ROLLBACK') this.noteFailure();
    if (facts.command === 'COMMIT') this.noteEnd();
    if (facts.command === 'DISCARD') this.#set([]);
    const gone = new Set(facts.unmakes);
    if (gone.size > 0) this.#set(this.#kept.filter(({ made }) => !gone.has(made.relation.name)));
    const { makes } = facts;
    if (makes === null) return;
    const others = this.#kept.filter(({ made }) => made.relation.name !== makes.relation.name);
    this.#set([...others, { made: makes, policy, isSettled: false }]);
  }

  /** Something failed or was taken back, and with it perhaps whatever was made since the transaction began. */
  noteFailure(): void {
    if (this.#kept.some(({ isSettled }) => !isSettled)) this.#set(this.#kept.filter(({ isSettled }) => isSettled));
  }

  /** A transaction has ended, and the catalog will have what it made for good. */
  noteEnd(): void {
    if (this.#kept.every(({ isSettled }) => isSettled)) return;
    const staying = this.#kept.filter(({ made }) => made.isTemporary && !made.endsWithTransaction);
    for (const kept of staying) kept.isSettled = true;
    this.#set(staying);
  }

  #set(kept: readonly Kept[]): void {
    this.#kept = kept;
    this.#listed = null;
  }
}
