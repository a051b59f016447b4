// The shape of one entry of the catalogue. The parameters of a message are checked where it is used.

export type Severity = 'error' | 'warning';

export interface Message<P> {
  readonly severity: Severity;
  /** One lower-case sentence without a full stop; text of the user stands in backticks. */
  readonly message: (parameters: P) => string;
  /** What to do about it, unless the place of use knows better. */
  readonly help: (parameters: P) => string;
}

export type MessageTable = Readonly<Record<`HPOL${number}`, Message<never>>>;
