// The table of types: names as schemas and `format_type` print them.
import { expect, test } from 'vitest';
import { formOfOid, formOfType, SQL_TYPES } from './sql-types.ts';
import { alters, formsOf } from './type-masks.ts';

test.each([
  ['text', 'text'],
  ['varchar(11)', 'text'],
  ['character varying(11)', 'text'],
  ['character(2)', 'padded'],
  ['bpchar(2)', 'padded'],
  // One byte, which only the quotes tell from character(1).
  ['"char"', 'other'],
  ['timestamp(3) with time zone', 'timestamp'],
  ['timestamp without time zone', 'timestamp'],
  ['date', 'date'],
  ['numeric(10,2)', 'numeric'],
  ['text[]', 'other'],
  ['my_domain', undefined],
])('%s is %s', (type, form) => expect(formOfType(type)).toBe(form));

test('names and object ids are unique, and both give the same form', () => {
  const names = SQL_TYPES.flatMap((type) => type.names);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(SQL_TYPES.map(({ oid }) => oid)).size).toBe(SQL_TYPES.length);
  for (const { oid, names: own, form } of SQL_TYPES) {
    expect([formOfOid(oid), ...own.map(formOfType)]).toEqual([form, ...own.map(() => form)]);
  }
});

test('an unknown type on the wire is altered by nothing', () => {
  expect(formOfOid(99_999)).toBe('other');
  expect(alters({ kind: 'year' }, 'other')).toBe(false);
  expect(alters({ kind: 'redact' }, 'other')).toBe(false);
});

test('a transform lists the forms that it alters, and no others', () => {
  expect(formsOf({ kind: 'zip3' })).toEqual(['text', 'padded', 'name', 'int4', 'int8', 'numeric']);
  expect(formsOf({ kind: 'null' })).toEqual([]);
  expect(alters({ kind: 'age90' }, 'float4')).toBe(true);
});
