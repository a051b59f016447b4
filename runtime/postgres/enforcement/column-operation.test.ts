// Transform by type and format, as the table of lang/vocabulary has it; that the server takes what comes out is test/e2e's.
import { describe, expect, test } from 'vitest';
import { ROW_OPERATION, type ColumnOperation } from '../../../compiler/abi/rows.ts';
import { SQL_TYPES } from '../../../lang/vocabulary/sql-types.ts';
import { alters } from '../../../lang/vocabulary/type-masks.ts';
import type { Transform } from '../../../lang/vocabulary/transforms.ts';
import { columnOperation } from './column-operation.ts';

const TYPES = {
  bool: 16,
  bytea: 17,
  char: 18,
  name: 19,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  oid: 26,
  json: 114,
  xml: 142,
  float4: 700,
  float8: 701,
  unknown: 705,
  money: 790,
  text_array: 1009,
  bpchar: 1042,
  varchar: 1043,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  bit: 1560,
  numeric: 1700,
  uuid: 2950,
  jsonb: 3802,
  an_enum: 16_999,
} as const;
type TypeName = keyof typeof TYPES;

const nameOf = (operation: number): string =>
  Object.entries(ROW_OPERATION).find(([, number]) => number === operation)?.[0] ?? 'unknown';
const masked = (transform: Transform, type: TypeName, format: 0 | 1): ColumnOperation =>
  columnOperation({ kind: 'mask', member: 'phi.m', transform }, TYPES[type], format);
/** What serves each type, in text and in binary; types that become NULL in both are left out. */
const served = (transform: Transform): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (Object.keys(TYPES) as TypeName[]).flatMap((type) => {
      const [text, binary] = ([0, 1] as const).map((format) => nameOf(masked(transform, type, format).operation));
      return text === 'null' && binary === 'null' ? [] : [[type, text === binary ? `${text}` : `${text} ${binary}`]];
    }),
  );

const allTexts = (operation: string): Readonly<Record<string, string>> =>
  Object.fromEntries(['name', 'text', 'unknown', 'bpchar', 'varchar'].map((type) => [type, operation]));

test.each<[Transform, Readonly<Record<string, string>>]>([
  [{ kind: 'null' }, {}],
  [
    { kind: 'redact' },
    { ...allTexts('constant'), bytea: 'constant', json: 'constant', jsonb: 'constant', xml: 'constant' },
  ],
  [{ kind: 'keep_first', count: 2 }, allTexts('keepFirst')],
  [{ kind: 'keep_last', count: 4 }, allTexts('keepLast')],
  [
    { kind: 'pseudonym' },
    {
      ...allTexts('pseudonym'),
      bpchar: 'pseudonymPadded',
      int8: 'pseudonymInt8Text pseudonymInt8',
      uuid: 'pseudonymUuidText pseudonymUuid',
      bytea: 'pseudonymByteaText pseudonymBytea',
    },
  ],
  [
    { kind: 'year' },
    {
      ...allTexts('yearText'),
      date: 'yearText yearDate',
      timestamp: 'yearText yearTimestamp',
      timestamptz: 'yearText yearTimestamp',
    },
  ],
  [
    { kind: 'zip3' },
    {
      ...allTexts('zip3Text'),
      int4: 'zip3Decimal zip3Int4',
      int8: 'zip3Decimal zip3Int8',
      numeric: 'zip3Decimal zip3Numeric',
    },
  ],
  [
    { kind: 'age90' },
    {
      ...allTexts('age90Text'),
      int2: 'age90Decimal age90Int2',
      int4: 'age90Decimal age90Int4',
      int8: 'age90Decimal age90Int8',
      float4: 'age90Decimal age90Float4',
      float8: 'age90Decimal age90Float8',
      numeric: 'age90Decimal age90Numeric',
    },
  ],
  [{ kind: 'scrub' }, { text: 'scrub', unknown: 'scrub', bpchar: 'scrub', varchar: 'scrub' }],
])('%j', (transform, expected) => expect(served(transform)).toEqual(expected));

test('the gateway gives NULL exactly where the checker says so', () => {
  const kinds = ['redact', 'null', 'pseudonym', 'year', 'zip3', 'age90', 'scrub'] as const;
  const transforms: readonly Transform[] = [...kinds.map((kind) => ({ kind })), { kind: 'keep_last', count: 4 }];
  for (const { oid, form } of SQL_TYPES) {
    for (const transform of transforms) {
      for (const format of [0, 1] as const) {
        const { operation } = columnOperation({ kind: 'mask', member: 'phi.m', transform }, oid, format);
        const isNull = operation === ROW_OPERATION.null;
        expect([oid, transform.kind, isNull]).toEqual([oid, transform.kind, !alters(transform, form)]);
      }
    }
  }
});

test('an unmasked column passes whatever its type', () => {
  expect(columnOperation({ kind: 'pass' }, TYPES.jsonb, 1)).toEqual({ operation: 0, count: 0, constant: '' });
});

test('a count reaches the operation', () => {
  const keep: Transform = { kind: 'keep_last', count: 4 };
  expect(masked(keep, 'text', 0).count).toBe(4);
});

describe('placeholders', () => {
  test.each([
    ['text', '[phi.m]', '[phi.m]'],
    ['bpchar', '[phi.m]', '[phi.m]'],
    ['name', '[phi.m]', '[phi.m]'],
    ['json', '"[phi.m]"', '"[phi.m]"'],
    ['jsonb', '"[phi.m]"', '\u0001"[phi.m]"'],
    ['xml', '<redacted>[phi.m]</redacted>', '<redacted>[phi.m]</redacted>'],
    ['bytea', `\\x${Buffer.from('[phi.m]').toString('hex')}`, '[phi.m]'],
  ] as const)('of %s', (type, text, binary) => {
    expect(masked({ kind: 'redact' }, type, 0).constant).toBe(text);
    expect(masked({ kind: 'redact' }, type, 1).constant).toBe(binary);
  });

  test('a derived value names its members, and is NULL where its type has no room for them', () => {
    const derived = { kind: 'redact', members: ['phi.first', 'phi.last'] } as const;
    expect(columnOperation(derived, TYPES.text, 1).constant).toBe('[phi.first+phi.last]');
    expect(columnOperation(derived, TYPES.int8, 1).operation).toBe(ROW_OPERATION.null);
    const many = { kind: 'redact', members: Array.from({ length: 9 }, (_, n) => `phi.member${n}`) } as const;
    expect(columnOperation(many, TYPES.name, 1).operation).toBe(ROW_OPERATION.null);
    expect(columnOperation(many, TYPES.text, 1).operation).toBe(ROW_OPERATION.constant);
  });
});
