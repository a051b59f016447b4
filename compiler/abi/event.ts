// An event as JSON: nested objects along the attribute paths of the vocabulary. An absent optional
// attribute is a missing key; a missing or ill-typed required attribute is an error, hence a block.

export type EventScalar = string | number | boolean;
export type EventField = EventScalar | readonly string[] | { readonly [key: string]: string | number };

/**
 * `{ event: 'postgres.statement', identity: {…}, session: {…}, target: {…}, now: …, zone_offsets: {…}, statement: {…} }`;
 * unknown keys are ignored. Times are milliseconds since 1970, sizes are bytes, addresses are texts.
 */
export interface PolicyEvent {
  readonly event: string;
  readonly [group: string]: EventScalar | { readonly [field: string]: EventField };
}
