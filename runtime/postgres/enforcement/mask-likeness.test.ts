// What a mask shows is recognised when it comes back, and what people write is not taken for it.
import { describe, expect, test } from 'vitest';
import type { Transform } from '../../../lang/vocabulary/transforms.ts';
import { maskLikeness, type Likeness } from './mask-likeness.ts';
import { parameterText } from './parameter-text.ts';

const MEMBERS = new Set(['phi.ssn', 'phi.name', 'phi.birth']);
const OIDS = {
  text: 25,
  name: 19,
  bpchar: 1042,
  int2: 21,
  int4: 23,
  int8: 20,
  numeric: 1700,
  float4: 700,
  float8: 701,
};
const MORE = {
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  uuid: 2950,
  bytea: 17,
  jsonb: 3802,
  xml: 142,
  enum: 99_999,
};
const TYPES: Readonly<Record<string, number>> = { ...OIDS, ...MORE };

const likeness = (text: string | null, type: string, transform: Transform): Likeness =>
  maskLikeness({ text, typeOid: TYPES[type]!, transform, members: MEMBERS });

const REDACT: Transform = { kind: 'redact' };
const LAST: Transform = { kind: 'keep_last', count: 4 };
const FIRST: Transform = { kind: 'keep_first', count: 2 };

describe('certain: no real value looks so', () => {
  test.each<[string, string, Transform]>([
    ['[phi.ssn]', 'text', REDACT],
    ['[phi.name+phi.ssn]', 'text', LAST],
    ['Seen. SSN [phi.ssn], call later', 'text', { kind: 'scrub' }],
    ['"[phi.ssn]"', 'jsonb', REDACT],
    ['{"name": "[phi.name]"}', 'jsonb', REDACT],
    ['<redacted>[phi.ssn]</redacted>', 'xml', REDACT],
    [String.raw`\x5b7068692e73736e5d`, 'bytea', REDACT],
    ['***-**-1234', 'text', LAST],
    ['*****1234', 'bpchar', LAST],
    ['****', 'text', LAST],
    ['*', 'text', LAST],
    ['**ää', 'text', LAST],
    ['An*** ******', 'text', FIRST],
    ['p_0123456789abcdef', 'text', { kind: 'pseudonym' }],
    ['p_0123456789abcdef   ', 'bpchar', { kind: 'pseudonym' }],
    ['0f0e0d0c-0b0a-8908-b706-050403020100', 'uuid', { kind: 'pseudonym' }],
    ['554', 'text', { kind: 'zip3' }],
    ['000', 'text', { kind: 'zip3' }],
  ])('%s as %s', (text, type, transform) => expect(likeness(text, type, transform)).toBe('certain'));
});

describe('possible: a real value may look so', () => {
  test.each<[string | null, string, Transform]>([
    ['1961-01-01', 'date', { kind: 'year' }],
    ['1961-01-01', 'text', { kind: 'year' }],
    ['1961-01-01 00:00:00', 'timestamp', { kind: 'year' }],
    ['1961-01-01T00:00:00.000+01:00', 'date', { kind: 'year' }],
    ['1961-01-01T00:00:00.000Z', 'timestamptz', { kind: 'year' }],
    ['1961-01-01 00:00:00+00', 'timestamptz', { kind: 'year' }],
    ['90', 'int4', { kind: 'age90' }],
    ['90.00', 'numeric', { kind: 'age90' }],
    ['554', 'int4', { kind: 'zip3' }],
    ['21', 'int4', { kind: 'zip3' }],
    ['4611686018427387904', 'int8', { kind: 'pseudonym' }],
    [String.raw`\x00112233445566778899aabbccddeeff`, 'bytea', { kind: 'pseudonym' }],
    [null, 'numeric', REDACT],
    [null, 'text', { kind: 'null' }],
    [null, 'enum', LAST],
    [null, 'int4', { kind: 'pseudonym' }],
  ])('%s as %s', (text, type, transform) => expect(likeness(text, type, transform)).toBe('possible'));
});

describe('what people write', () => {
  test.each<[string | null, string, Transform]>([
    ['900-12-3456', 'text', LAST],
    ['', 'text', LAST],
    ['5-star *', 'text', LAST],
    ['1234-*', 'text', LAST],
    ['**12345', 'text', LAST],
    ['*Anna', 'text', FIRST],
    ['An*a', 'text', FIRST],
    ['[phi.nobody]', 'text', REDACT],
    ['[x]', 'text', REDACT],
    ['[phi.ssn+x]', 'text', REDACT],
    ['phi.ssn', 'text', REDACT],
    ['MRN00000007', 'text', { kind: 'pseudonym' }],
    ['p_0123456789abcdeg', 'text', { kind: 'pseudonym' }],
    ['0f0e0d0c-0b0a-4908-b706-050403020100', 'uuid', { kind: 'pseudonym' }],
    ['12345', 'int8', { kind: 'pseudonym' }],
    [String.raw`\x0011`, 'bytea', { kind: 'pseudonym' }],
    ['1961-07-23', 'date', { kind: 'year' }],
    ['1961-01-11', 'date', { kind: 'year' }],
    ['1961-01-01 10:30:00', 'timestamp', { kind: 'year' }],
    ['89', 'int4', { kind: 'age90' }],
    ['91', 'int4', { kind: 'age90' }],
    ['55401', 'text', { kind: 'zip3' }],
    ['55401', 'int4', { kind: 'zip3' }],
    [null, 'text', LAST],
    [null, 'date', { kind: 'year' }],
    [null, 'jsonb', REDACT],
    ['7', 'int4', REDACT],
  ])('%s as %s', (text, type, transform) => expect(likeness(text, type, transform)).toBeNull());
});

const binary = (bytes: Buffer): string => `\\b64:${bytes.toString('base64')}`;

function written(bytes: number, write: (buffer: Buffer) => void): string {
  const buffer = Buffer.alloc(bytes);
  write(buffer);
  return binary(buffer);
}

test.each<[string, string, string]>([
  ['text', binary(Buffer.from('***-**-1234')), '***-**-1234'],
  ['enum', binary(Buffer.from('x')), 'x'],
  ['int2', written(2, (buffer) => buffer.writeInt16BE(-5)), '-5'],
  ['int4', written(4, (buffer) => buffer.writeInt32BE(90)), '90'],
  ['int8', written(8, (buffer) => buffer.writeBigInt64BE(4_611_686_018_427_387_904n)), '4611686018427387904'],
  ['float4', written(4, (buffer) => buffer.writeFloatBE(90)), '90'],
  ['float8', written(8, (buffer) => buffer.writeDoubleBE(0.5)), '0.5'],
  ['date', written(4, (buffer) => buffer.writeInt32BE(-14_244)), '1961-01-01'],
  ['date', written(4, (buffer) => buffer.writeInt32BE(2_147_483_647)), ''],
  ['timestamp', written(8, (buffer) => buffer.writeBigInt64BE(-14_244n * 86_400_000_000n)), '1961-01-01 00:00:00'],
  ['uuid', binary(Buffer.from('0f0e0d0c0b0a8908b706050403020100', 'hex')), '0f0e0d0c-0b0a-8908-b706-050403020100'],
  ['bytea', binary(Buffer.from([0, 255])), String.raw`\x00ff`],
  // Drivers may send text for a column of another type.
  ['date', binary(Buffer.from('1961-01-01')), '1961-01-01'],
])('a parameter of %s in binary format', (type, parameter, text) => {
  expect(parameterText(parameter, TYPES[type]!)).toBe(text);
});

test('a parameter in text format, and NULL, are what they are', () => {
  expect(parameterText('1961-01-01', 1082)).toBe('1961-01-01');
  expect(parameterText(null, 1082)).toBeNull();
});
