// The OPA WASM ABI, version 1.3. Evaluations start from their arguments alone: a host may have thrown through the module
// before. Data documents are accepted and not used.
import { putDecision, putFault } from './answer';
import { hpol_decide } from './decide';
import { ANY_EVENT, eventCount, readEvent } from './event';
import { readEventText } from './event-text';
import { alloc, isInMemory, mark, restore } from './heap';
import { TABLE_HEAP, TABLE_TEXTS, policy_table } from './hooks';
import { readJson } from './json-read';
import { begin, finish, putLiteral, putValue } from './json-write';
import { TEXTS_ENTRYPOINTS } from './layout';
import { addressOf, lengthOf } from './text';
import {
  ARRAY,
  OBJECT,
  SET,
  STRING,
  append,
  entryAt,
  firstEntry,
  kindOf,
  newValue,
  nextEntry,
  removeKey,
  setValue,
  textIn,
  valueOf,
} from './value';

export const opa_wasm_abi_version: i32 = 1;
export const opa_wasm_abi_minor_version: i32 = 3;

const REGO_FORMAT: i32 = 1;
const OK: i32 = 0;
const INVALID_TYPE: i32 = 2;
const INVALID_PATH: i32 = 3;

// An evaluation context: u32 input value, u32 data value, u32 entrypoint, u32 result value.
const CONTEXT_BYTES: usize = 16;

/** The event that an entrypoint wants, or ANY_EVENT; an entrypoint that does not exist traps. */
function eventOf(entrypoint: i32): i32 {
  if (entrypoint < 0 || entrypoint > eventCount()) unreachable();
  return entrypoint == 0 ? ANY_EVENT : entrypoint - 1;
}

/** Decides on an event record, or on the fault when it is 0, and writes the result set as text. */
function answer(record: usize, asRego: bool): usize {
  // Before `begin`: deciding may allocate, writing may not.
  const decision = record == 0 ? 0 : hpol_decide(record);
  const start = begin();
  putLiteral(asRego ? '{{"result":' : '[{"result":');
  if (record == 0) putFault();
  else putDecision(decision);
  putLiteral(asRego ? '}}' : '}]');
  finish(start);
  return start;
}

/** The event record of a text, by whichever reader knows its shape; 0 and a fault when the event is not valid. */
function readInput(address: usize, length: usize, wanted: i32): usize {
  if (length == 0) return readEvent(0, wanted);
  const before = mark();
  const record = readEventText(address, length, wanted);
  if (record != 0) return record;
  restore(before);
  // Rego's own values are text with sets, and hosts that evaluate Rego send them.
  return readEvent(readJson(address, length, true), wanted);
}

export function opa_eval(
  reserved: i32,
  entrypoint: i32,
  data: usize,
  input: usize,
  inputLength: usize,
  heapPtr: usize,
  format: i32,
): usize {
  const wanted = eventOf(entrypoint);
  if (input + inputLength < input) unreachable();
  // Values are made behind the input, which they point into, wherever the host put it.
  opa_heap_ptr_set(max<usize>(heapPtr, input + inputLength));
  return answer(readInput(input, inputLength, wanted), format == REGO_FORMAT);
}

export function opa_eval_ctx_new(): usize {
  const context = alloc(CONTEXT_BYTES);
  memory.fill(context, 0, CONTEXT_BYTES);
  return context;
}

export function opa_eval_ctx_set_input(context: usize, value: usize): void {
  store<u32>(context, <u32>value);
}

export function opa_eval_ctx_set_data(context: usize, value: usize): void {
  store<u32>(context, <u32>value, 4);
}

export function opa_eval_ctx_set_entrypoint(context: usize, entrypoint: i32): void {
  store<i32>(context, entrypoint, 8);
}

export function opa_eval_ctx_get_result(context: usize): usize {
  return load<u32>(context, 12);
}

/** Leaves the result set in the context; 0 is success. */
export function eval(context: usize): i32 {
  const wanted = eventOf(load<i32>(context, 8));
  // One host moves the heap pointer back below the context that it has just made.
  restore(max<usize>(mark(), context + CONTEXT_BYTES));
  const text = answer(readEvent(load<u32>(context), wanted), false);
  const results = readJson(text, mark() - text, false);
  store<u32>(results, SET);
  store<u32>(context, <u32>results, 12);
  return 0;
}

/** The built-in functions that the host must bring: none. */
export function builtins(): usize {
  return newValue(OBJECT);
}

export function entrypoints(): usize {
  const text = load<u64>(policy_table(TABLE_TEXTS), TEXTS_ENTRYPOINTS);
  return readJson(addressOf(text), lengthOf(text), false);
}

/** With room behind the end: one host writes a byte past what it asked for. */
export function opa_malloc(bytes: usize): usize {
  if (bytes + 8 < bytes) unreachable();
  return alloc(bytes + 8);
}

export function opa_free(address: usize): void {}

export function opa_value_free(value: usize): void {}

export function opa_heap_ptr_get(): usize {
  return mark();
}

/**
 * A pointer into the static data would let results overwrite the policy, so the heap never starts below its base. One
 * outside memory is no pointer that this module gave.
 */
export function opa_heap_ptr_set(address: usize): void {
  if (!isInMemory(0, address)) unreachable();
  restore(max<usize>(address, policy_table(TABLE_HEAP)));
}

export function opa_heap_blocks_stash(): void {}

export function opa_heap_blocks_restore(): void {}

export function opa_heap_stash_clear(): void {}

export function opa_json_parse(address: usize, length: usize): usize {
  return readJson(address, length, false);
}

export function opa_value_parse(address: usize, length: usize): usize {
  return readJson(address, length, true);
}

function dump(value: usize, asRego: bool): usize {
  const start = begin();
  putValue(value, asRego);
  finish(start);
  return start;
}

export function opa_json_dump(value: usize): usize {
  return dump(value, false);
}

export function opa_value_dump(value: usize): usize {
  return dump(value, true);
}

/** The object that holds the last key of a path; missing objects are made when `isMaking`. 0 when there is none. */
function parentOf(base: usize, path: usize, isMaking: bool): usize {
  let object = base;
  for (let entry = firstEntry(path); entry != 0 && nextEntry(entry) != 0; entry = nextEntry(entry)) {
    const key = valueOf(entry);
    if (kindOf(key) != STRING || kindOf(object) != OBJECT) return 0;
    const found = entryAt(object, textIn(key));
    if (found != 0) {
      object = valueOf(found);
    } else {
      if (!isMaking) return 0;
      const made = newValue(OBJECT);
      append(object, key, made);
      object = made;
    }
  }
  return kindOf(object) == OBJECT ? object : 0;
}

/** The last value of a path, a string, or 0. */
function lastKey(path: usize): usize {
  let key: usize = 0;
  for (let entry = firstEntry(path); entry != 0; entry = nextEntry(entry)) key = valueOf(entry);
  return key != 0 && kindOf(key) == STRING ? key : 0;
}

export function opa_value_add_path(base: usize, path: usize, value: usize): i32 {
  if (kindOf(path) != ARRAY) return INVALID_TYPE;
  const key = lastKey(path);
  const object = key == 0 ? 0 : parentOf(base, path, true);
  if (object == 0) return INVALID_PATH;
  const entry = entryAt(object, textIn(key));
  if (entry == 0) append(object, key, value);
  else setValue(entry, value);
  return OK;
}

export function opa_value_remove_path(base: usize, path: usize): i32 {
  if (kindOf(path) != ARRAY) return INVALID_TYPE;
  const key = lastKey(path);
  const object = key == 0 ? 0 : parentOf(base, path, false);
  if (object == 0) return INVALID_PATH;
  removeKey(object, textIn(key));
  return OK;
}
