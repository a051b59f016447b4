// Gathers what a test run needs (policies, baseline, recordings, key) and runs it.
import { existsSync } from 'node:fs';
import type { KeyObject } from 'node:crypto';
import { loadPublicKey } from '../../runtime/evidence/signing-key.ts';
import { RecordingFault } from '../../runtime/recording/read-recording.ts';
import { openPolicy, type PolicyUnderTest } from '../../test/replay/policy-under-test.ts';
import { findRecordings, recordedPolicyName, replayFiles, type ReplayReport } from '../../test/replay/replay-files.ts';
import type { PolicyReport, TestRun } from '../../test/replay/report.ts';
import { runPolicyTest } from '../../test/replay/run-policy-test.ts';
import type { Program } from '../../lang/program/program.ts';
import { openBaseline } from './baseline.ts';
import { CliFault } from './cli-fault.ts';
import { buildModule, loadProgram } from './compile-policy.ts';
import { reasonOf } from './files.ts';
import { findPolicies, folderLoader, type PolicyFile } from './policy-files.ts';
import { schemaCatalog, schemaTexts } from './schema-catalog.ts';
import type { TestOptions } from './test.ts';

const DEFAULT_RECORDINGS = 'recordings';

interface LoadedPolicy {
  readonly file: PolicyFile;
  readonly program: Program;
  readonly bundle: Uint8Array;
}

/** Null when a policy has errors, which are then printed. */
export async function runTests(paths: readonly string[], options: TestOptions): Promise<TestRun | null> {
  const policies = await loadPolicies(paths);
  if (policies === null) return null;
  const key = options.key === undefined ? null : readKey(options.key);
  const recordings = asFaults(() => recordingsOf(options));
  const shares = asFaults(() => shareOut(recordings ?? [], policies));
  const reports: PolicyReport[] = [];
  for (const policy of policies) {
    const own = recordings === null ? null : (shares.get(policy.program.name) ?? []);
    reports.push(await testPolicy(policy, { options, key, recordings: own }));
  }
  const baseline = options.against ?? 'the recorded decisions';
  return { policies: reports, baseline, failOn: options.failOn, signaturesChecked: key !== null };
}

async function loadPolicies(paths: readonly string[]): Promise<readonly LoadedPolicy[] | null> {
  const loaded: LoadedPolicy[] = [];
  const { policies } = findPolicies(paths);
  for (const file of policies) {
    const program = await loadProgram(file, folderLoader(file.root));
    const built = program === null ? null : await buildModule(program);
    if (program !== null && built !== null) loaded.push({ file, program, bundle: built.bundle });
  }
  return loaded.length === policies.length ? loaded : null;
}

/** Null when there is nothing to replay: no folder was named and the default one is not there. */
function recordingsOf({ recordings, against }: TestOptions): readonly string[] | null {
  const folder = recordings ?? (existsSync(DEFAULT_RECORDINGS) ? DEFAULT_RECORDINGS : null);
  if (folder === null) {
    if (against !== undefined)
      throw new CliFault(
        `--against compares what recordings do, and there is no \`${DEFAULT_RECORDINGS}/\` here; name a folder with --recordings DIR`,
      );
    return null;
  }
  const found = findRecordings(folder);
  if (found.length === 0) throw new CliFault(`there is no recording in \`${folder}\``);
  return found;
}

/** One policy takes every recording; several take those that were made under their name. */
function shareOut(
  recordings: readonly string[],
  policies: readonly LoadedPolicy[],
): ReadonlyMap<string, readonly string[]> {
  const [only, other] = policies;
  if (only !== undefined && other === undefined) return new Map([[only.program.name, recordings]]);
  const shares = new Map(policies.map(({ program }): [string, string[]] => [program.name, []]));
  if (recordings.length > 0 && shares.size < policies.length) {
    throw new CliFault('two of the policies have one name, so recordings cannot be told apart; name one policy');
  }
  for (const file of recordings) {
    const name = recordedPolicyName(file);
    const share = shares.get(name);
    if (share === undefined)
      throw new CliFault(`\`${file}\` was recorded under policy \`${name}\`, which is not among those tested`);
    share.push(file);
  }
  return shares;
}

interface TestContext {
  readonly options: TestOptions;
  readonly key: KeyObject | null;
  readonly recordings: readonly string[] | null;
}

async function testPolicy({ file, program, bundle }: LoadedPolicy, context: TestContext): Promise<PolicyReport> {
  const policy = await openPolicy(bundle);
  const catalog = await schemaCatalog(schemaTexts(program, folderLoader(file.root)));
  return {
    name: program.name,
    file: file.shown,
    digest: policy.engine.digest,
    sources: program.sources,
    tests: program.tests.map((test) => runPolicyTest(test, { policy, catalog })),
    replay:
      context.recordings === null ? null : await replay(file, policy, { ...context, recordings: context.recordings }),
  };
}

async function replay(
  file: PolicyFile,
  policy: PolicyUnderTest,
  context: TestContext & { readonly recordings: readonly string[] },
): Promise<ReplayReport> {
  const { against } = context.options;
  const baseline = against === undefined ? null : await openBaseline(against, file);
  return asFaults(() => replayFiles(context.recordings, { policy, baseline }, context.key));
}

function readKey(path: string): KeyObject {
  try {
    return loadPublicKey(path);
  } catch (error) {
    throw new CliFault(`cannot use \`${path}\` as a key: ${reasonOf(error)}`);
  }
}

/** A recording that cannot be read or proved is broken input. */
function asFaults<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RecordingFault ? new CliFault(error.message) : error;
  }
}
