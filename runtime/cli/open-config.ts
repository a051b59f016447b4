// Loads the configuration and the identities for a command, or fails with every problem printed.
import { readFileSync } from 'node:fs';
import { reasonOf } from '../config/reason-of.ts';
import type { PolicydConfig } from '../config/config.ts';
import { loadConfig } from '../config/load-config.ts';
import { printProblem, type ConfigProblem } from '../config/problem.ts';
import type { IdentityDirectory } from '../identity/identity-directory.ts';
import { loadIdentities } from '../identity/load-identities.ts';
import { CliFault } from './cli-fault.ts';

function demand<T>(value: T | null, problems: readonly ConfigProblem[]): T {
  if (value === null) throw new CliFault(problems.map(printProblem).join('\n'));
  return value;
}

export function openConfig(path: string): PolicydConfig {
  const { value, problems } = loadConfig(path);
  return demand(value, problems);
}

export function openIdentities(config: PolicydConfig): IdentityDirectory {
  const { value, problems } = loadIdentities(readText(config.identities, 'the identities'), config.identities);
  return demand(value, problems);
}

/** The text of a file that the configuration names. */
export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliFault(`cannot read ${what} at ${path}: ${reasonOf(error)}`, { cause: error });
  }
}
