// Framing of both streams: limits are checked on the first bytes, runs may end inside a message.
import { describe, expect, test } from 'vitest';
import { BackendReader, DATA_ROW } from './backend-reader.ts';
import { errorResponse } from './backend-messages.ts';
import { FrontendReader } from './frontend-reader.ts';
import { MAX_BACKEND_BYTES } from './limits.ts';
import { buildMessage } from './message-builder.ts';
import { readReport } from './read-backend.ts';
import { readBind } from './read-frontend.ts';

const row = (text: string): Buffer => buildMessage('D', [Buffer.from(text)]);

describe('frontend', () => {
  test('messages come out whole, whatever the chunks', () => {
    const stream = Buffer.concat([buildMessage('Q', ['SELECT 1']), buildMessage('S'), buildMessage('X')]);
    const reader = new FrontendReader(100);
    const seen: string[] = [];
    for (const byte of stream) {
      reader.push(Buffer.from([byte]));
      for (let next = reader.next(); next; next = reader.next()) seen.push(`${next.type}${next.body.toString()}`);
    }
    expect(seen).toEqual(['QSELECT 1\0', 'S', 'X']);
    expect(reader.backlog).toBe(0);
  });

  test('a type is refused at its first byte, a length at its last', () => {
    const unknown = new FrontendReader(100);
    unknown.push(Buffer.from('!'));
    expect(() => unknown.next()).toThrow('unknown type');
    const long = new FrontendReader(100);
    long.push(Buffer.from([0x51, 0, 0, 0, 101]));
    expect(() => long.next()).toThrow('the limit is 100');
    const just = new FrontendReader(100);
    just.push(Buffer.from([0x51, 0, 0, 0, 100]));
    expect(just.next()).toBeNull();
  });
});

describe('backend', () => {
  test('a run takes all rows at the front, the last one in part', () => {
    const stream = Buffer.concat([row('one'), row('two'), row('three')]);
    const reader = new BackendReader();
    reader.push(stream.subarray(0, 22));
    expect(reader.peek()).toBe(DATA_ROW);
    const run = reader.takeRun(DATA_ROW);
    expect([run.count, run.bytes.length]).toEqual([3, 22]);
    expect(reader.peek()).toBe(0);
    reader.push(Buffer.concat([stream.subarray(22), buildMessage('Z', [Buffer.from('I')])]));
    expect(reader.takeOpen()?.length).toBe(stream.length - 22);
    expect(String.fromCharCode(reader.peek())).toBe('Z');
    expect(reader.takeMessage()?.length).toBe(6);
  });

  test('a run stops at a header that is not complete', () => {
    const reader = new BackendReader();
    reader.push(Buffer.concat([row('one'), row('two').subarray(0, 3)]));
    expect(reader.peek()).toBe(DATA_ROW);
    expect(reader.takeRun(DATA_ROW)).toEqual({ bytes: row('one'), count: 1 });
    expect(reader.peek()).toBe(0);
    reader.push(row('two').subarray(3));
    expect(reader.peek()).toBe(DATA_ROW);
    expect(reader.takeRun(DATA_ROW).bytes).toEqual(row('two'));
  });

  test('lengths over the limits and below their own size are refused', () => {
    for (const length of [3, -1, MAX_BACKEND_BYTES + 1]) {
      const reader = new BackendReader();
      const header = Buffer.from('D\0\0\0\0');
      header.writeInt32BE(length, 1);
      reader.push(header);
      expect(() => reader.peek()).toThrow('invalid length');
    }
  });
});

test('a report is written and read back, and a NUL cannot smuggle in a field', () => {
  const bytes = errorResponse({
    severity: 'ERROR',
    sqlstate: '42501',
    message: 'no\0Dsecret',
    hint: 'ask',
    position: 3,
  });
  expect([...readReport(bytes.subarray(5))]).toEqual([
    ['S', 'ERROR'],
    ['V', 'ERROR'],
    ['C', '42501'],
    ['M', 'noDsecret'],
    ['H', 'ask'],
    ['P', '3'],
  ]);
});

test('Bind gives text as text, binary as base64 and NULL as null', () => {
  const body = Buffer.concat([
    Buffer.from('p\0s\0'),
    Buffer.from([0, 3, 0, 0, 0, 1, 0, 0]),
    Buffer.from([0, 3, 0, 0, 0, 1, 0x61, 0, 0, 0, 1, 0xff, 255, 255, 255, 255]),
    Buffer.from([0, 0]),
  ]);
  expect(readBind(body)).toEqual({ portal: 'p', statement: 's', parameters: ['a', '\\b64:/w==', null] });
  for (let length = 0; length < body.length; length += 1) {
    expect(() => readBind(body.subarray(0, length))).toThrow(/shorter|no end/);
  }
  expect(() => readBind(Buffer.concat([body, Buffer.from([0])]))).toThrow('longer');
});
