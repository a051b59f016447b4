// Why an event is not valid, in the words that both surfaces use as the reason of the block decision. They name the
// attribute and the trouble, never a value.
import type { Decision } from './decision.ts';

export const EVENT_FAULT_OPENING = 'the event is not valid: ';

/** What follows the path of the attribute at fault. The kernel knows each by its position here. */
export const EVENT_FAULTS = [
  ' is missing',
  ' must be an object',
  ' must be true or false',
  ' must be a whole number',
  ' must be a text',
  ' must be one of its declared values',
  ' must be a list of texts',
  ' must be an object of texts',
  ' must be a size in bytes',
  ' must be a time in milliseconds since 1970',
  ' must be a network address',
  ' must be an object of whole numbers',
  ' must name an event of the vocabulary',
  ' must be a JSON object',
  ' must be the event of the entrypoint',
] as const;

export type EventFault = (typeof EVENT_FAULTS)[number];

/** The decision on an event that cannot be decided: nothing flows, so nothing is masked. */
export const blockBecause = (reason: string): Decision => ({
  effect: 'block',
  decided_by: null,
  reason,
  doc: '',
  rules: [],
  approvals: [],
  masks: [],
});

/** `path` is an attribute's path, the name of its group, `event` or `input`. */
export const eventFault = (path: string, fault: EventFault): Decision =>
  blockBecause(`${EVENT_FAULT_OPENING}${path}${fault}`);
