// The policy that the configuration names, as an engine: a bundle as it is, or a .hpol file compiled now. Only the latter loads the compiler.
import { readFileSync } from 'node:fs';
import { reasonOf } from '../config/reason-of.ts';
import type { Engine } from '../engine/engine.ts';
import { loadEngine } from '../engine/load-engine.ts';
import { CliFault } from './cli-fault.ts';

/** `warn` hears of a policy that is compiled here. */
export async function loadPolicy(path: string, warn: (line: string) => void): Promise<Engine> {
  try {
    if (!path.endsWith('.hpol')) return await loadEngine(readFileSync(path));
    warn(`compiling ${path} at start; build a bundle with \`policyc build\` for production`);
    const { compilePolicy } = await import('./compile-policy.ts');
    return await loadEngine(await compilePolicy(path));
  } catch (error) {
    if (error instanceof CliFault) throw error;
    throw new CliFault(`cannot load the policy ${path}: ${reasonOf(error)}`, { cause: error });
  }
}
