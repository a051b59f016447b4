// `policyc test` over recordings of the real recorder: each careless change of a policy, against each kind of baseline.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openPolicy } from '../../test/replay/policy-under-test.ts';
import { person, recordSession } from '../../test/replay/testing-recording.ts';
import { schemaCatalog } from './schema-catalog.ts';
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
  const catalog = schemaCatalog([{ file: 'schema.sql', text: SCHEMA }]).snapshot;
  const base = { folder: recordings, policy, catalog };
  await recordSession({ ...base, sessionId: 's1', identity: person('ana', ['nurses']), statements: NURSE_STATEMENTS });
  await recordSession({
    ...base,
    sessionId: 's2',
    identity: person('bo', ['clinicians']),
    statements: CLINICIAN_STATEMENTS,
  });
});

interface Found {
  readonly kind: string;
  readonly member: string | null;
  readonly identity: { readonly user: string };
  readonly before: {
    readonly text: string;
    readonly rule: { readonly name: string; readonly line: number | null } | null;
  };
  readonly after: Found['before'];
  readonly count: number;
}

function replay(
  changed: string,
  args: readonly string[] = [],
): Ran & { readonly found: readonly string[]; readonly differences: readonly Found[] } {
  writeFiles(folder, { 'clinic.hpol': changed });
  const ran = policyc(folder, ['test', 'clinic.hpol', '--reporter', 'json', ...args]);
  const report = JSON.parse(ran.stdout) as { policies: { replay: { differences: Found[] } }[] };
  const differences = report.policies[0]?.replay.differences ?? [];
  const line = ({ kind, member, identity, before, after, count }: Found): string =>
    `${kind} ${member ?? '-'} ${identity.user} ${count}x: ${before.text} -> ${after.text}`;
  return { ...ran, differences, found: differences.map(line) };
}

/** Without the tests inside the policy, which a careless change breaks too. */
const untested = (policy: string): string => policy.slice(0, policy.indexOf('test "'));

const BASELINES: readonly (readonly [string, readonly string[]])[] = [
  ['the recorded decisions', []],
  ['a bundle', ['--against', 'old.bundle.tar.gz']],
  ['a revision', ['--against', 'main']],
];

test.each(BASELINES)('an unchanged policy makes no difference against %s', (_, args) => {
  const { status, found, stderr } = replay(POLICY, args);
  expect(stderr).toBe('');
  expect(found).toEqual([]);
  expect(status).toBe(0);
});

test.each(BASELINES)('a member that falls out of its class is exposed where it is returned, against %s', (_, args) => {
  const { status, found } = replay(untested(SSN_CLEAR), args);
  expect(found).toContain('exposed phi.ssn ana 2x: keep last 4 -> clear');
  expect(found.filter((line) => line.startsWith('exposed -') && line.includes('refused by contract'))).toHaveLength(1);
  // Comparing with a constant is allowed for a masked member as well, and returns nothing of it.
  expect(found.filter((line) => line.startsWith('exposed'))).toHaveLength(3);
  expect(status).toBe(1);
});

test.each(BASELINES)('a block that is gone is an exposure, against %s', (_, args) => {
  const { status, found } = replay(untested(NO_BLOCK), args);
  expect(found.filter((line) => line.startsWith('exposed'))).toHaveLength(0 + found.length);
  expect(status).toBe(found.some((line) => line.startsWith('exposed')) ? 1 : 0);
});

test.each(BASELINES)('a stricter mask is no failure, against %s', (_, args) => {
  const { status, found } = replay(untested(STRICTER), args);
  expect(found).toContain('masked phi.ssn ana 2x: keep last 4 -> redact');
  expect(status).toBe(0);
  expect(replay(untested(STRICTER), [...args, '--fail-on', 'any']).status).toBe(1);
});

test('rules are named with their lines on both sides', () => {
  const exposure = replay(untested(SSN_CLEAR), ['--against', 'main']).differences.find(
    ({ member }) => member === 'phi.ssn',
  );
  expect(exposure?.before.rule).toEqual({ name: 'phi_by_default', file: 'clinic.hpol', line: 12 });
  expect(exposure?.after.rule).toBeNull();
  const reworded = replay(NEW_REASON, ['--against', 'old.bundle.tar.gz']);
  expect(reworded.differences.map(({ kind, before, after }) => [kind, before.rule?.line, after.rule?.line])).toEqual([
    ['changed', 23, 23],
  ]);
});

test('against the recording itself an old rule has a name but no line', () => {
  const exposure = replay(untested(SSN_CLEAR)).differences.find(({ member }) => member === 'phi.ssn');
  expect(exposure?.before.rule).toEqual({ name: 'phi_by_default', file: null, line: null });
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
