// docs/recordings.md says enough: a verifier written from the page alone, without any code of this repository, accepts an honest
// recording and no changed one; and the page names every kind of record.
import { createHash, verify, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RecordBody } from '../recording/records.ts';
import { closedRecording, temporaryFolder, testKey } from './testing.ts';

const KINDS: Readonly<Record<RecordBody['kind'], true>> = {
  'session.open': true,
  catalog: true,
  statement: true,
  'statement.repeated': true,
  approval: true,
  response: true,
  fault: true,
  'session.close': true,
  checkpoint: true,
};

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

function isProved(bytes: Buffer, key: KeyObject): boolean {
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes) || !text.endsWith('\n')) return false;
  const lines = text.slice(0, -1).split('\n');
  let prev = '0'.repeat(64);
  let last: Record<string, string> = {};
  for (const [number, line] of lines.entries()) {
    try {
      last = JSON.parse(line) as Record<string, string>;
    } catch {
      return false;
    }
    if (JSON.stringify(last) !== line || Number(last['seq']) !== number || last['prev'] !== prev) return false;
    prev = sha256(line);
  }
  if (last['kind'] !== 'checkpoint') return false;
  const { session } = JSON.parse(lines[0]!) as { session: string };
  const { seq, at, prev: before, key: keyId, signature = '' } = last;
  const signed = `hpol recording checkpoint 1\n${JSON.stringify({ session, seq, at, prev: before, key: keyId })}`;
  const raw = Buffer.from(signature, 'base64');
  const isOurs = keyId === sha256(key.export({ format: 'der', type: 'spki' }));
  return isOurs && raw.toString('base64') === signature && verify(null, Buffer.from(signed), key, raw);
}

test('a verifier made from the page proves an honest recording and refuses every flipped byte', () => {
  const key = testKey();
  const { bytes } = closedRecording(temporaryFolder(), key.signer, [
    { kind: 'response', bytes: 'AAAA', repeats: [], results: [] },
    { kind: 'fault', message: 'größer' },
  ]);
  expect(isProved(bytes, key.publicKey)).toBe(true);
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = changed[at]! ^ 1;
    expect(isProved(changed, key.publicKey), `byte ${at}`).toBe(false);
  }
});

test('the page names every kind of record', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/recordings.md'), 'utf8');
  const named = [...page.matchAll(/^\| `([a-z.]+)` \|/gm)].map((match) => match[1]);
  expect(named).toEqual(Object.keys(KINDS));
});
