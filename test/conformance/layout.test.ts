// Writers and readers of the event record agree on the place of every attribute of every event: both surfaces write it,
// generated code reads it, and what docs/abi.md says of slots is what lies in memory.
import { describe, expect, test } from 'vitest';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { MAX_TIME_MS } from '../../compiler/abi/layout.ts';
import { DECISION, EVENT, MAP_ENTRY, SLOT, TEXT } from '../../compiler/abi/records.ts';
import { EVENT_FAULTS } from '../../compiler/abi/event-fault.ts';
import { compileModule } from '../../compiler/compile.ts';
import { TYPE_NUMBERS } from '../../compiler/abi/table-layouts.ts';
import { MAX_ATTRIBUTES } from '../../compiler/emit/vocabulary-table.ts';
import type { Expression } from '../../lang/program/program.ts';
import { addressBytes } from '../../lang/vocabulary/network-address.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { Attribute, EventVocabulary, ValueType } from '../../lang/vocabulary/types.ts';
import { EventMemory } from '../../runtime/engine/event-memory.ts';
import { moduleExports } from '../../runtime/engine/module-exports.ts';
import { createEventWriter } from '../../runtime/engine/write-event.ts';
import {
  and,
  attribute,
  columns,
  compare,
  inNetworks,
  inSet,
  int,
  lookup,
  member,
  orElse,
  plain,
  present,
  program,
  text,
  touches,
} from './build-program.ts';
import { openSurfaces } from './surfaces.ts';

/** A value of the attribute that no other attribute of the event has, as far as its type has so many. */
function valueOf({ path, type }: Attribute, slot: number): unknown {
  switch (type.kind) {
    case 'bool':
      return true;
    case 'enum':
      return type.values.at(-1);
    case 'int':
    case 'size':
      return 2 ** 40 + slot;
    case 'time':
      return MAX_TIME_MS - slot;
    case 'ip':
      return '2001:db8::7';
    case 'set':
    case 'list':
      return ['other', path];
    case 'columns':
      return ['a.b.c', `s.t.slot${slot}`];
    case 'map':
      return type.values === 'int' ? { other: 1, zone: -slot } : { other: 'x', key: path };
    default:
      return path;
  }
}

/** Holds exactly when the attribute has that value. */
const conditionOn = (one: Attribute, slot: number): Expression =>
  one.optional ? and(present(attribute(one.path)), hasValue(one, slot)) : hasValue(one, slot);

function hasValue({ path, type }: Attribute, slot: number): Expression {
  switch (type.kind) {
    case 'bool':
      return attribute(path);
    case 'enum':
      return compare(attribute(path), '==', text(type.values.at(-1) ?? ''));
    case 'int':
    case 'size':
      return compare(attribute(path), '==', int(2 ** 40 + slot));
    case 'time':
      return compare(attribute(path), '==', int(MAX_TIME_MS - slot));
    case 'ip':
      return inNetworks(attribute(path), ['2001:db8::7']);
    case 'set':
    case 'list':
      return inSet(text(path), path);
    case 'columns':
      return touches(path, [slot]);
    case 'map':
      return compare(orElse(lookup(path, 'key'), text('')), '==', text(path));
    default:
      return compare(attribute(path), '==', text(path));
  }
}

function eventWith(event: EventVocabulary, valueAt: (attribute: Attribute, slot: number) => unknown): PolicyEvent {
  const nested: Record<string, unknown> = { event: event.name };
  for (const [slot, one] of event.attributes.entries()) {
    const [group = '', field] = one.path.split('.');
    const value = valueAt(one, slot);
    if (field === undefined) nested[group] = value;
    else nested[group] = { ...(nested[group] as object | undefined), [field]: value };
  }
  return nested as PolicyEvent;
}

/** A value of the same type that the condition does not hold on. */
function otherValueOf(type: ValueType): unknown {
  switch (type.kind) {
    case 'bool':
      return false;
    case 'enum':
      return type.values[0];
    case 'int':
    case 'size':
    case 'time':
      return 0;
    case 'ip':
      return '10.0.0.1';
    case 'set':
    case 'list':
    case 'columns':
      return [];
    case 'map':
      return {};
    default:
      return '';
  }
}

/** Generated code asks maps of whole numbers through windows of time only. */
const isAsked = ({ type }: Attribute): boolean => type.kind !== 'map' || type.values === 'string';

describe.each(EVENTS.map((event) => [event.name, event] as const))('%s', (name, event) => {
  const members = event.attributes.map((_, slot) => member(`m.slot${slot}`, [columns(['s'], ['t'], [`slot${slot}`])]));
  const asked = [...event.attributes.entries()].filter(([, one]) => isAsked(one));
  const policy = program(
    asked.map(([slot, one]) => plain('flag', `slot_${slot}`, conditionOn(one, slot), [name])),
    { members },
  );

  test('generated code finds each attribute where both surfaces put it', async () => {
    const surfaces = await openSurfaces(policy);
    const all = asked.map(([slot]) => `slot_${slot}`);
    expect(surfaces.agree(eventWith(event, valueOf)).rules).toEqual(all);
    expect(surfaces.agree(eventWith(event, ({ type }) => otherValueOf(type))).rules).toEqual([]);
    for (const [slot, one] of asked) {
      const only = eventWith(event, (each, at) => (at === slot ? valueOf(each, at) : otherValueOf(each.type)));
      expect([one.path, surfaces.agree(only).rules]).toEqual([one.path, [`slot_${slot}`]]);
      if (!one.optional) continue;
      const without = eventWith(event, (each, at) => (at === slot ? undefined : valueOf(each, at)));
      const others = all.filter((rule) => rule !== `slot_${slot}`);
      expect([one.path, surfaces.agree(without).rules]).toEqual([one.path, others]);
    }
  });

  test('the record in memory is what the layout says', () => {
    const memory = new WebAssembly.Memory({ initial: 2 });
    const module = new WebAssembly.Module(new Uint8Array(compileModule(policy).wasm));
    const exports = moduleExports(new WebAssembly.Instance(module, { env: { memory } }));
    const record = createEventWriter(new EventMemory(exports, memory))(eventWith(event, valueOf));
    if (typeof record !== 'number') throw new Error(record.reason);
    const read = reader(memory);
    expect(read.u32(record + EVENT.at.number)).toBe(EVENTS.indexOf(event));
    expect(read.u64(record + EVENT.at.presence)).toBe((1n << BigInt(event.attributes.length)) - 1n);
    for (const [slot, one] of event.attributes.entries()) {
      const value = read.slot(record + EVENT.bytes + SLOT.bytes * slot, one.type);
      expect([one.path, value]).toEqual([one.path, valueOf(one, slot)]);
    }
    const decision = exports.hpol_decide(record);
    expect(read.u32(decision + DECISION.at.members)).toBe(members.length);
    const firing = read.u32(decision + DECISION.at.firing);
    const words = read.u32(decision + DECISION.at.firing_words);
    const bits = Array.from({ length: words }, (_, word) => BigInt(read.u32(firing + 4 * word)) << BigInt(32 * word));
    expect(bits.reduce((left, right) => left | right)).toBe((1n << BigInt(asked.length)) - 1n);
  });
});

interface Reader {
  u32(address: number): number;
  u64(address: number): bigint;
  slot(address: number, type: ValueType): unknown;
}

/** Reads a record by its layout, as a host in another language would that has only docs/abi.md. */
function reader(memory: WebAssembly.Memory): Reader {
  const view = (): DataView => new DataView(memory.buffer);
  const u32 = (address: number): number => view().getUint32(address, true);
  const textAt = (address: number): string =>
    Buffer.from(memory.buffer, u32(address + TEXT.at.address), u32(address + TEXT.at.length)).toString();
  const whole = (address: number): number => Number(view().getBigInt64(address, true));
  const list = <Item>(slot: number, bytes: number, read: (entry: number) => Item): readonly Item[] =>
    Array.from({ length: u32(slot + SLOT.at.high) }, (_, index) => read(u32(slot + SLOT.at.low) + bytes * index));
  const slot = (address: number, type: ValueType): unknown => {
    switch (type.kind) {
      case 'bool':
        return u32(address) === 1 && u32(address + 4) === 0;
      case 'enum':
        return type.values[u32(address)];
      case 'int':
      case 'size':
      case 'time':
        return whole(address);
      case 'ip': {
        const bytes = Buffer.from(memory.buffer, u32(address + SLOT.at.low), u32(address + SLOT.at.high));
        return bytes.equals(addressBytes('2001:db8::7') ?? Buffer.of()) ? '2001:db8::7' : bytes;
      }
      case 'set':
      case 'list':
      case 'columns':
        return list(address, TEXT.bytes, textAt);
      case 'map': {
        const valueAt = type.values === 'int' ? whole : textAt;
        const read = (entry: number): readonly [string, unknown] => [
          textAt(entry + MAP_ENTRY.at.key),
          valueAt(entry + MAP_ENTRY.at.value),
        ];
        return Object.fromEntries(list(address, MAP_ENTRY.bytes, read));
      }
      default:
        return textAt(address);
    }
  };
  return { u32, u64: (address) => view().getBigUint64(address, true), slot };
}

test('the fault of each type is at its number behind the first', () => {
  const words: Readonly<Record<keyof typeof TYPE_NUMBERS, string>> = {
    bool: 'true or false',
    int: 'a whole number',
    string: 'a text',
    enum: 'one of its declared values',
    list: 'a list of texts',
    text_map: 'an object of texts',
    size: 'a size in bytes',
    time: 'a time in milliseconds since 1970',
    ip: 'a network address',
    int_map: 'an object of whole numbers',
  };
  const first = EVENT_FAULTS.indexOf(' must be true or false');
  for (const [type, number] of Object.entries(TYPE_NUMBERS)) {
    expect(EVENT_FAULTS[first + number]).toBe(` must be ${words[type as keyof typeof TYPE_NUMBERS]}`);
  }
});

test('no event has more attributes than there are presence bits', () => {
  for (const { attributes } of EVENTS) expect(attributes.length).toBeLessThanOrEqual(MAX_ATTRIBUTES);
});
