// The vocabulary as numbers: events, slots and enum values, shared by the module's hosts and the code generator. The
// records around them are in records.ts.
import { COMMON_ATTRIBUTES } from '../../lang/vocabulary/common.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { EventVocabulary, ValueType } from '../../lang/vocabulary/types.ts';
import { EVENT, SLOT } from './records.ts';

/** Slot number of an attribute in an event; -1 when the event lacks it. */
export const slotOf = (event: EventVocabulary, path: string): number =>
  event.attributes.findIndex((attribute) => attribute.path === path);

export const eventNumber = (name: string): number => EVENTS.findIndex((event) => event.name === name);

/** Bytes of an event record, without the strings that it points at. */
export const eventRecordBytes = (event: EventVocabulary): number => EVENT.bytes + SLOT.bytes * event.attributes.length;

/** Number of the slots that every event shares. */
export const COMMON_SLOTS: number = COMMON_ATTRIBUTES.length;

/** The number that the record carries for an enum value; -1 when it is none. */
export const enumIndex = (type: Extract<ValueType, { kind: 'enum' }>, value: string): number =>
  type.values.indexOf(value);

/** Every event's slots as one text; its digest binds a module to the vocabulary that it was compiled with. */
export const vocabularyText = (): string =>
  EVENTS.map(
    (event) =>
      `${event.name}\n${event.attributes.map((attribute) => `  ${attribute.path} ${typeText(attribute.type)}${attribute.optional ? '?' : ''}`).join('\n')}`,
  ).join('\n');

function typeText(type: ValueType): string {
  if (type.kind === 'enum') return `enum(${type.values.join('|')})`;
  return type.kind === 'map' ? `map(${type.values})` : type.kind;
}

/** The attribute that windows of local time ask about, and the one that says how far each zone is from UTC. */
export const NOW = 'now';
export const ZONE_OFFSETS = 'zone_offsets';
/** The last time that an event may carry: the end of the year 9999, the last that RFC 3339 can write. */
export const MAX_TIME_MS = 253_402_300_799_999;
