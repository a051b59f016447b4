// `policyc test` over recordings of the real recorder: each careless change of a policy, against each kind of baseline.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { openPolicy } from '../../test/replay/policy-under-test.ts';
import { person, recordSession } from '../../test/replay/testing-recording.ts';
import type { DifferenceGroup } from '../../test/replay/group-differences.ts';
import { hasPassed } from '../../test/replay/report.ts';
import { runTests } from './run-tests.ts';
import { schemaCatalog } from './schema-catalog.ts';
import type { TestOptions } from './test.ts';
import { folderWith, policyc, writeFiles, type Ran } from './testing.ts';
import {
  CLINICIAN_STATEMENTS,
  NEW_REASON,
  NO_BLOCK,
  NURSE_STATEMENTS,
  POLICY,
  SCHEMA,
  SSN_CLEAR,
  STRICTER,
} from './testing-clinic.ts';

// A busy machine takes its time to start processes and to compile.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = folderWith({ 'clinic.hpol': POLICY, 'schema.sql': SCHEMA });
const recordings = join(folder, 'recordings');

function demand(ok: boolean, what: string): void {
  if (!ok) throw new Error(what);
}

function git(...args: string[]): void {
  const done = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: folder });
  demand(done.status === 0, `git ${args.join(' ')}`);
}

beforeAll(async () => {
  const built = policyc(folder, ['build', 'clinic.hpol', '-o', 'old.bundle.tar.gz']);
  demand(built.status === 0, built.stderr);
  git('init', '-q', '-b', 'main');
  git('add', 'clinic.hpol', 'schema.sql');
  git('commit', '-q', '-m', 'first');
  const policy = await openPolicy(readFileSync(join(folder, 'old.bundle.tar.gz')));
  const catalog = (await schemaCatalog([{ file: 'schema.sql', text: SCHEMA }])).snapshot;
  const base = { folder: recordings, policy, catalog };
  recordSession({ ...base, sessionId: 's1', identity: person('ana', ['nurses']), statements: NURSE_STATEMENTS });
  recordSession({
    ...base,
    sessionId: 's2',
    identity: person('bo', ['clinicians']),
    statements: CLINICIAN_STATEMENTS,
  });
});

interface Replayed {
  readonly passed: boolean;
  readonly differences: readonly DifferenceGroup[];
  /** One line a group. */
  readonly found: readonly string[];
  readonly notes: readonly string[];
}

/** In this process, since one after the other would load the compiler dozens of times. */
async function replay(changed: string, options: Partial<TestOptions> = {}): Promise<Replayed> {
  writeFiles(folder, { 'clinic.hpol': changed });
  process.chdir(folder);
  const run = await runTests(['clinic.hpol'], { failOn: 'exposure', reporter: 'json', ...options });
  if (run === null) throw new Error('the policy has errors');
  const report = run.policies[0]?.replay;
  const differences = report?.differences ?? [];
  const line = ({ kind, member, user, before, after, count }: DifferenceGroup): string =>
    `${kind} ${member ?? '-'} ${user} ${count}x: ${before.text} -> ${after.text}`;
  const notes = (report?.notes ?? []).map(({ message }) => message);
  return { passed: hasPassed(run), differences, found: differences.map(line), notes };
}

/** Without the tests inside the policy, which a careless change breaks too. */
const untested = (policy: string): string => policy.slice(0, policy.indexOf('test "'));

const BASELINES: readonly (readonly [string, Partial<TestOptions>])[] = [
  ['the recorded decisions', {}],
  ['a bundle', { against: 'old.bundle.tar.gz' }],
  ['a revision', { against: 'main' }],
];

describe.each(BASELINES)('against %s', (_, baseline) => {
  test('an unchanged policy makes no difference', async () => {
    expect(await replay(POLICY, baseline)).toEqual({ passed: true, differences: [], found: [], notes: [] });
  });

  test('a member that falls out of its class is exposed where it is returned, and nowhere else', async () => {
    const { passed, found } = await replay(untested(SSN_CLEAR), baseline);
    // Directly, through a view, and by EXECUTE of a prepared statement. Comparing with a constant was allowed before and returns nothing.
    expect(found[0]).toBe('exposed phi.ssn ana 3x: keep last 4 -> clear');
    expect(found[1]).toMatch(/^exposed - ana 1x: refused by contract: .*ssn.* -> allowed$/);
    expect(found.filter((line) => line.startsWith('exposed -') && line.includes(' bo '))).toHaveLength(1);
    expect(found.filter((line) => line.startsWith('exposed'))).toHaveLength(3);
    expect(passed).toBe(false);
  });

  test('a block that is gone is an exposure, except where the contract refuses in its place', async () => {
    const { passed, found } = await replay(untested(NO_BLOCK), baseline);
    expect(found).toHaveLength(2);
    expect(found[0]).toBe('exposed - bo 1x: blocked -> allowed');
    expect(found[1]).toMatch(/^changed - ana 1x: .*schema_change.* -> .*DROP is refused/);
    expect(passed).toBe(false);
  });

  test('a stricter mask is a difference and no failure, unless any is', async () => {
    const { passed, found } = await replay(untested(STRICTER), baseline);
    expect(found).toEqual(['masked phi.ssn ana 3x: keep last 4 -> redact']);
    expect(passed).toBe(true);
    expect((await replay(untested(STRICTER), { ...baseline, failOn: 'any' })).passed).toBe(false);
  });
});

test('rules are named with their lines on both sides', async () => {
  const { differences } = await replay(untested(SSN_CLEAR), { against: 'main' });
  const exposure = differences.find(({ member }) => member === 'phi.ssn');
  expect(exposure?.before.rule).toEqual({ name: 'phi_by_default', file: 'clinic.hpol', line: 12 });
  expect(exposure?.after.rule).toBeNull();
  const reworded = (await replay(`\n${NEW_REASON}`, { against: 'old.bundle.tar.gz' })).differences;
  expect(reworded.map(({ kind, user, before, after }) => [kind, user, before.rule?.line, after.rule?.line])).toEqual([
    ['changed', 'ana', 22, 23],
    ['changed', 'bo', 22, 23],
  ]);
});

test('against the recording itself an old rule has a name but no line', async () => {
  const { differences } = await replay(untested(SSN_CLEAR));
  const exposure = differences.find(({ member }) => member === 'phi.ssn');
  expect(exposure?.before.rule).toEqual({ name: 'phi_by_default', file: null, line: null });
});

test('as a process: an exposure ends with 1 and is named with session, statement and rules', () => {
  writeFiles(folder, { 'clinic.hpol': untested(SSN_CLEAR) });
  const { status, stdout, stderr } = policyc(folder, ['test', 'clinic.hpol', '--against', 'main']);
  // The careless change points at a column that is not in the schema, which is told as well.
  expect(stderr).toMatch(/^warning\[HPOL3020\]: `clinic.other.ssn`/);
  expect(stdout).toContain(`  newly exposed  phi.ssn: keep last 4 → clear
    who     ana (person), session s1, record 2 and 2 more
    what    SELECT id, ssn FROM clinic.patients LIMIT 5
    before  phi_by_default (clinic.hpol:12)
    after   no rule
`);
  expect(status).toBe(1);
});

test('a key checks the signatures, and a wrong one is an error', () => {
  writeFiles(folder, { 'clinic.hpol': POLICY });
  const args = ['test', 'clinic.hpol', '--key', 'recordings/keys/evidence-key.pub.pem'];
  expect(policyc(folder, args).stdout).not.toContain('unchecked');
  expect(policyc(folder, ['test', 'clinic.hpol']).stdout).toContain('signatures unchecked');
});

test('recordings that do not hold are an error that names file and record', () => {
  const names = readdirSync(recordings).filter((name) => name.endsWith('-s1.hrec.jsonl'));
  const lines = readFileSync(join(recordings, names[0] ?? ''), 'utf8').split('\n');
  const broken = (text: string): Ran => {
    const other = folderWith({ 'clinic.hpol': POLICY, 'schema.sql': SCHEMA, [`recordings/${names[0]}`]: text });
    return policyc(other, ['test', 'clinic.hpol']);
  };
  const altered = broken(lines.join('\n').replace('LIMIT 5', 'LIMIT 6'));
  expect(altered.stderr).toMatch(/-s1\.hrec\.jsonl: record 2 /);
  const cut = broken(`${lines.slice(0, 3).join('\n')}\n`);
  expect(cut.stderr).toMatch(/-s1\.hrec\.jsonl: record 2 /);
  const noCatalog = broken(lines.join('\n'));
  expect(noCatalog.stderr).toMatch(/-s1\.hrec\.jsonl: record 1 cannot be replayed: its catalog/);
  expect([altered.status, cut.status, noCatalog.status]).toEqual([2, 2, 2]);
});

test('a baseline that is nothing is an error', () => {
  writeFileSync(join(folder, 'clinic.hpol'), POLICY);
  const { status, stderr } = policyc(folder, ['test', 'clinic.hpol', '--against', 'no-such']);
  expect(stderr).toContain('`no-such` is neither a bundle nor a git revision');
  expect(status).toBe(2);
});
