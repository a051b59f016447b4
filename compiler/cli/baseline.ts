// What `policyc test --against` compares with: a bundle, or the same policy at a git revision.
import { existsSync } from 'node:fs';
import { openPolicy, type PolicyUnderTest } from '../../test/replay/policy-under-test.ts';
import { CliFault } from './cli-fault.ts';
import { buildModule, loadProgram } from './compile-policy.ts';
import { readBytes } from './files.ts';
import { commitOf, revisionLoader } from './git-revision.ts';
import { isFolder, type PolicyFile } from './policy-files.ts';
import { readingBundle } from './open-policy.ts';

/** A file is a bundle; anything else is a revision. */
export async function openBaseline(against: string, policy: PolicyFile): Promise<PolicyUnderTest> {
  if (existsSync(against) && !isFolder(against)) return readingBundle(against, () => openPolicy(readBytes(against)));
  const commit = commitOf(against, policy.root);
  if (commit === null) throw new CliFault(`\`${against}\` is neither a bundle nor a git revision`);
  const load = revisionLoader(commit, policy.root);
  if (load(policy.file) === undefined) throw new CliFault(`\`${policy.shown}\` does not exist at \`${against}\``);
  const program = await loadProgram(policy, load);
  const built = program === null ? null : await buildModule(program);
  if (built === null)
    throw new CliFault(`\`${policy.shown}\` at \`${against}\` has errors, so there is nothing to compare with`);
  return openPolicy(built.bundle);
}
