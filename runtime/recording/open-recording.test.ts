// The recorder against a real file system: what is on disk after flush, and what a failure does.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sessionOpened, temporaryFolder, testKey } from '../evidence/testing.ts';
import { catalogDigest } from '../postgres/analysis/catalog-text.ts';
import { openRecording } from './open-recording.ts';
import { readRecording, RecordingFault } from './read-recording.ts';
import { RecorderFault } from './recorder.ts';
import { recoverRecordings } from './recover-recordings.ts';
import { readCatalog, storeCatalog } from './store-catalog.ts';

const { signer } = testKey();
const clock = (): Date => new Date('2026-02-03T04:05:06.789Z');

test('flush puts every appended record into the file, chained and in order', () => {
  const folder = join(temporaryFolder(), 'deep', 'recordings');
  const recorder = openRecording({ folder, sessionId: 'k3', signer, clock });
  const path = join(folder, '2026-02-03-k3.hrec.jsonl');
  expect(recorder.append(sessionOpened('k3'))).toBe(0);
  expect(recorder.append({ kind: 'fault', message: 'one' })).toBe(1);
  expect(readFileSync(path, 'utf8')).toBe('');
  recorder.flush();
  const [first = '', second = ''] = readFileSync(path, 'utf8').split('\n');
  expect(JSON.parse(first)).toMatchObject({
    seq: 0,
    at: '2026-02-03T04:05:06.789Z',
    prev: '0'.repeat(64),
    session: 'k3',
  });
  expect(JSON.parse(second)).toMatchObject({
    seq: 1,
    prev: createHash('sha256').update(first).digest('hex'),
    message: 'one',
  });
  recorder.close('done');
  recorder.close('again');
  expect([...readRecording(path)].map((record) => record.kind)).toEqual([
    'session.open',
    'fault',
    'session.close',
    'checkpoint',
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(() => recorder.append({ kind: 'fault', message: 'late' })).toThrow(RecorderFault);
});

test('a response is written in the same canonical form as everything else', () => {
  const folder = temporaryFolder();
  const recorder = openRecording({ folder, sessionId: 'k4', signer, clock });
  const ended = { statement: 1, outcome: 'complete', tag: 'ü"', rows: 1, masked: {} } as const;
  for (const bytes of ['', 'AAAA', 'a"b', 'a\\b', 'a\nb', 'ü']) {
    recorder.append({ kind: 'response', bytes, repeats: [], results: bytes === '' ? [] : [ended] });
  }
  recorder.flush();
  const lines = readFileSync(join(folder, '2026-02-03-k4.hrec.jsonl'), 'utf8').trimEnd().split('\n');
  for (const line of lines) expect(JSON.stringify(JSON.parse(line))).toBe(line);
  expect(lines).toHaveLength(6);
  recorder.close('done');
});

test('a folder that cannot be made or a name that is taken refuses the session', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(() => openRecording({ folder: join(folder, 'file'), sessionId: 'a', signer })).toThrow(RecorderFault);
  openRecording({ folder, sessionId: 'a', signer, clock }).close('x');
  expect(() => openRecording({ folder, sessionId: 'a', signer, clock })).toThrow(/2026-02-03-a/);
  expect(() => openRecording({ folder, sessionId: '../a', signer })).toThrow(RecorderFault);
});

test('a disk that takes no more fails the recorder for good, and what was acknowledged before is whole', () => {
  const folder = temporaryFolder();
  const child = spawnSync(
    'bash',
    [
      '-c',
      `ulimit -f 64; trap '' XFSZ; exec "$0" "$@"`,
      process.execPath,
      join(import.meta.dirname, '../evidence/testing-writer.ts'),
      folder,
    ],
    { encoding: 'utf8' },
  );
  expect(child.stderr).toContain('RecorderFault: cannot write the recording');
  expect(child.stderr).toContain('then RecorderFault');
  const acknowledged = child.stdout.trimEnd().split('\n').map(Number);
  expect(acknowledged.length).toBeGreaterThan(10);
  const [recovered] = recoverRecordings(folder, signer);
  expect(recovered).toMatchObject({ outcome: 'closed' });
  const kinds = [...readRecording(recovered!.path)].map((record) => record.seq);
  expect(kinds.length).toBeGreaterThan(acknowledged.at(-1) ?? 0);
});

test('reading names the file and the record that cannot be read', () => {
  const path = join(temporaryFolder(), 'x.hrec.jsonl');
  writeFileSync(path, '{"seq":0,"at":"","prev":"","kind":"fault"}\nnonsense\n');
  expect(() => [...readRecording(path)]).toThrow(RecordingFault);
  expect(() => [...readRecording(path)]).toThrow(`${path}: record 1 cannot be read`);
  expect(() => [...readRecording('/nowhere/y')]).toThrow('/nowhere/y');
});

test('a catalog snapshot is stored once under its own digest and read back only unchanged', () => {
  const folder = temporaryFolder();
  const snapshot = {
    format: 2,
    serverVersion: 180000,
    database: 'd',
    searchPath: ['public'],
    relations: [],
    functions: [],
    user: 'u',
    operators: [],
    casts: [],
    types: [],
  } as const;
  const digest = storeCatalog(folder, snapshot);
  expect(digest).toBe(catalogDigest(snapshot));
  expect(storeCatalog(folder, snapshot)).toBe(digest);
  expect(readdirSync(join(folder, 'catalogs'))).toEqual([`${digest}.json`]);
  expect(readCatalog(folder, digest)).toEqual(snapshot);
  writeFileSync(join(folder, 'catalogs', `${digest}.json`), '{}');
  expect(() => readCatalog(folder, digest)).toThrow('changed');
  expect(() => readCatalog(folder, '../x')).toThrow('SHA-256');
});
