// The values that a session keeps about statements: what was decided, what is named, what the target still owes.
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../../compiler/abi/event.ts';
import type { CopyStream, Engine, RowPlan } from '../../engine/engine.ts';
import type { StatementFacts } from '../analysis/facts.ts';
import type { Enforcement } from '../enforcement/enforcement.ts';
import type { ServerReport } from '../wire/backend-messages.ts';
import type { ResultField } from '../wire/read-backend.ts';

/** What the policy and the contract say about one statement. */
export interface Decided {
  readonly engine: Engine;
  readonly inTransaction: boolean;
  readonly facts: StatementFacts;
  readonly event: PolicyEvent;
  readonly decision: Decision;
  readonly enforcement: Enforcement;
  /** The description under which the result was last found to need no masks. */
  passes: readonly ResultField[] | null;
  /** The statement that was recorded in full with this decision, and the search path it was recorded with. */
  recordedAs: { readonly statement: number; readonly searchPath: readonly string[] } | null;
}

export interface Prepared {
  readonly text: string;
  /** Analyzed again when names may mean something else. */
  facts: StatementFacts;
  /** The statement number of its Parse, 0 for one made by SQL. */
  readonly number: number;
}

export interface Portal {
  readonly prepared: Prepared;
  readonly parameters: readonly (string | null)[];
  /** Whether a Describe of it was sent, so that its RowDescription comes before its rows. */
  isDescribed: boolean;
  fields: readonly ResultField[] | null;
  /** What the target runs for it, known from the first Execute on: only queries and writes mean what they did at Bind. */
  executed: StatementFacts | null;
  /** The policy under which its execution was approved; fetching on needs no second approval. */
  approvedUnder: string | null;
}

export type NameChange =
  | { readonly map: 'statement'; readonly name: string; readonly value: Prepared | null }
  | { readonly map: 'portal'; readonly name: string; readonly value: Portal | null };

/** One decided statement on its way through the target. */
export interface StatementRun {
  readonly number: number;
  readonly decided: Decided;
  /** Null until RowDescription has come. */
  fields: readonly ResultField[] | null;
  plan: RowPlan | 'pass' | null;
  /** Masks copy data; null where there is none or it passes. */
  copy: CopyStream | null;
  rows: number;
  isCopyingOut: boolean;
}

/** `refusal` replaces the error that a substituted message provokes. `changes` hold once the target reports success. */
export type Expected =
  | {
      readonly kind: 'parse';
      readonly refusal: ServerReport | null;
      readonly runs: readonly StatementRun[];
      readonly changes: readonly NameChange[];
    }
  | { readonly kind: 'bind'; readonly portal: Portal; readonly changes: readonly NameChange[] }
  | {
      readonly kind: 'describe';
      readonly portal: Portal | null;
      readonly isOurs: boolean;
      readonly changes: readonly NameChange[];
    }
  | {
      readonly kind: 'execute';
      readonly portal: Portal;
      readonly run: StatementRun;
      readonly changes: readonly NameChange[];
    }
  | { readonly kind: 'close'; readonly changes: readonly NameChange[] }
  /** CopyDone or CopyFail: no answer of its own, but where the server listens again. */
  | { readonly kind: 'copy_end'; readonly changes: readonly NameChange[] }
  | { readonly kind: 'sync'; hasFailed: boolean; readonly changes: readonly NameChange[] }
  | {
      readonly kind: 'query';
      readonly refusal: ServerReport | null;
      readonly runs: readonly StatementRun[];
      at: number;
      hasFailed: boolean;
      readonly changes: readonly NameChange[];
    };
