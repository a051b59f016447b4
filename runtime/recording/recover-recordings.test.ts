// Crashes for real: a writer is killed with SIGKILL at many moments, and torn ends of every length are recovered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closedRecording, temporaryFolder, testKey } from '../evidence/testing.ts';
import { verifyRecordingFile } from '../evidence/verify-recording.ts';
import { lockFolder } from './folder-lock.ts';
import { readRecording } from './read-recording.ts';
import { recoverRecordings, type Recovered } from './recover-recordings.ts';

const { signer, publicKey } = testKey();

async function killedWriter(folder: string, afterRecords: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../evidence/testing-writer.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > afterRecords) child.kill('SIGKILL');
  });
  await once(child, 'close');
  // The last line may be torn by the kill; the one before it was said whole.
  return Number(said.split('\n').at(-2));
}

test('kill -9 loses no record that was acknowledged, and the recording is closed as crashed', async () => {
  for (const afterRecords of [1, 40, 333]) {
    const folder = temporaryFolder();
    const acknowledged = await killedWriter(folder, afterRecords);
    const [recovered, ...others] = recoverRecordings(folder, signer);
    expect(others).toEqual([]);
    const path = recovered!.path;
    expect(verifyRecordingFile(path, publicKey)).toMatchObject({ ok: true, session: 'writer' });
    const records = [...readRecording(path)];
    expect(records[acknowledged]).toMatchObject({ seq: acknowledged, kind: 'response' });
    expect(records.slice(-3)).toMatchObject([
      { kind: 'fault' },
      { kind: 'session.close', reason: 'recovered after a crash' },
      { kind: 'checkpoint' },
    ]);
    expect(recoverRecordings(folder, signer)).toEqual([]);
  }
});

const honest = closedRecording(temporaryFolder(), signer, [{ kind: 'fault', message: 'x' }]);
const firstLine = honest.bytes.indexOf(0x0a) + 1;

/** Recovers a copy that is cut after `length` bytes; calls `look` before it is removed. */
function recoverCut(
  length: number,
  look: (folder: string, path: string, recovered: readonly Recovered[]) => void,
): void {
  const folder = temporaryFolder();
  const path = join(folder, '2026-01-01-s1.hrec.jsonl');
  copyFileSync(honest.path, path);
  truncateSync(path, length);
  look(folder, path, recoverRecordings(folder, signer));
  rmSync(folder, { recursive: true });
}

test('cut inside its first record, a recording is set aside', () => {
  for (let length = 0; length < firstLine; length += 3) {
    recoverCut(length, (folder, path, recovered) => {
      expect(recovered).toEqual([{ path, outcome: 'empty', cutBytes: length }]);
      expect(readdirSync(folder)).toEqual(['2026-01-01-s1.hrec.jsonl.torn']);
    });
  }
});

test('cut at any later byte, a recording is closed and can be proved', () => {
  for (let length = firstLine; length < honest.bytes.length; length += 3) {
    const cutBytes = length - honest.bytes.lastIndexOf(0x0a, length - 1) - 1;
    recoverCut(length, (_folder, path, recovered) => {
      expect(recovered).toEqual([{ path, outcome: 'closed', cutBytes }]);
      expect(verifyRecordingFile(path, publicKey)).toMatchObject({ ok: true });
    });
  }
});

test('closed recordings are left alone, and so is one that somebody changed', () => {
  const folder = temporaryFolder();
  const { path, bytes } = closedRecording(folder, signer, [{ kind: 'fault', message: 'x' }]);
  expect(recoverRecordings(folder, signer)).toEqual([]);
  const changed = bytes.toString('utf8').replace('"message":"x"', '"message":"y"').split('\n').slice(0, 3).join('\n');
  writeFileSync(path, `${changed}\n`);
  expect(recoverRecordings(folder, signer)).toEqual([{ path, outcome: 'broken', cutBytes: 0 }]);
  expect(readFileSync(path, 'utf8')).toBe(`${changed}\n`);
});

test('a folder has one owner; the lock of a dead or former process does not count', () => {
  const folder = temporaryFolder();
  const lock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow('in use');
  lock.release();
  for (const stale of [String(process.pid), '4194999', 'x']) {
    writeFileSync(join(folder, '.policyd.pid'), stale);
    lockFolder(folder).release();
  }
  writeFileSync(join(folder, '.policyd.pid'), String(process.ppid));
  expect(() => lockFolder(folder)).toThrow(`in use by process ${process.ppid}`);
});
