// Runs the tests inside a policy before its bundle is written, and says what the bundle records of them.
import { createHash } from 'node:crypto';
import { openPolicy } from '../../test/replay/policy-under-test.ts';
import { runPolicyTest, type TestResult } from '../../test/replay/run-policy-test.ts';
import type { Program } from '../../lang/program/program.ts';
import type { Loader } from '../../lang/source/loader.ts';
import type { TestRecord } from '../abi/release.ts';
import { schemaCatalog, schemaTexts } from './schema-catalog.ts';

/** Null when a test fails, which is then printed by name. */
export async function recordTests(program: Program, bundle: Uint8Array, load: Loader): Promise<TestRecord | null> {
  const subject = { policy: await openPolicy(bundle), catalog: await schemaCatalog(schemaTexts(program, load)) };
  const results = program.tests.map((test) => runPolicyTest(test, subject));
  const failed = results.filter(({ failures }) => failures.length > 0);
  if (failed.length === 0) return { passed: results.length, reportSha256: reportDigest(results) };
  for (const { name } of failed) console.error(`error: the test \`${name}\` fails`);
  console.error('help: `policyc test` says why; `policyc build --no-test` builds without running tests');
  return null;
}

/** Over the names in policy order: all of them passed, or there is no record. */
const reportDigest = (results: readonly TestResult[]): string =>
  createHash('sha256')
    .update(JSON.stringify(results.map(({ name }) => ({ name, outcome: 'passed' }))))
    .digest('hex');
