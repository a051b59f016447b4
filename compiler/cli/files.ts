// Reading and writing files for the commands: every failure is a CliFault that names the path.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliFault } from './cli-fault.ts';

/** Where the operating system's own words say less than they could. */
const PLAINER: Readonly<Record<string, string>> = {
  EEXIST: 'a file stands where a folder should be',
  ENOTDIR: 'a file stands where a folder should be',
  EISDIR: 'it is a folder',
};

/** Why the operating system refused, without Node's prefix: `no such file or directory`. */
export function reasonOf(error: unknown): string {
  const plainer = error instanceof Error && 'code' in error ? PLAINER[String(error.code)] : undefined;
  if (plainer !== undefined) return plainer;
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^[A-Z0-9]+: /, '').replace(/, (\w+)( '.*')?$/, '');
}

export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CliFault(`cannot read \`${path}\`: ${reasonOf(error)}`);
  }
}

/** UTF-8 text; `-` is stdin. */
export function readText(path: string): string {
  const bytes = path === '-' ? readFileSync(0) : readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliFault(`cannot read \`${path}\`: it is not UTF-8 text`);
  }
}

export function readJson(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 quotes the text around the error, which may be a value that must not be repeated; the place is enough.
    const place = /\(line \d+ column \d+\)/.exec(reasonOf(error))?.[0] ?? '';
    throw new CliFault(`cannot read \`${path}\`: it is not valid JSON ${place}`.trimEnd());
  }
}

/** Writes beside the target and renames, so that a crash leaves the old file or the new one. */
export function writeWhole(path: string, bytes: Uint8Array | string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, bytes);
    renameSync(temporary, path);
  } catch (error) {
    throw new CliFault(`cannot write \`${path}\`: ${reasonOf(error)}`);
  }
}
