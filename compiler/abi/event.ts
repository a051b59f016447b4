// An event as JSON: nested objects along the attribute paths of the vocabulary. An absent optional
// attribute is a missing key; a missing or ill-typed required attribute is an error, hence a block.

export type EventScalar = string | number | boolean;
export type EventField = EventScalar | readonly string[] | { readonly [key: string]: string };

/** `{ event: 'postgres.statement', identity: {…}, session: {…}, target: {…}, statement: {…} }`; unknown keys are ignored. */
export interface PolicyEvent {
  readonly event: string;
  readonly [group: string]: string | { readonly [field: string]: EventField };
}
