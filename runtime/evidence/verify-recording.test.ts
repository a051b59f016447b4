// Attacks on a real recording: every byte flipped, and records removed, moved, added, forged.
import { createHash } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closedRecording, temporaryFolder, testKey } from './testing.ts';
import { verifyRecording, verifyRecordingFile } from './verify-recording.ts';

const key = testKey();
const { path, bytes } = closedRecording(temporaryFolder(), key.signer, [
  { kind: 'response', bytes: Buffer.from('rows as the client saw them').toString('base64'), repeats: [], results: [] },
  { kind: 'fault', message: 'größer "quoted" \u2028 text' },
  {
    kind: 'response',
    bytes: '',
    repeats: [],
    results: [{ statement: 1, outcome: 'complete', tag: 'SELECT 2', rows: 2, masked: { 'phi.ssn keep last 4': 2 } }],
  },
]);
const lines = bytes.toString('utf8').trimEnd().split('\n');
const joined = (some: readonly string[]): Buffer => Buffer.from(`${some.join('\n')}\n`);
const check = (some: readonly string[]) => verifyRecording(joined(some), key.publicKey);
const hashOf = (line: string): string => createHash('sha256').update(line).digest('hex');

test('an honest recording is proved, from bytes and from its file', () => {
  const proved = { ok: true, records: 6, session: 's1', signed: true };
  expect(verifyRecording(bytes, key.publicKey)).toEqual(proved);
  expect(verifyRecordingFile(path, key.publicKey)).toEqual(proved);
  expect(verifyRecording(bytes, null)).toEqual({ ...proved, signed: false });
});

test('a flip of any bit of any byte names its own record', () => {
  let record = 0;
  for (let at = 0; at < bytes.length; at++) {
    for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ mask;
      const result = verifyRecording(flipped, key.publicKey);
      expect({ at, mask, ...result }).toMatchObject({ at, mask, ok: false, record, line: record + 1 });
    }
    if (bytes[at] === 0x0a) record++;
  }
  expect(record).toBe(6);
});

test('cut at any byte, it is not proved and the last record that is there is named', () => {
  for (let length = 0; length < bytes.length; length++) {
    const whole = bytes.subarray(0, length).filter((byte) => byte === 0x0a).length;
    const atEdge = length > 0 && bytes[length - 1] === 0x0a;
    expect(verifyRecording(bytes.subarray(0, length), key.publicKey)).toMatchObject({
      ok: false,
      record: atEdge ? whole - 1 : whole,
    });
  }
});

test('removed, doubled, moved and added records are named', () => {
  for (let at = 0; at < lines.length; at++) {
    const removed = check(lines.toSpliced(at, 1));
    // Without the last record the one before it is the end that is not closed.
    expect(removed).toMatchObject({ ok: false, record: Math.min(at, lines.length - 2) });
    const doubled = check(lines.toSpliced(at, 0, lines[at]!));
    expect(doubled).toMatchObject({ ok: false, record: at + 1 });
  }
  for (let at = 0; at + 1 < lines.length; at++) {
    expect(check(lines.toSpliced(at, 2, lines[at + 1]!, lines[at]!))).toMatchObject({ ok: false, record: at });
  }
  expect(check([...lines, ...lines])).toMatchObject({ ok: false, record: 6 });
});

test('a rewrite with a chain that holds fails at the signature', () => {
  const forged = lines.map((line) => JSON.parse(line) as { prev: string; message?: string });
  if (forged[2]) forged[2].message = 'nothing happened';
  const rewritten: string[] = [];
  for (const record of forged) {
    const before = rewritten.at(-1);
    if (before !== undefined) record.prev = hashOf(before);
    rewritten.push(JSON.stringify(record));
  }
  expect(check(rewritten)).toMatchObject({
    ok: false,
    record: 5,
    problem: expect.stringContaining('rewritten') as string,
  });
  expect(verifyRecording(joined(rewritten), null)).toMatchObject({ ok: true, signed: false });
});

test('another key, another name and other spellings of the same JSON are refused', () => {
  expect(verifyRecording(bytes, testKey().publicKey)).toMatchObject({ ok: false, record: 5 });
  const renamed = join(temporaryFolder(), '2026-01-01-s2.hrec.jsonl');
  copyFileSync(path, renamed);
  expect(verifyRecordingFile(renamed, key.publicKey)).toMatchObject({ ok: false, record: 0 });
  expect(check(lines.with(1, lines[1]!.replace('{"seq":1', '{ "seq":1')))).toMatchObject({ ok: false, record: 1 });
  expect(check(lines.with(1, lines[1]!.replace('{"seq":1', '{"seq":9,"seq":1')))).toMatchObject({
    ok: false,
    record: 1,
  });
});

test('nothing at all is no recording', () => {
  expect(verifyRecording(new Uint8Array(), key.publicKey)).toMatchObject({ ok: false, record: 0 });
  expect(verifyRecording(Buffer.from('\n'), key.publicKey)).toMatchObject({ ok: false, record: 0 });
});
