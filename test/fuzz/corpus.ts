// Texts that once failed. They are kept as files and tried again on every run.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'corpus');

export interface Kept {
  readonly name: string;
  readonly text: string;
}

export const corpus = (): readonly Kept[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.hpol'))
    .sort()
    .map((name) => ({
      name,
      text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(readFileSync(join(FOLDER, name))),
    }));

/** Keeps a text and gives its path. */
export function keep(source: string, text: string): string {
  const path = join(FOLDER, `${source}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.hpol`);
  writeFileSync(path, text);
  return path;
}
