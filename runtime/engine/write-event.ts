// From an event's JSON value to the event record of compiler/abi/layout.ts. The first attribute, in vocabulary order,
// that is missing or of another type makes the block decision that the OPA surface gives in the same words.
import type { Decision } from '../../compiler/abi/decision.ts';
import { EVENT_FAULTS, eventFault, type EventFault } from '../../compiler/abi/event-fault.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { MAX_TIME_MS, eventRecordBytes } from '../../compiler/abi/layout.ts';
import { EVENT, MAP_ENTRY, SLOT, TEXT } from '../../compiler/abi/records.ts';
import { addressBytes } from '../../lang/vocabulary/network-address.ts';
import { COMMON_ATTRIBUTES } from '../../lang/vocabulary/common.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { EventVocabulary, ValueType } from '../../lang/vocabulary/types.ts';
import type { EventMemory } from './event-memory.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Writes a value into a slot; false when it is of another type. */
type SlotWriter = (value: unknown, slot: number, memory: EventMemory) => boolean;

interface SlotPlan {
  readonly number: number;
  /** From the start of the record. */
  readonly offset: number;
  readonly path: string;
  readonly group: string;
  /** Empty when the group is the value itself. */
  readonly field: string;
  readonly isOptional: boolean;
  readonly typeFault: EventFault;
  readonly write: SlotWriter;
}

interface EventPlan {
  readonly number: number;
  readonly all: readonly SlotPlan[];
  /** Attributes that all events of a session share; they come first. */
  readonly ofSession: readonly SlotPlan[];
  readonly own: readonly SlotPlan[];
}

const [MISSING, NOT_OBJECT, NOT_BOOL, NOT_INT, NOT_TEXT, NOT_ENUM, NOT_LIST, NOT_TEXT_MAP, ...MORE_FAULTS] =
  EVENT_FAULTS;
const [NOT_SIZE, NOT_TIME, NOT_ADDRESS, NOT_INT_MAP, NO_EVENT, NO_JSON] = MORE_FAULTS;

const LOW = SLOT.at.low;
const HIGH = SLOT.at.high;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const writeBool: SlotWriter = (value, slot, memory) => {
  if (typeof value !== 'boolean') return false;
  memory.setWord(slot + LOW, value ? 1 : 0);
  return true;
};

const writeInt: SlotWriter = (value, slot, memory) => {
  if (!Number.isSafeInteger(value)) return false;
  memory.setWord(slot + LOW, Number(value));
  memory.setWord(slot + HIGH, Math.floor(Number(value) / 2 ** 32));
  return true;
};

/** Whether the text is well-formed shows when it is written, with all others. */
const writeText: SlotWriter = (value, slot, memory) => {
  if (typeof value !== 'string') return false;
  memory.queueText(value, slot);
  return true;
};

const enumWriter = (values: readonly string[]): SlotWriter => {
  const numbers = new Map(values.map((value, number) => [value, number]));
  return (value, slot, memory) => {
    const number = typeof value === 'string' ? numbers.get(value) : undefined;
    if (number === undefined) return false;
    memory.setWord(slot + LOW, number);
    return true;
  };
};

const writeList: SlotWriter = (value, slot, memory) => {
  if (!Array.isArray(value)) return false;
  const items = memory.take(TEXT.bytes * value.length);
  memory.setWord(slot + LOW, items);
  memory.setWord(slot + HIGH, value.length);
  // An index loop, because `every` passes over the holes of a sparse array.
  for (let index = 0; index < value.length; index++) {
    if (!writeText(value[index], items + TEXT.bytes * index, memory)) return false;
  }
  return true;
};

/** A whole number from 0 to a greatest one. */
const naturalWriter =
  (greatest: number): SlotWriter =>
  (value, slot, memory) =>
    typeof value === 'number' && value >= 0 && value <= greatest && writeInt(value, slot, memory);

/** A session has one address, so the last one is remembered. */
function addressWriter(): SlotWriter {
  let lastText = '';
  let lastBytes: Uint8Array | null = null;
  return (value, slot, memory) => {
    if (typeof value !== 'string') return false;
    if (value !== lastText) [lastText, lastBytes] = [value, addressBytes(value)];
    if (lastBytes === null) return false;
    memory.setWord(slot + LOW, memory.putBytes(lastBytes));
    memory.setWord(slot + HIGH, lastBytes.length);
    return true;
  };
}

const mapWriter =
  (writeValue: SlotWriter): SlotWriter =>
  (value, slot, memory) => {
    if (!isFields(value)) return false;
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    const items = memory.take(MAP_ENTRY.bytes * keys.length);
    memory.setWord(slot + LOW, items);
    memory.setWord(slot + HIGH, keys.length);
    return keys.every((key, index) => {
      const at = items + MAP_ENTRY.bytes * index;
      return writeText(key, at + MAP_ENTRY.at.key, memory) && writeValue(value[key], at + MAP_ENTRY.at.value, memory);
    });
  };

function slotWriter(type: ValueType): readonly [SlotWriter, EventFault] {
  switch (type.kind) {
    case 'bool':
      return [writeBool, NOT_BOOL];
    case 'int':
      return [writeInt, NOT_INT];
    case 'string':
      return [writeText, NOT_TEXT];
    case 'enum':
      return [enumWriter(type.values), NOT_ENUM];
    case 'size':
      return [naturalWriter(Number.MAX_SAFE_INTEGER), NOT_SIZE];
    case 'time':
      return [naturalWriter(MAX_TIME_MS), NOT_TIME];
    case 'ip':
      return [addressWriter(), NOT_ADDRESS];
    case 'duration':
      return [writeInt, NOT_INT];
    case 'map':
      return type.values === 'int' ? [mapWriter(writeInt), NOT_INT_MAP] : [mapWriter(writeText), NOT_TEXT_MAP];
    case 'set':
    case 'list':
    case 'columns':
      return [writeList, NOT_LIST];
    default:
      return type satisfies never;
  }
}

const slotPlans = (event: EventVocabulary): readonly SlotPlan[] =>
  event.attributes.map(({ path, type, optional }, number) => {
    const [group = '', field = ''] = path.split('.');
    const [write, typeFault] = slotWriter(type);
    const offset = EVENT.bytes + SLOT.bytes * number;
    return { number, offset, path, group, field, isOptional: optional, typeFault, write };
  });

const PLANS: ReadonlyMap<unknown, EventPlan> = new Map(
  EVENTS.map((event, number) => {
    const slots = slotPlans(event);
    const firstOwn = event.attributes.findIndex(({ scope }) => scope !== 'session');
    return [event.name, { number, all: slots, ofSession: slots.slice(0, firstOwn), own: slots.slice(firstOwn) }];
  }),
);

/** A record has room for any event, so that what the events of a session share keeps its place. */
const RECORD_BYTES = Math.max(...EVENTS.map(eventRecordBytes));

/** Gives the address of an event's record, valid until the next call, or the decision on an event that is not valid. */
export type EventWriter = (event: PolicyEvent) => number | Decision;

/** What the events of one session share, as it lies in memory. */
interface WrittenSession {
  /** The very objects that were written. */
  readonly groups: SessionGroups;
  readonly record: number;
  /** Where what follows it goes. */
  readonly end: number;
  readonly generation: number;
  readonly presence: Presence;
}

interface Presence {
  low: number;
  high: number;
}

/** A record that is being written, and the attributes that are still to be. */
interface OpenRecord {
  readonly record: number;
  readonly presence: Presence;
  readonly slots: readonly SlotPlan[];
}

export function createEventWriter(memory: EventMemory): EventWriter {
  let last: WrittenSession | null = null;

  /** The record with what the session says, if that can be kept; else an empty one. */
  function openRecord(event: Fields, plan: EventPlan): OpenRecord | Decision {
    if (last !== null && isSameSession(last, event, memory)) {
      memory.continueAt(last.end);
      memory.clear(last.record + OWN_OFFSET, RECORD_BYTES - OWN_OFFSET);
      return { record: last.record, presence: { ...last.presence }, slots: plan.own };
    }
    last = null;
    memory.begin();
    const record = memory.take(RECORD_BYTES);
    memory.clear(record, RECORD_BYTES);
    const presence = { low: 0, high: 0 };
    const groups = sessionGroups(event);
    // INVARIANT: only what cannot change is kept (event-writer.test.ts in test/conformance).
    if (!Object.values(groups).every(isDeepFrozen)) return { record, presence, slots: plan.all };
    const fault = writeSlots(event, { slots: plan.ofSession, record, presence }, memory);
    if (fault !== null) return fault;
    last = { groups, record, end: memory.here, generation: memory.generation, presence: { ...presence } };
    return { record, presence, slots: plan.own };
  }

  function writeRecord(event: Fields, plan: EventPlan): number | Decision {
    const open = openRecord(event, plan);
    if (!('record' in open)) return open;
    const fault = writeSlots(event, open, memory);
    if (fault !== null) return fault;
    const { record, presence } = open;
    memory.setWord(record + EVENT.at.number, plan.number);
    memory.setWord(record + EVENT.at.presence, presence.low);
    memory.setWord(record + EVENT.at.presence + 4, presence.high);
    return record;
  }

  return (event) => {
    if (!isFields(event)) return eventFault('input', NO_JSON);
    const name: unknown = event['event'];
    if (name === undefined) return eventFault('event', MISSING);
    const plan = PLANS.get(name);
    if (plan === undefined) return eventFault('event', NO_EVENT);
    return memory.withRoom(() => writeRecord(event, plan));
  };
}

/** Where the attributes of the event itself begin, behind those of the session. */
const OWN_OFFSET = EVENT.bytes + SLOT.bytes * COMMON_ATTRIBUTES.findIndex(({ scope }) => scope !== 'session');

const isSameSession = (last: WrittenSession, event: Fields, memory: EventMemory): boolean =>
  last.generation === memory.generation &&
  last.groups.identity === event['identity'] &&
  last.groups.session === event['session'] &&
  last.groups.target === event['target'];

interface SessionGroups {
  readonly identity: unknown;
  readonly session: unknown;
  readonly target: unknown;
}

const sessionGroups = ({ identity, session, target }: Fields): SessionGroups => ({ identity, session, target });

const isDeepFrozen = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isDeepFrozen));

/** Null when all is well. That a text is ill-formed shows only when all are written, so it is looked for before a later fault is told. */
function writeSlots(event: Fields, slots: OpenRecord, memory: EventMemory): Decision | null {
  const fault = fillSlots(event, slots, memory);
  if (memory.flush() && fault === null) return null;
  const told = illFormedText(event, slots.slots.slice(0, fault?.slot)) ?? fault?.decision;
  if (told === undefined) throw new Error('a text of the event changed while it was written');
  return told;
}

interface SlotFault {
  /** Position among the slots. */
  readonly slot: number;
  readonly decision: Decision;
}

/** Runs for every event: no closures, no iterators that make objects. */
function fillSlots(event: Fields, { slots, record, presence }: OpenRecord, memory: EventMemory): SlotFault | null {
  let groupName = '';
  let whole: unknown;
  let group: Fields | undefined;
  let position = 0;
  for (const slot of slots) {
    if (slot.group !== groupName) {
      groupName = slot.group;
      whole = event[groupName];
      if (whole !== undefined && slot.field !== '' && !isFields(whole)) {
        return { slot: position, decision: eventFault(groupName, NOT_OBJECT) };
      }
      group = isFields(whole) ? whole : undefined;
    }
    const value = slot.field === '' ? whole : group?.[slot.field];
    if (value === undefined) {
      if (!slot.isOptional) return { slot: position, decision: eventFault(slot.path, MISSING) };
    } else {
      if (!slot.write(value, record + slot.offset, memory)) {
        return { slot: position, decision: eventFault(slot.path, slot.typeFault) };
      }
      if (slot.number < 32) presence.low |= 1 << slot.number;
      else presence.high |= 1 << (slot.number - 32);
    }
    position += 1;
  }
  return null;
}

/** The fault of the first text that has no UTF-8 form. */
function illFormedText(event: Fields, slots: readonly SlotPlan[]): Decision | null {
  for (const { path, group, field, typeFault } of slots) {
    const whole = event[group];
    const value = field !== '' && isFields(whole) ? whole[field] : whole;
    if (textsOf(value).some((text) => !text.isWellFormed())) return eventFault(path, typeFault);
  }
  return null;
}

/** The texts that a value is made of, keys of a map included. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string');
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [key, ...textsOf(item)]));
}
