// A change of the source that mends what a diagnostic is about. The shell applies it; nothing here writes.
import type { Span } from '../source/span.ts';

/** Replaces the text of the span; an empty span inserts, an empty text removes. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface Fix {
  /** What the change does, as an editor offers it: ``replace by `groups` ``. */
  readonly title: string;
  /** They do not overlap. */
  readonly edits: readonly Edit[];
  /** True when the policy means the same afterwards or could not mean anything else: `policyc check --fix` applies it unasked. */
  readonly isSafe: boolean;
}
