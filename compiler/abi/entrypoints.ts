// The entrypoints of a module on the OPA surface: one that takes any event, and one for each event, which its input then
// need not name. The number of an event's entrypoint is the event's own number and 1.
import { EVENTS } from '../../lang/vocabulary/registry.ts';

/** `clinical/decision`. */
export const decisionEntrypoint = (policy: string): string => `${policy}/decision`;

/** `clinical/postgres/statement`: the event's name as a path, as data documents have it. */
export const eventEntrypoint = (policy: string, event: string): string => `${policy}/${event.replaceAll('.', '/')}`;

/** The names in the order of their numbers. */
export const entrypointNames = (policy: string): readonly string[] => [
  decisionEntrypoint(policy),
  ...EVENTS.map((event) => eventEntrypoint(policy, event.name)),
];
