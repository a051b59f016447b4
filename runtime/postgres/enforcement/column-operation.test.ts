// One table: transform by type and format.
import { describe, expect, test } from 'vitest';
import { ROW_OPERATION } from '../../../compiler/abi/rows.ts';
import { alters, SQL_TYPES } from '../../../lang/vocabulary/sql-types.ts';
import type { Transform } from '../../../lang/vocabulary/transforms.ts';
import { columnOperation } from './column-operation.ts';

const TYPES = {
  bool: 16,
  bytea: 17,
  char: 18,
  name: 19,
  int8: 20,
  int4: 23,
  text: 25,
  json: 114,
  xml: 142,
  float8: 701,
  unknown: 705,
  text_array: 1009,
  bpchar: 1042,
  varchar: 1043,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
  jsonb: 3802,
  a_domain: 16_999,
} as const;
type TypeName = keyof typeof TYPES;
const TEXTS: readonly TypeName[] = ['name', 'text', 'unknown', 'bpchar', 'varchar'];
const OTHERS = (Object.keys(TYPES) as TypeName[]).filter((name) => !TEXTS.includes(name));

const nameOf = (operation: number): string | undefined =>
  Object.entries(ROW_OPERATION).find(([, number]) => number === operation)?.[0];
const served = (transform: Transform, type: TypeName, format: 0 | 1): string | undefined =>
  nameOf(columnOperation({ kind: 'mask', member: 'phi.m', transform }, TYPES[type], format).operation);

const TEXT_ONLY: readonly (readonly [Transform, string])[] = [
  [{ kind: 'redact' }, 'constant'],
  [{ kind: 'keep_first', count: 2 }, 'keepFirst'],
  [{ kind: 'keep_last', count: 4 }, 'keepLast'],
  [{ kind: 'pseudonym' }, 'pseudonym'],
  [{ kind: 'scrub' }, 'scrub'],
];

describe.each(TEXT_ONLY)('%j', (transform, operation) => {
  test.each(TEXTS)(`serves %s as ${operation} in both formats`, (type) => {
    expect([served(transform, type, 0), served(transform, type, 1)]).toEqual([operation, operation]);
  });
  test.each(OTHERS)('makes %s NULL in both formats', (type) => {
    expect([served(transform, type, 0), served(transform, type, 1)]).toEqual(['null', 'null']);
  });
});

describe('year', () => {
  const year: Transform = { kind: 'year' };
  test.each(TEXTS)('serves %s as text', (type) => {
    expect([served(year, type, 0), served(year, type, 1)]).toEqual(['yearText', 'yearText']);
  });
  test.each([
    ['date', 'yearDate'],
    ['timestamp', 'yearTimestamp'],
    ['timestamptz', 'yearTimestamp'],
  ] as const)('serves %s in its own encoding', (type, binary) => {
    expect([served(year, type, 0), served(year, type, 1)]).toEqual(['yearText', binary]);
  });
  test.each(OTHERS.filter((type) => !['date', 'timestamp', 'timestamptz'].includes(type)))('makes %s NULL', (type) => {
    expect([served(year, type, 0), served(year, type, 1)]).toEqual(['null', 'null']);
  });
});

test.each(Object.keys(TYPES) as TypeName[])('null makes %s NULL', (type) => {
  expect([served({ kind: 'null' }, type, 0), served({ kind: 'null' }, type, 1)]).toEqual(['null', 'null']);
});

test('the gateway gives NULL exactly where the checker says so', () => {
  const transforms: readonly Transform[] = [
    ...TEXT_ONLY.map(([transform]) => transform),
    { kind: 'year' },
    { kind: 'null' },
  ];
  for (const { oid, form } of SQL_TYPES) {
    for (const transform of transforms) {
      const { operation } = columnOperation({ kind: 'mask', member: 'phi.m', transform }, oid, 1);
      expect([oid, transform.kind, operation === ROW_OPERATION.null]).toEqual([
        oid,
        transform.kind,
        !alters(transform, form),
      ]);
    }
  }
});

test('an unmasked column passes whatever its type', () => {
  expect(columnOperation({ kind: 'pass' }, TYPES.jsonb, 1)).toEqual({ operation: 0, count: 0, constant: '' });
});

test('a count and a placeholder reach the operation', () => {
  const keep: Transform = { kind: 'keep_last', count: 4 };
  expect(columnOperation({ kind: 'mask', member: 'phi.ssn', transform: keep }, 25, 0).count).toBe(4);
  const redact: Transform = { kind: 'redact' };
  expect(columnOperation({ kind: 'mask', member: 'phi.ssn', transform: redact }, 25, 0).constant).toBe('[phi.ssn]');
});

test('a derived value names its members where it is text, and is NULL elsewhere', () => {
  const derived = { kind: 'redact', members: ['phi.first', 'phi.last'] } as const;
  expect(columnOperation(derived, TYPES.text, 1).constant).toBe('[phi.first+phi.last]');
  expect(OTHERS.map((type) => nameOf(columnOperation(derived, TYPES[type], 0).operation))).toEqual(
    OTHERS.map(() => 'null'),
  );
});
