// `policyd verify`: proves recordings offline with the public key alone, and names the first bad record of each.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { KeyObject } from 'node:crypto';
import { reasonOf } from '../config/reason-of.ts';
import { loadPublicKey, PUBLIC_KEY_FILE } from '../evidence/signing-key.ts';
import { verifyRecordingFile, type Verification } from '../evidence/verify-recording.ts';
import { isHeldByLiveProcess } from '../recording/folder-lock.ts';
import type { AddCommand } from './add-command.ts';
import { CliFault } from './cli-fault.ts';
import { EXIT } from './exit-code.ts';
import { recordingsAt } from './recording-files.ts';

interface VerifyOptions {
  readonly key?: string;
  readonly json?: true;
}

type Judged = Verification & { readonly path: string; readonly isLive: boolean };

export const addVerify: AddCommand = (program, finish) => {
  program
    .command('verify')
    .description('prove a recording, or every recording of a folder; works offline with the public key alone')
    .argument('<path>', 'a recording or a folder of them')
    .option('--key <file>', `the public key; by default ${PUBLIC_KEY_FILE} beside the recordings or in ../state`)
    .option('--json', 'print JSON')
    .action((path: string, options: VerifyOptions) => {
      const files = recordingsAt(path);
      if (files.length === 0) throw new CliFault(`there is no recording in ${path}`);
      const key = openKey(path, options.key);
      const judged = files.map((file) => judge(file, key));
      console.log(options.json ? JSON.stringify(judged, null, 2) : judged.map(verdict).join('\n'));
      const bad = judged.filter((each) => !each.ok && !each.isLive);
      if (!options.json) console.log(summary(judged, bad.length));
      finish(bad.length > 0 ? EXIT.no : EXIT.success);
    });
};

function openKey(path: string, named: string | undefined): KeyObject {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const places = [join(folder, PUBLIC_KEY_FILE), join(folder, '..', 'state', PUBLIC_KEY_FILE)];
  const found = named ?? places.find((place) => existsSync(place));
  if (found === undefined)
    throw new CliFault(`there is no ${PUBLIC_KEY_FILE} near ${path}; name the public key with --key FILE`);
  try {
    return loadPublicKey(found);
  } catch (error) {
    throw new CliFault(
      `cannot use the public key ${found}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

function judge(path: string, key: KeyObject): Judged {
  try {
    const result = verifyRecordingFile(path, key);
    // A session that lives has no end yet; that is no verdict on it. Without a gateway it is one.
    const isLive = !result.ok && result.isUnclosed && isHeldByLiveProcess(dirname(resolve(path)));
    return { ...result, path, isLive };
  } catch (error) {
    throw new CliFault(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

function verdict(judged: Judged): string {
  if (judged.ok) return `ok    ${judged.path}: ${judged.records} records`;
  if (judged.isLive) return `open  ${judged.path}: the session lives; ${judged.line} records so far, not signed yet`;
  return `BAD   ${judged.path}: record ${judged.record} (line ${judged.line}): ${judged.problem}`;
}

function summary(judged: readonly Judged[], bad: number): string {
  const open = judged.filter((each) => each.isLive).length;
  const good = judged.length - bad - open;
  return `${good} verified, ${bad} bad${open > 0 ? `, ${open} open` : ''}`;
}
