// The byte layouts of the streaming surface, shared by the kernel's host side and the code generator.
// All integers are little-endian; all addresses are byte addresses in the module's memory.
// docs/abi.md describes them for other hosts.
import { COMMON_ATTRIBUTES } from '../../lang/vocabulary/common.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { EventVocabulary, ValueType } from '../../lang/vocabulary/types.ts';

/**
 * Event record: `u32 event number`, `u32 0`, `u64 presence bits` (bit i = slot i present), then one 8-byte slot per
 * attribute in vocabulary order. bool: u32 0/1, u32 0. int: i64. enum: u32 index of the value, u32 0. string: u32 address, u32 byte length
 * (UTF-8). size, time: i64. ip: u32 address of 16 bytes, u32 16. set, list, columns: u32 address of pairs (u32 address, u32 length),
 * u32 count. map of texts: u32 address of quadruples (key address, key length, value address, value length), u32 count. map of
 * whole numbers: u32 address of (key address, key length, i64 value), u32 count.
 */
export const EVENT_HEADER_BYTES = 16;
export const SLOT_BYTES = 8;

/** Slot number of an attribute in an event; -1 when the event lacks it. */
export const slotOf = (event: EventVocabulary, path: string): number =>
  event.attributes.findIndex((attribute) => attribute.path === path);

export const eventNumber = (name: string): number => EVENTS.findIndex((event) => event.name === name);

/** Bytes of an event record, without the strings that it points at. */
export const eventRecordBytes = (event: EventVocabulary): number =>
  EVENT_HEADER_BYTES + SLOT_BYTES * event.attributes.length;

/** Number of the slots that every event shares. */
export const COMMON_SLOTS: number = COMMON_ATTRIBUTES.length;

/** The number that the record carries for an enum value; -1 when it is none. */
export const enumIndex = (type: Extract<ValueType, { kind: 'enum' }>, value: string): number =>
  type.values.indexOf(value);

/**
 * Decision record, at the address that `hpol_decide` returns: u32 effect (0 allow, 1 approve, 2 block), u32 number of the deciding rule or
 * 0xffffffff, u32 address of the firing-rule bit set, u32 its length in 32-bit words, u32 address of the member masks, u32 member count.
 * A member mask is two u16: rule number + 1 and transform number + 1, both 0 when nothing fired on that member.
 */
export const DECISION_BYTES = 24;
export const NO_RULE = 0xffffffff;
export const EFFECTS = ['allow', 'approve', 'block'] as const;

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
