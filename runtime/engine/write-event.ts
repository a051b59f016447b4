// From an event's JSON value to the event record of compiler/abi/layout.ts. The first attribute, in vocabulary order,
// that is missing or of another type makes the block decision that the OPA surface gives in the same words.
import type { Decision } from '../../compiler/abi/decision.ts';
import { EVENT_FAULTS, eventFault, type EventFault } from '../../compiler/abi/event-fault.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { MAX_TIME_MS, eventRecordBytes } from '../../compiler/abi/layout.ts';
import { EVENT, MAP_ENTRY, SLOT, TEXT } from '../../compiler/abi/records.ts';
import { addressBytes } from '../../lang/vocabulary/network-address.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { ValueType } from '../../lang/vocabulary/types.ts';
import { ILL_FORMED, type EventMemory } from './event-memory.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Writes a value into a slot; false when it is of another type. */
type SlotWriter = (value: unknown, slot: number, memory: EventMemory) => boolean;

interface SlotPlan {
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
  readonly bytes: number;
  readonly slots: readonly SlotPlan[];
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

const writeText: SlotWriter = (value, slot, memory) => {
  if (typeof value !== 'string') return false;
  const length = memory.putText(value);
  if (length === ILL_FORMED) return false;
  memory.setWord(slot + LOW, memory.textAddress);
  memory.setWord(slot + HIGH, length);
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

const PLANS: ReadonlyMap<unknown, EventPlan> = new Map(
  EVENTS.map((event, number) => {
    const slots = event.attributes.map(({ path, type, optional }, slot) => {
      const [group = '', field = ''] = path.split('.');
      const [write, typeFault] = slotWriter(type);
      const offset = EVENT.bytes + SLOT.bytes * slot;
      return { offset, path, group, field, isOptional: optional, typeFault, write };
    });
    return [event.name, { number, bytes: eventRecordBytes(event), slots }];
  }),
);

/** The address of the event's record, or the decision on an event that is not valid. */
export function writeEvent(event: PolicyEvent, memory: EventMemory): number | Decision {
  if (!isFields(event)) return eventFault('input', NO_JSON);
  const name: unknown = event['event'];
  if (name === undefined) return eventFault('event', MISSING);
  const plan = PLANS.get(name);
  if (plan === undefined) return eventFault('event', NO_EVENT);
  return memory.withRoom(() => writeRecord(event, plan, memory));
}

function writeRecord(event: Fields, plan: EventPlan, memory: EventMemory): number | Decision {
  memory.begin();
  const record = memory.take(plan.bytes);
  memory.clear(record, plan.bytes);
  memory.setWord(record + EVENT.at.number, plan.number);
  let presenceLow = 0;
  let presenceHigh = 0;
  let groupName = '';
  let whole: unknown;
  let group: Fields | undefined;
  let number = 0;
  for (const slot of plan.slots) {
    if (slot.group !== groupName) {
      groupName = slot.group;
      whole = event[groupName];
      if (whole !== undefined && slot.field !== '' && !isFields(whole)) return eventFault(groupName, NOT_OBJECT);
      group = isFields(whole) ? whole : undefined;
    }
    const value = slot.field === '' ? whole : group?.[slot.field];
    if (value !== undefined) {
      if (!slot.write(value, record + slot.offset, memory)) return eventFault(slot.path, slot.typeFault);
      if (number < 32) presenceLow |= 1 << number;
      else presenceHigh |= 1 << (number - 32);
    } else if (!slot.isOptional) {
      return eventFault(slot.path, MISSING);
    }
    number++;
  }
  memory.setWord(record + EVENT.at.presence, presenceLow);
  memory.setWord(record + EVENT.at.presence + 4, presenceHigh);
  return record;
}
