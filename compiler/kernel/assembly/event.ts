// From a JSON value to an event record, by the vocabulary's attribute paths. The first attribute that is missing or of
// another type is the fault; its value is never told.
import { alloc } from './heap';
import { TABLE_VOCABULARY, policy_table } from './hooks';
import {
  ATTRIBUTE_BYTES,
  ATTRIBUTE_NAME,
  ATTRIBUTE_GROUP,
  ATTRIBUTE_OPTIONAL,
  ATTRIBUTE_TYPE,
  ATTRIBUTE_VALUES,
  EVENT_BYTES,
  EVENT_ENTRY_ATTRIBUTES,
  EVENT_ENTRY_ATTRIBUTE_COUNT,
  EVENT_ENTRY_BYTES,
  EVENT_ENTRY_NAME,
  EVENT_ENTRY_RECORD_BYTES,
  EVENT_NUMBER,
  EVENT_PRESENCE,
  FAULT_ENTRYPOINT,
  FAULT_EVENT,
  FAULT_INPUT,
  FAULT_MISSING,
  FAULT_NOT_OBJECT,
  FAULT_TYPE,
  MAP_ENTRY_BYTES,
  MAP_ENTRY_KEY,
  MAP_ENTRY_VALUE,
  MAX_TIME_MS,
  SLOT_BYTES,
  TEXT_BYTES,
  TYPE_BOOL,
  TYPE_ENUM,
  TYPE_INT,
  TYPE_IP,
  TYPE_LIST,
  TYPE_SIZE,
  TYPE_STRING,
  TYPE_TEXT_MAP,
  TYPE_TIME,
  VOCABULARY_EVENTS,
  VOCABULARY_EVENT_COUNT,
  VOCABULARY_EVENT_KEY,
  VOCABULARY_INPUT_NAME,
} from './layout';
import { parseAddress } from './network';
import { addressOf, kernel_equals, lengthOf, textOf } from './text';
import {
  ARRAY,
  BOOL,
  NUMBER,
  OBJECT,
  SET,
  STRING,
  countOf,
  firstEntry,
  isTrue,
  isWellFormedText,
  keyOf,
  kindOf,
  memberOf,
  nextEntry,
  textIn,
  valueOf,
} from './value';

/** In the place of an event's number: the input names it. */
export const ANY_EVENT: i32 = -1;

/** The fault of the last event that gave no record. `faultField` is 0 when the whole group is at fault, or is the value itself. */
export let faultKind: u32 = 0;
export let faultGroup: u64 = 0;
export let faultField: u64 = 0;

function fail(kind: u32, group: u64, field: u64): usize {
  faultKind = kind;
  faultGroup = group;
  faultField = lengthOf(field) == 0 ? 0 : field;
  return 0;
}

/** The entry of an event of the vocabulary. */
export function eventEntry(number: i32): usize {
  return <usize>load<u32>(policy_table(TABLE_VOCABULARY), VOCABULARY_EVENTS) + <usize>number * EVENT_ENTRY_BYTES;
}

export function eventCount(): i32 {
  return load<i32>(policy_table(TABLE_VOCABULARY), VOCABULARY_EVENT_COUNT);
}

/** The number of the event with that name, or ANY_EVENT when there is none. */
export function eventNamed(name: u64): i32 {
  for (let number = eventCount() - 1; number >= 0; number--) {
    if (kernel_equals(name, load<u64>(eventEntry(number), EVENT_ENTRY_NAME))) return number;
  }
  return ANY_EVENT;
}

/** The event record of a JSON value (0 when there was none), or 0 and a fault. The entrypoint may want one event. */
export function readEvent(input: usize, wanted: i32): usize {
  const table = policy_table(TABLE_VOCABULARY);
  const eventKey = load<u64>(table, VOCABULARY_EVENT_KEY);
  if (input == 0 || kindOf(input) != OBJECT) return fail(FAULT_INPUT, load<u64>(table, VOCABULARY_INPUT_NAME), 0);
  const name = memberOf(input, eventKey);
  if (name == 0) {
    return wanted == ANY_EVENT ? fail(FAULT_MISSING, eventKey, 0) : readAttributes(input, wanted);
  }
  const number = kindOf(name) == STRING ? eventNamed(textIn(name)) : ANY_EVENT;
  if (wanted != ANY_EVENT && number != wanted) return fail(FAULT_ENTRYPOINT, eventKey, 0);
  return number == ANY_EVENT ? fail(FAULT_EVENT, eventKey, 0) : readAttributes(input, number);
}

/** A record of the event without any attribute. */
export function newRecord(number: i32): usize {
  const bytes = <usize>load<u32>(eventEntry(number), EVENT_ENTRY_RECORD_BYTES);
  const record = alloc(bytes);
  for (let at: usize = 0; at < bytes; at += 8) store<u64>(record + at, 0);
  store<u32>(record, number, EVENT_NUMBER);
  return record;
}

function readAttributes(input: usize, number: i32): usize {
  const event = eventEntry(number);
  const record = newRecord(number);
  let presence: u64 = 0;
  let groupName: u64 = 0;
  let group: usize = 0;
  const count = load<u32>(event, EVENT_ENTRY_ATTRIBUTE_COUNT);
  for (let slot: u32 = 0; slot < count; slot++) {
    const attribute = <usize>load<u32>(event, EVENT_ENTRY_ATTRIBUTES) + <usize>slot * ATTRIBUTE_BYTES;
    const field = load<u64>(attribute, ATTRIBUTE_NAME);
    if (slot == 0 || load<u64>(attribute, ATTRIBUTE_GROUP) != groupName) {
      groupName = load<u64>(attribute, ATTRIBUTE_GROUP);
      group = memberOf(input, groupName);
      if (group != 0 && lengthOf(field) != 0 && kindOf(group) != OBJECT) return fail(FAULT_NOT_OBJECT, groupName, 0);
    }
    const value = group == 0 || lengthOf(field) == 0 ? group : memberOf(group, field);
    if (value == 0) {
      if (load<u32>(attribute, ATTRIBUTE_OPTIONAL) == 0) return fail(FAULT_MISSING, groupName, field);
    } else {
      if (!readValueInto(value, attribute, record + EVENT_BYTES + <usize>slot * SLOT_BYTES)) {
        return fail(FAULT_TYPE + load<u32>(attribute, ATTRIBUTE_TYPE), groupName, field);
      }
      presence |= (<u64>1) << slot;
    }
  }
  store<u64>(record, presence, EVENT_PRESENCE);
  return record;
}

function readValueInto(value: usize, attribute: usize, slot: usize): bool {
  const type = load<u32>(attribute, ATTRIBUTE_TYPE);
  if (type == TYPE_BOOL) {
    store<u64>(slot, <u64>isTrue(value));
    return kindOf(value) == BOOL;
  }
  if (type == TYPE_INT || type == TYPE_SIZE || type == TYPE_TIME) {
    return readInt(value, slot) && isInRange(load<i64>(slot), type);
  }
  if (type == TYPE_STRING) {
    store<u64>(slot, textIn(value));
    return isWellFormedText(value);
  }
  if (type == TYPE_ENUM) return kindOf(value) == STRING && readEnum(textIn(value), attribute, slot);
  if (type == TYPE_LIST) return readList(value, slot);
  if (type == TYPE_IP) return isWellFormedText(value) && readAddress(textIn(value), slot);
  return readMap(value, type == TYPE_TEXT_MAP, slot);
}

/** Sizes and times are not negative, and times end. */
export function isInRange(value: i64, type: u32): bool {
  return type == TYPE_INT || (value >= 0 && (type != TYPE_TIME || value <= MAX_TIME_MS));
}

function readInt(value: usize, slot: usize): bool {
  return kindOf(value) == NUMBER && readWhole(textIn(value), slot);
}

/** An integer without fraction or exponent that a double holds exactly, from a JSON number. */
export function readWhole(number: u64, slot: usize): bool {
  let at = addressOf(number);
  const end = at + lengthOf(number);
  const isNegative = load<u8>(at) == 0x2d;
  if (isNegative) at++;
  if (end - at > 16) return false;
  let total: i64 = 0;
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit > 9) return false;
    total = total * 10 + <i64>digit;
  }
  store<i64>(slot, isNegative ? -total : total);
  return total <= 9007199254740991;
}

/** The number of the text among the values of an enum. */
export function readEnum(text: u64, attribute: usize, slot: usize): bool {
  const list = <usize>load<u32>(attribute, ATTRIBUTE_VALUES);
  const count = load<u32>(list);
  for (let index: u32 = 0; index < count; index++) {
    if (kernel_equals(text, load<u64>(list + 8 + <usize>index * TEXT_BYTES))) {
      store<u64>(slot, <u64>index);
      return true;
    }
  }
  return false;
}

export function readAddress(text: u64, slot: usize): bool {
  store<u64>(slot, parseAddress(text));
  return load<u64>(slot) != 0;
}

function readList(value: usize, slot: usize): bool {
  if (kindOf(value) != ARRAY && kindOf(value) != SET) return false;
  let to = alloc(countOf(value) * TEXT_BYTES);
  store<u64>(slot, textOf(to, countOf(value)));
  for (let entry = firstEntry(value); entry != 0; entry = nextEntry(entry)) {
    if (!isWellFormedText(valueOf(entry))) return false;
    store<u64>(to, textIn(valueOf(entry)));
    to += TEXT_BYTES;
  }
  return true;
}

function readMap(value: usize, holdsTexts: bool, slot: usize): bool {
  if (kindOf(value) != OBJECT) return false;
  let to = alloc(countOf(value) * MAP_ENTRY_BYTES);
  store<u64>(slot, textOf(to, countOf(value)));
  for (let entry = firstEntry(value); entry != 0; entry = nextEntry(entry)) {
    if (!isWellFormedText(keyOf(entry))) return false;
    store<u64>(to, textIn(keyOf(entry)), MAP_ENTRY_KEY);
    if (holdsTexts) {
      if (!isWellFormedText(valueOf(entry))) return false;
      store<u64>(to, textIn(valueOf(entry)), MAP_ENTRY_VALUE);
    } else if (!readInt(valueOf(entry), to + MAP_ENTRY_VALUE)) return false;
    to += MAP_ENTRY_BYTES;
  }
  return true;
}
