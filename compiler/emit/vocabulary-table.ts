// The vocabulary as event.ts and event-text.ts of the kernel read it: which keys an event has and what they hold.
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { Attribute, EventVocabulary, ValueType } from '../../lang/vocabulary/types.ts';
import { eventRecordBytes } from '../abi/layout.ts';
import { recordBytes, recordList, type ValuesOf } from '../abi/record.ts';
import type { StaticData } from './static-data.ts';
import { ATTRIBUTE_ENTRY, EVENT_ENTRY, GROUP_ENTRY, TYPE_NUMBERS, VOCABULARY_TABLE } from '../abi/table-layouts.ts';

/** The presence bits of an event record are one u64. */
export const MAX_ATTRIBUTES = 64;

export function addVocabularyTable(data: StaticData): number {
  const events = EVENTS.map((event) => eventEntry(event, data));
  const values = {
    event_count: events.length,
    events: data.add(recordList(EVENT_ENTRY, events)),
    event_key: data.addText('event'),
    input_name: data.addText('input'),
  };
  return data.add(recordBytes(VOCABULARY_TABLE, values));
}

function eventEntry(event: EventVocabulary, data: StaticData): ValuesOf<typeof EVENT_ENTRY> {
  const { attributes } = event;
  if (attributes.length > MAX_ATTRIBUTES) throw new Error(`${event.name} has more than ${MAX_ATTRIBUTES} attributes`);
  const groups = groupsOf(event);
  return {
    name: data.addText(event.name),
    attribute_count: attributes.length,
    attributes: data.add(
      recordList(
        ATTRIBUTE_ENTRY,
        attributes.map((attribute) => attributeEntry(attribute, data)),
      ),
    ),
    group_count: groups.length,
    groups: data.add(
      recordList(
        GROUP_ENTRY,
        groups.map((group) => ({ ...group, name: data.addText(group.name), key: data.addText(keyText(group.name)) })),
      ),
    ),
    record_bytes: eventRecordBytes(event),
    zero: 0,
    required: attributes.reduce((bits, { optional }, slot) => bits | (optional ? 0n : 1n << BigInt(slot)), 0n),
  };
}

const pathOf = ({ path }: Attribute): readonly [group: string, field: string] => {
  const [group = '', field = ''] = path.split('.');
  return [group, field];
};

/** As hosts write it in front of the value. */
const keyText = (name: string): string => `${JSON.stringify(name)}:`;

interface Group {
  readonly name: string;
  readonly first: number;
  readonly count: number;
}

/** The keys of an event with the attributes under them, which the vocabulary lists together. */
function groupsOf(event: EventVocabulary): readonly Group[] {
  const names = event.attributes.map((attribute) => pathOf(attribute)[0]);
  return [...new Set(names)].map((name) => {
    const first = names.indexOf(name);
    const count = names.lastIndexOf(name) - first + 1;
    if (names.slice(first, first + count).some((other) => other !== name)) {
      throw new Error(`${event.name} has the attributes of ${name} in two places`);
    }
    return { name, first, count: event.attributes[first]?.path === name ? 0 : count };
  });
}

function attributeEntry(attribute: Attribute, data: StaticData): ValuesOf<typeof ATTRIBUTE_ENTRY> {
  const { type, optional } = attribute;
  const [group, field] = pathOf(attribute);
  const values = type.kind === 'enum' ? type.values.map((value) => data.addText(value)) : [];
  const list = [values.length, 0, ...values.flatMap(({ address, length }) => [address, length])];
  return {
    name: data.addText(field),
    key: data.addText(keyText(field)),
    group: data.addText(group),
    type: TYPE_NUMBERS[typeName(type)],
    optional: optional ? 1 : 0,
    values: type.kind === 'enum' ? data.addWords(list) : 0,
    zero: 0,
  };
}

function typeName(type: ValueType): keyof typeof TYPE_NUMBERS {
  switch (type.kind) {
    case 'set':
    case 'list':
    case 'columns':
      return 'list';
    case 'map':
      return type.values === 'int' ? 'int_map' : 'text_map';
    case 'duration':
      throw new Error('no attribute is a duration');
    default:
      return type.kind;
  }
}
