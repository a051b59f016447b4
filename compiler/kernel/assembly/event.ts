// From a JSON event to an event record, by the vocabulary's attribute paths. The first attribute that is missing or of
// another type is the fault; its value is never told.
import { alloc } from './heap';
import { TABLE_VOCABULARY, policy_table } from './hooks';
import { parseAddress } from './network';
import { addressOf, kernel_equals, lengthOf, textOf } from './text';
import {
  ARRAY,
  BOOL,
  NUMBER,
  OBJECT,
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

// TABLE_VOCABULARY: u32 event count, u32 address of events, text `event`, text `input`. An event is: text name, u32
// attribute count, u32 address of attributes, u32 record bytes, u32 0. An attribute is: text group, text field (empty when the group is
// the value itself), u32 type,
// u32 1 when it is optional, u32 address of an enum's values (u32 count, u32 0, texts), u32 0.
const EVENT_BYTES: usize = 24;
const ATTRIBUTE_BYTES: usize = 32;

const TYPE_BOOL: u32 = 0;
const TYPE_INT: u32 = 1;
const TYPE_STRING: u32 = 2;
const TYPE_ENUM: u32 = 3;
const TYPE_LIST: u32 = 4;
const TYPE_TEXT_MAP: u32 = 5;
const TYPE_SIZE: u32 = 6;
const TYPE_TIME: u32 = 7;
const TYPE_IP: u32 = 8;

/** MAX_TIME_MS of compiler/abi/layout.ts. */
const MAX_TIME_MS: i64 = 253_402_300_799_999;

// Fault numbers: positions in EVENT_FAULTS of compiler/abi/event-fault.ts.
const FAULT_MISSING: u32 = 0;
const FAULT_NOT_OBJECT: u32 = 1;
/** Plus the number of the type. */
const FAULT_TYPE: u32 = 2;
const FAULT_EVENT: u32 = 12;
const FAULT_INPUT: u32 = 13;

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

/** The event record of a JSON value (0 when there was none), or 0 and a fault. */
export function readEvent(input: usize): usize {
  const table = policy_table(TABLE_VOCABULARY);
  const eventKey = load<u64>(table, 8);
  if (input == 0 || kindOf(input) != OBJECT) return fail(FAULT_INPUT, load<u64>(table, 16), 0);
  const name = memberOf(input, eventKey);
  if (name == 0) return fail(FAULT_MISSING, eventKey, 0);
  const count = load<u32>(table);
  if (kindOf(name) == STRING) {
    for (let number: u32 = 0; number < count; number++) {
      const event = <usize>load<u32>(table, 4) + <usize>number * EVENT_BYTES;
      if (kernel_equals(textIn(name), load<u64>(event))) return readAttributes(input, event, number);
    }
  }
  return fail(FAULT_EVENT, eventKey, 0);
}

function readAttributes(input: usize, event: usize, number: u32): usize {
  const bytes = <usize>load<u32>(event, 16);
  const record = alloc(bytes);
  memory.fill(record, 0, bytes);
  store<u32>(record, number);
  let presence: u64 = 0;
  let groupName: u64 = 0;
  let group: usize = 0;
  const count = load<u32>(event, 8);
  for (let slot: u32 = 0; slot < count; slot++) {
    const attribute = <usize>load<u32>(event, 12) + <usize>slot * ATTRIBUTE_BYTES;
    if (slot == 0 || load<u64>(attribute) != groupName) {
      groupName = load<u64>(attribute);
      group = memberOf(input, groupName);
      if (group != 0 && lengthOf(load<u64>(attribute, 8)) != 0 && kindOf(group) != OBJECT)
        return fail(FAULT_NOT_OBJECT, groupName, 0);
    }
    const field = load<u64>(attribute, 8);
    const value = group == 0 || lengthOf(field) == 0 ? group : memberOf(group, field);
    if (value == 0) {
      if (load<u32>(attribute, 20) == 0) return fail(FAULT_MISSING, groupName, field);
    } else {
      if (!readValueInto(value, attribute, record + 16 + <usize>slot * 8)) {
        return fail(FAULT_TYPE + load<u32>(attribute, 16), groupName, field);
      }
      presence |= (<u64>1) << slot;
    }
  }
  store<u64>(record, presence, 8);
  return record;
}

function readValueInto(value: usize, attribute: usize, slot: usize): bool {
  const type = load<u32>(attribute, 16);
  if (type == TYPE_BOOL) {
    store<u64>(slot, <u64>isTrue(value));
    return kindOf(value) == BOOL;
  }
  if (type == TYPE_INT) return readInt(value, slot);
  if (type == TYPE_STRING) {
    store<u64>(slot, textIn(value));
    return isWellFormedText(value);
  }
  if (type == TYPE_ENUM) return readEnum(value, load<u32>(attribute, 24), slot);
  if (type == TYPE_LIST) return readList(value, slot);
  if (type == TYPE_SIZE) return readInt(value, slot) && load<i64>(slot) >= 0;
  if (type == TYPE_TIME) return readInt(value, slot) && load<i64>(slot) >= 0 && load<i64>(slot) <= MAX_TIME_MS;
  if (type == TYPE_IP) return readAddress(value, slot);
  return readMap(value, type == TYPE_TEXT_MAP, slot);
}

/** An integer without fraction or exponent that a double holds exactly. */
function readInt(value: usize, slot: usize): bool {
  if (kindOf(value) != NUMBER) return false;
  let at = addressOf(textIn(value));
  const end = at + lengthOf(textIn(value));
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

function readEnum(value: usize, list: usize, slot: usize): bool {
  if (kindOf(value) != STRING) return false;
  const count = load<u32>(list);
  for (let index: u32 = 0; index < count; index++) {
    if (kernel_equals(textIn(value), load<u64>(list + 8 + ((<usize>index) << 3)))) {
      store<u64>(slot, <u64>index);
      return true;
    }
  }
  return false;
}

function readAddress(value: usize, slot: usize): bool {
  if (!isWellFormedText(value)) return false;
  store<u64>(slot, parseAddress(textIn(value)));
  return load<u64>(slot) != 0;
}

function readList(value: usize, slot: usize): bool {
  if (kindOf(value) != ARRAY) return false;
  let to = alloc(countOf(value) << 3);
  store<u64>(slot, textOf(to, countOf(value)));
  for (let entry = firstEntry(value); entry != 0; entry = nextEntry(entry)) {
    if (!isWellFormedText(valueOf(entry))) return false;
    store<u64>(to, textIn(valueOf(entry)));
    to += 8;
  }
  return true;
}

function readMap(value: usize, holdsTexts: bool, slot: usize): bool {
  if (kindOf(value) != OBJECT) return false;
  let to = alloc(countOf(value) << 4);
  store<u64>(slot, textOf(to, countOf(value)));
  for (let entry = firstEntry(value); entry != 0; entry = nextEntry(entry)) {
    if (!isWellFormedText(keyOf(entry))) return false;
    store<u64>(to, textIn(keyOf(entry)));
    if (holdsTexts) {
      if (!isWellFormedText(valueOf(entry))) return false;
      store<u64>(to, textIn(valueOf(entry)), 8);
    } else if (!readInt(valueOf(entry), to + 8)) return false;
    to += 16;
  }
  return true;
}
