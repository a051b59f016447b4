// From a JSON text to an event record in one pass, without building values. It knows the shape that hosts send: valid, `event`
// first unless the entrypoint says which event it is, keys without escapes. Everything else, whether it is valid or not, is left to the
// reader of values (event.ts), which knows every shape and names what is wrong.
import { ANY_EVENT, eventEntry, eventNamed, isInRange, newRecord, readAddress, readEnum, readWhole } from './event';
import { alloc } from './heap';
import { TABLE_VOCABULARY, policy_table } from './hooks';
import { behindValue } from './json-read';
import { copyTextsTo, isIllFormed, readString, stringEnd } from './json-string';
import {
  ATTRIBUTE_BYTES,
  ATTRIBUTE_TYPE,
  EVENT_BYTES,
  EVENT_ENTRY_ATTRIBUTES,
  EVENT_ENTRY_GROUPS,
  EVENT_ENTRY_GROUP_COUNT,
  EVENT_ENTRY_NAME,
  EVENT_ENTRY_REQUIRED,
  EVENT_PRESENCE,
  GROUP_BYTES,
  GROUP_COUNT,
  GROUP_FIRST,
  MAP_ENTRY_BYTES,
  MAP_ENTRY_KEY,
  MAP_ENTRY_VALUE,
  NAMED_KEY,
  NAMED_NAME,
  SLOT_BYTES,
  TEXT_BYTES,
  TYPE_BOOL,
  TYPE_ENUM,
  TYPE_IP,
  TYPE_LIST,
  TYPE_STRING,
  TYPE_TEXT_MAP,
  TYPE_INT_MAP,
  VOCABULARY_EVENT_KEY,
} from './layout';
import { addressOf, kernel_equals, lengthOf, sameBytes, textOf } from './text';

const QUOTE: u8 = 0x22;
const COLON: u8 = 0x3a;
const COMMA: u8 = 0x2c;
const OPEN_BRACE: u8 = 0x7b;
const CLOSE_BRACE: u8 = 0x7d;
const OPEN_BRACKET: u8 = 0x5b;
const CLOSE_BRACKET: u8 = 0x5d;
const MINUS: u8 = 0x2d;

const TRUE: u32 = 0x65757274;
const ALSE: u32 = 0x65736c61;

/** Beyond this many unknown keys in an object, or keys in a map, comparing each with each is left to the other reader, which sorts. */
const FEW_KEYS: usize = 16;

let at: usize = 0;
let end: usize = 0;
let event: usize = 0;
let record: usize = 0;
let presence: u64 = 0;
/** Unknown keys of the event, and behind them those of the group that is being read. */
let unknown: usize = 0;

/** The record of the event in a text, or 0 when the text is not of the usual shape. */
export function readEventText(address: usize, length: usize, wanted: i32): usize {
  at = address;
  end = address + length;
  while (end > at && load<u8>(end - 1) == 0) end--;
  if (!take(OPEN_BRACE)) return 0;
  // Before any text is read, and before anything is laid out in a row at the top of the heap.
  copyTextsTo(alloc(length));
  let isNamed = false;
  if (wanted == ANY_EVENT) {
    if (!take(QUOTE) || !isEventKey(readKey())) return 0;
    wanted = eventNamed(readQuoted());
    if (wanted == ANY_EVENT) return 0;
    isNamed = true;
  }
  event = eventEntry(wanted);
  record = newRecord(wanted);
  presence = 0;
  unknown = alloc(2 * FEW_KEYS * TEXT_BYTES);
  const isWhole = isNamed && take(CLOSE_BRACE) ? true : (!isNamed || take(COMMA)) && readMembers(isNamed);
  if (!isWhole || behindSpace() != end) return 0;
  const required = load<u64>(event, EVENT_ENTRY_REQUIRED);
  if ((presence & required) != required) return 0;
  store<u64>(record, presence, EVENT_PRESENCE);
  return record;
}

function behindSpace(): usize {
  while (at < end) {
    const byte = load<u8>(at);
    if (byte > 0x20 || (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09)) break;
    at++;
  }
  return at;
}

/** Takes one byte behind space when it is there. */
function take(byte: u8): bool {
  if (at < end && load<u8>(at) == byte) {
    at++;
    return true;
  }
  if (behindSpace() >= end || load<u8>(at) != byte) return false;
  at++;
  return true;
}

function isEventKey(key: u64): bool {
  return key != 0 && kernel_equals(key, load<u64>(policy_table(TABLE_VOCABULARY), VOCABULARY_EVENT_KEY));
}

/** The text whose opening quote was taken, or 0. */
function readText(): u64 {
  const text = readString(at, end);
  if (text == 0 || isIllFormed) return 0;
  at = stringEnd;
  return text;
}

/** A key whose opening quote was taken, and its colon; 0 for one with escapes. */
function readKey(): u64 {
  const start = at;
  const text = readText();
  return <usize>text == start && take(COLON) ? text : 0;
}

/** A whole text, or 0. */
function readQuoted(): u64 {
  return take(QUOTE) ? readText() : 0;
}

/** How many entries of the vocabulary are compared with a key before it is read: hosts keep their order and leave some out. */
const LOOK_AHEAD: usize = 4;

/** The key last taken; 0 when the text is not of the usual shape. */
let key: u64 = 0;

/**
 * Takes a key and its colon. Gives the entry it belongs to in a list of groups or of attributes, or 0. `next` is the
 * entry that is most likely.
 */
function takeKey(list: usize, listEnd: usize, next: usize, bytes: usize): usize {
  behindSpace();
  const last = min<usize>(listEnd, next + LOOK_AHEAD * bytes);
  for (let entry = next; entry < last; entry += bytes) {
    key = load<u64>(entry, NAMED_KEY);
    const length = lengthOf(key);
    if (length <= end - at && sameBytes(at, addressOf(key), length)) {
      at += length;
      return entry;
    }
  }
  key = take(QUOTE) ? readKey() : 0;
  if (key == 0) return 0;
  for (let entry = list; entry < listEnd; entry += bytes) {
    if (kernel_equals(key, load<u64>(entry, NAMED_NAME))) return entry;
  }
  return 0;
}

/** The members of the event up to its closing brace. */
function readMembers(isNamed: bool): bool {
  const groups = <usize>load<u32>(event, EVENT_ENTRY_GROUPS);
  const groupsEnd = groups + <usize>load<u32>(event, EVENT_ENTRY_GROUP_COUNT) * GROUP_BYTES;
  let unknownEnd = unknown;
  let seen: u64 = 0;
  let next = groups;
  do {
    const group = takeKey(groups, groupsEnd, next, GROUP_BYTES);
    if (group != 0) {
      const bit = (<u64>1) << (<u64>(group - groups) / GROUP_BYTES);
      if ((seen & bit) != 0 || !readGroup(group, unknownEnd)) return false;
      seen |= bit;
      next = group + GROUP_BYTES;
    } else if (key == 0) {
      return false;
    } else if (isEventKey(key)) {
      if (isNamed || !kernel_equals(readQuoted(), load<u64>(event, EVENT_ENTRY_NAME))) return false;
      isNamed = true;
    } else {
      unknownEnd = skipUnknown(unknown, unknownEnd, 1);
      if (unknownEnd == 0) return false;
    }
  } while (take(COMMA));
  return take(CLOSE_BRACE);
}

/** The attributes under one key of the event. */
function readGroup(group: usize, firstUnknown: usize): bool {
  const attributes = <usize>load<u32>(event, EVENT_ENTRY_ATTRIBUTES);
  const first = attributes + <usize>load<u32>(group, GROUP_FIRST) * ATTRIBUTE_BYTES;
  const count = <usize>load<u32>(group, GROUP_COUNT);
  if (count == 0) return readAttribute(first, attributes);
  if (!take(OPEN_BRACE)) return false;
  if (take(CLOSE_BRACE)) return true;
  const last = first + count * ATTRIBUTE_BYTES;
  let unknownEnd = firstUnknown;
  let next = first;
  do {
    const attribute = takeKey(first, last, next, ATTRIBUTE_BYTES);
    if (attribute != 0) {
      if (!readAttribute(attribute, attributes)) return false;
      next = attribute + ATTRIBUTE_BYTES;
    } else {
      unknownEnd = key == 0 ? 0 : skipUnknown(firstUnknown, unknownEnd, 2);
      if (unknownEnd == 0) return false;
    }
  } while (take(COMMA));
  return take(CLOSE_BRACE);
}

/** Passes over the value of a key that the vocabulary does not have. Gives the new end of the unknown keys; 0 when the text is not of the usual shape. */
function skipUnknown(firstKey: usize, keysEnd: usize, depth: i32): usize {
  if (keysEnd - firstKey >= FEW_KEYS * TEXT_BYTES) return 0;
  for (let other = firstKey; other < keysEnd; other += TEXT_BYTES) {
    if (kernel_equals(key, load<u64>(other))) return 0;
  }
  store<u64>(keysEnd, key);
  at = behindValue(behindSpace(), end, depth);
  return at == 0 ? 0 : keysEnd + TEXT_BYTES;
}

/** The value of an attribute into its slot; false when it was there before. */
function readAttribute(attribute: usize, attributes: usize): bool {
  const number = (attribute - attributes) / ATTRIBUTE_BYTES;
  const bit = (<u64>1) << (<u64>number);
  if ((presence & bit) != 0) return false;
  presence |= bit;
  behindSpace();
  return readSlot(attribute, record + EVENT_BYTES + number * SLOT_BYTES);
}

function readSlot(attribute: usize, slot: usize): bool {
  const type = load<u32>(attribute, ATTRIBUTE_TYPE);
  switch (type) {
    case TYPE_STRING: {
      const text = readQuoted();
      store<u64>(slot, text);
      return text != 0;
    }
    case TYPE_ENUM: {
      const text = readQuoted();
      return text != 0 && readEnum(text, attribute, slot);
    }
    case TYPE_IP: {
      const text = readQuoted();
      return text != 0 && readAddress(text, slot);
    }
    case TYPE_LIST:
      return readTexts(slot);
    case TYPE_BOOL:
      return readBool(slot);
    case TYPE_TEXT_MAP:
      return readMap(true, slot);
    case TYPE_INT_MAP:
      return readMap(false, slot);
    default:
      return readNumber(slot) && isInRange(load<i64>(slot), type);
  }
}

function readBool(slot: usize): bool {
  if (at + 5 > end) return false;
  if (load<u32>(at) == TRUE) {
    store<u64>(slot, 1);
    at += 4;
    return true;
  }
  if (load<u32>(at, 1) != ALSE || load<u8>(at) != 0x66) return false;
  at += 5;
  return true;
}

/** A whole number. What stands behind it is looked at by whoever wants a comma or a brace there. */
function readNumber(slot: usize): bool {
  const start = at;
  if (at < end && load<u8>(at) == MINUS) at++;
  const digits = at;
  while (at < end && <u32>load<u8>(at) - 0x30 < 10) at++;
  if (at == digits || (load<u8>(digits) == 0x30 && at - digits > 1)) return false;
  return readWhole(textOf(start, at - start), slot);
}

/** A list of texts, which lie in a row at the top of the heap. */
function readTexts(slot: usize): bool {
  if (!take(OPEN_BRACKET)) return false;
  const list = alloc(0);
  let count: usize = 0;
  if (!take(CLOSE_BRACKET)) {
    do {
      const text = readQuoted();
      if (text == 0) return false;
      store<u64>(alloc(TEXT_BYTES), text);
      count++;
    } while (take(COMMA));
    if (!take(CLOSE_BRACKET)) return false;
  }
  store<u64>(slot, textOf(list, count));
  return true;
}

/** A map, whose entries lie in a row at the top of the heap. */
function readMap(holdsTexts: bool, slot: usize): bool {
  if (!take(OPEN_BRACE)) return false;
  const map = alloc(0);
  let count: usize = 0;
  if (!take(CLOSE_BRACE)) {
    do {
      const name = take(QUOTE) ? readKey() : 0;
      if (name == 0 || count == FEW_KEYS || isKeyIn(name, map, count)) return false;
      const entry = alloc(MAP_ENTRY_BYTES);
      store<u64>(entry, name, MAP_ENTRY_KEY);
      if (holdsTexts) {
        const text = readQuoted();
        if (text == 0) return false;
        store<u64>(entry, text, MAP_ENTRY_VALUE);
      } else {
        behindSpace();
        if (!readNumber(entry + MAP_ENTRY_VALUE)) return false;
      }
      count++;
    } while (take(COMMA));
    if (!take(CLOSE_BRACE)) return false;
  }
  store<u64>(slot, textOf(map, count));
  return true;
}

function isKeyIn(name: u64, map: usize, count: usize): bool {
  for (let entry = map; entry < map + count * MAP_ENTRY_BYTES; entry += MAP_ENTRY_BYTES) {
    if (kernel_equals(name, load<u64>(entry, MAP_ENTRY_KEY))) return true;
  }
  return false;
}
