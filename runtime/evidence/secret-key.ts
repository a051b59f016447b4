// Random keys of the gateway in its state folder, made on first use and never shown.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;

/** The key of that name. Throws with the path and what to do. */
export function loadSecretKey(folder: string, name: string): Uint8Array {
  const path = join(folder, name);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' });
  }
  if ((statSync(path).mode & 0o077) !== 0) throw new Error(`${path} can be read by others; run: chmod 600 ${path}`);
  const key = readFileSync(path);
  if (key.length < KEY_BYTES) throw new Error(`${path} is shorter than ${KEY_BYTES} bytes; remove it to get a new one`);
  return key;
}
