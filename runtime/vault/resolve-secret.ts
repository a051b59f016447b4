// Turns a credential reference of the configuration into the secret, at the moment it is needed, so that a rotation
// needs no restart. A secret written out in the configuration is not a reference and is refused.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Redacted } from './redacted.ts';

/** Thrown with the reference, never with a value. */
export class VaultFault extends Error {
  override readonly name = 'VaultFault';
}

/** `env:NAME` or `file:PATH`. */
export const SECRET_REFERENCE = /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;

/** `folder` is what a relative `file:` path starts from. */
export function resolveSecret(reference: string, folder: string): Redacted<string> {
  if (!SECRET_REFERENCE.test(reference))
    throw new VaultFault('a credential must be env:NAME or file:PATH, not the secret itself');
  const colon = reference.indexOf(':');
  const place = reference.slice(colon + 1);
  return new Redacted(reference.startsWith('env:') ? fromEnvironment(place) : fromFile(resolve(folder, place)));
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new VaultFault(`the environment variable ${name} is not set; a credential refers to it`);
  return value;
}

function fromFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new VaultFault(
      `cannot read the credential file ${path}: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`,
      { cause: error },
    );
  }
  // Editors end a file with a newline, and secrets do not.
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw new VaultFault(`the credential file ${path} is empty`);
  return value;
}
