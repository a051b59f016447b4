// The tables of docs/abi.md, from the layouts that the kernel and its hosts are built with.
import { entrypointNames } from '../../compiler/abi/entrypoints.ts';
import { eventRecordBytes } from '../../compiler/abi/layout.ts';
import type { RecordLayout } from '../../compiler/abi/record.ts';
import {
  COPY_STREAM,
  DECISION,
  EFFECTS,
  EVENT,
  MAP_ENTRY,
  MEMBER_MASK,
  PLAN,
  PLAN_COLUMN,
  SCAN,
  SLOT,
  TEXT,
} from '../../compiler/abi/records.ts';
import { ROWS_STATUS, ROW_OPERATION } from '../../compiler/abi/rows.ts';
import { COMMON_ATTRIBUTES } from '../../lang/vocabulary/common.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { Attribute, EnumType, EventVocabulary, ValueType } from '../../lang/vocabulary/types.ts';

const code = (text: string | number): string => `\`${text}\``;

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const RECORDS: readonly RecordLayout[] = [
  EVENT,
  SLOT,
  TEXT,
  MAP_ENTRY,
  DECISION,
  MEMBER_MASK,
  PLAN,
  PLAN_COLUMN,
  COPY_STREAM,
  SCAN,
];

/** Every record with the offset of each field. */
export const recordTables = (): string =>
  RECORDS.map(({ title, bytes, fields }) => {
    const rows = fields.map(({ name, type, offset, holds }) => [offset, code(type), name, holds]);
    return `**${title}**, ${bytes} bytes\n\n${table(['offset', 'type', 'field', 'holds'], rows)}`;
  }).join('\n\n');

const listed = (numbers: Readonly<Record<string, number>>): string =>
  Object.entries(numbers)
    .map(([name, number]) => `${number} ${name}`)
    .join(', ');

/** The numbers that stand for words. */
export const numberLists = (): string =>
  [
    `**Effects**: ${listed(positions(EFFECTS))}.`,
    `**Row operations**: ${listed(ROW_OPERATION)}.`,
    `**Row statuses**: ${listed(ROWS_STATUS)}.`,
    ...enums().map(({ name, values }) => `**${capitalized(name)}**: ${listed(positions(values))}.`),
  ].join('\n\n');

/** The enums of the vocabulary, each once. */
function enums(): readonly EnumType[] {
  const types = EVENTS.flatMap(({ attributes }) => attributes.map(({ type }) => type));
  return [...new Set(types)].filter((type) => type.kind === 'enum');
}

const positions = (values: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(values.map((value, number) => [value, number]));

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const typeText = (type: ValueType): string =>
  type.kind === 'map' ? (type.values === 'int' ? 'map of whole numbers' : 'map of texts') : type.kind;

/** `first` is the number of the first attribute's slot. */
const slotTable = (attributes: readonly Attribute[], first: number): string =>
  table(
    ['slot', 'offset', 'attribute', 'type', 'may be absent'],
    attributes.map(({ path, type, optional }, index) => [
      first + index,
      EVENT.bytes + SLOT.bytes * (first + index),
      code(path),
      typeText(type),
      optional ? 'yes' : 'no',
    ]),
  );

function eventSlots(event: EventVocabulary, number: number): string {
  const own = event.attributes.slice(COMMON_ATTRIBUTES.length);
  const title = `**${number}: ${code(event.name)}**, ${eventRecordBytes(event)} bytes`;
  return own.length === 0
    ? `${title}: the common slots only`
    : `${title}\n\n${slotTable(own, COMMON_ATTRIBUTES.length)}`;
}

/** The slots of every event, then those that each has of its own, behind the events' numbers. */
export const slotTables = (): string =>
  [`**Every event**\n\n${slotTable(COMMON_ATTRIBUTES, 0)}`, ...EVENTS.map(eventSlots)].join('\n\n');

/** The entrypoints of a policy named NAME. */
export const entrypointTable = (): string =>
  table(
    ['number', 'entrypoint', 'event'],
    entrypointNames('NAME').map((name, number) => [
      number,
      code(name),
      number === 0 ? 'the one that the input names' : code(EVENTS[number - 1]?.name ?? ''),
    ]),
  );
