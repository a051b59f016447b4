// What each command does when it is used right, as a process.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { folderWith, policyc, writeFiles } from './testing.ts';
import { POLICY, SCHEMA } from './testing-clinic.ts';

// Each process loads and runs the whole compiler; a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

const clinic = (): string => folderWith({ 'clinic.hpol': POLICY, 'schema.sql': SCHEMA });

test('init writes a project that is formatted, clean and passes its tests, and never overwrites', () => {
  const folder = folderWith({});
  expect(policyc(folder, ['init', 'mine']).status).toBe(0);
  expect(policyc(folder, ['fmt', 'mine', '--check'])).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(policyc(folder, ['check', 'mine'])).toMatchObject({
    status: 0,
    stderr: '1 policy checked: 0 errors, 0 warnings\n',
  });
  const { status, stdout } = policyc(folder, ['test', 'mine']);
  expect(stdout).toContain('3 tests passed, 0 failed');
  expect(status).toBe(0);
  writeFiles(folder, { 'mine/policy.hpol': 'policy mine\ndefault block\n' });
  expect(policyc(folder, ['init', 'mine'])).toMatchObject({ status: 2 });
  expect(readFileSync(join(folder, 'mine/policy.hpol'), 'utf8')).toContain('default block');
});

test('check prints every independent error with its frame and ends with 1', () => {
  const folder = folderWith({
    'p.hpol': 'policy p\ndefault alow\n\nblock b on session.open when identity.usr == "x" because "y"\n',
  });
  const { status, stdout, stderr } = policyc(folder, ['check', 'p.hpol']);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('p.hpol:2:9');
  expect(stderr).toContain('p.hpol:4:');
  expect(stderr).not.toMatch(/^\s+at /m);
  const json = JSON.parse(policyc(folder, ['check', '--reporter', 'json']).stdout) as {
    diagnostics: { file: string; start: { line: number } }[];
  };
  expect(json.diagnostics.map(({ file, start }) => [file, start.line])).toEqual([
    ['p.hpol', 2],
    ['p.hpol', 4],
  ]);
  expect(policyc(folder, ['check', '--reporter', 'github']).stdout).toMatch(
    /^::error file=p.hpol,line=2,col=9,title=HPOL\d{4}::/,
  );
});

test('fmt rewrites, is idempotent, and leaves a broken file alone', () => {
  const folder = folderWith({ 'p.hpol': 'policy   p\ndefault allow', 'q.hpol': 'policy ((' });
  const first = policyc(folder, ['fmt']);
  expect(first).toMatchObject({ status: 1, stdout: 'p.hpol\n' });
  expect(first.stderr).toContain('q.hpol:1:');
  expect(readFileSync(join(folder, 'p.hpol'), 'utf8')).toMatch(/^policy p\n/);
  expect(readFileSync(join(folder, 'q.hpol'), 'utf8')).toBe('policy ((');
  expect(policyc(folder, ['fmt', 'p.hpol'])).toEqual({ status: 0, stdout: '', stderr: '' });
  writeFiles(folder, { 'p.hpol': 'policy   p\ndefault allow' });
  expect(policyc(folder, ['fmt', 'p.hpol', '--check'])).toMatchObject({ status: 1, stdout: 'p.hpol\n' });
  expect(readFileSync(join(folder, 'p.hpol'), 'utf8')).toBe('policy   p\ndefault allow');
});

test('fmt - formats stdin to stdout, and says what is broken by the name that it was given', () => {
  const folder = folderWith({});
  const ugly = '\uFEFFpolicy   p\r\ndefault allow';
  const pretty = 'policy p\ndefault allow\n';
  expect(policyc(folder, ['fmt', '-'], ugly)).toEqual({ status: 0, stdout: pretty, stderr: '' });
  expect(policyc(folder, ['fmt', '-'], pretty).stdout).toBe(pretty);
  expect(policyc(folder, ['fmt', '-', '--check'], ugly)).toEqual({ status: 1, stdout: 'stdin\n', stderr: '' });
  expect(policyc(folder, ['fmt', '-', '--check'], pretty)).toEqual({ status: 0, stdout: '', stderr: '' });
  const broken = policyc(folder, ['fmt', '-', '--stdin-file', 'teams.hpol'], 'policy ((');
  expect(broken).toMatchObject({ status: 1, stdout: '' });
  expect(broken.stderr).toContain('--> teams.hpol:1:8');
});

test('fmt writes line feeds and no mark of the byte order, and check reads both', () => {
  const folder = folderWith({
    'p.hpol': '\uFEFFpolicy p\r\ndefault allow\r\n',
    'q.hpol': '\uFEFFpolicy q\ndefault allow\n',
  });
  expect(policyc(folder, ['check'])).toMatchObject({ status: 0, stderr: '2 policies checked: 0 errors, 0 warnings\n' });
  expect(policyc(folder, ['fmt', '--check'])).toMatchObject({ status: 1, stdout: 'p.hpol\nq.hpol\n' });
  expect(policyc(folder, ['fmt']).status).toBe(0);
  expect(readFileSync(join(folder, 'p.hpol'), 'utf8')).toBe('policy p\ndefault allow\n');
  expect(readFileSync(join(folder, 'q.hpol'), 'utf8')).toBe('policy q\ndefault allow\n');
});

test('build is deterministic and names what it wrote; a policy with errors writes nothing', () => {
  const folder = clinic();
  expect(policyc(folder, ['build', '.', '--wasm', 'p.wasm'])).toEqual({
    status: 0,
    stdout: 'clinic.bundle.tar.gz\np.wasm\n',
    stderr: '',
  });
  expect(policyc(folder, ['build', 'clinic.hpol', '-o', 'again.tar.gz']).status).toBe(0);
  const [one, other] = ['clinic.bundle.tar.gz', 'again.tar.gz'].map((name) => readFileSync(join(folder, name)));
  expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
  expect(WebAssembly.validate(readFileSync(join(folder, 'p.wasm')))).toBe(true);
  expect(policyc(folder, ['build', '.', '--no-simd', '--wasm', 'plain.wasm']).status).toBe(0);
  const [vectors, plain] = ['p.wasm', 'plain.wasm'].map((name) => readFileSync(join(folder, name)));
  expect(WebAssembly.validate(plain ?? Buffer.alloc(0))).toBe(true);
  expect(plain?.equals(vectors ?? Buffer.alloc(0))).toBe(false);
  writeFiles(folder, { 'clinic.hpol': 'policy clinic\n' });
  expect(policyc(folder, ['build', '.', '-o', 'none.tar.gz']).status).toBe(1);
  expect(existsSync(join(folder, 'none.tar.gz'))).toBe(false);
});

test.each([
  [
    'detector',
    'class phi { x: column a.b.c detect /(a|b)*a(a|b){20}/ }\nmask m of phi with redact because "x"\n',
    3,
    36,
  ],
  ['pattern', 'block m on postgres.statement when statement.text matches /(a|b)*a(a|b){20}/ because "x"\n', 3, 59],
])('a %s that is too large is printed like any error, and nothing is written', (what, body, line, column) => {
  const folder = folderWith({ 'p.hpol': `policy p\ndefault allow\n${body}` });
  const { status, stdout, stderr } = policyc(folder, ['build', 'p.hpol']);
  expect([status, stdout, existsSync(join(folder, 'p.bundle.tar.gz'))]).toEqual([1, '', false]);
  expect(stderr).toContain(`error[HPOL4005]: the ${what}`);
  expect(stderr).toContain(`--> p.hpol:${line}:${column}`);
  expect(stderr).toMatch(/^ +\| +\^{18}$/m);
  expect(stderr).toMatch(/^ +help: leave out counted repeats/m);
  expect(policyc(folder, ['test', 'p.hpol'])).toMatchObject({ status: 1, stdout: '', stderr });
  expect(policyc(folder, ['eval', 'p.hpol', '--input', '-'], '{"event":"session.open"}')).toMatchObject({
    status: 1,
    stderr,
  });
});

test('eval gives one line of JSON, equal on both surfaces and from the bundle', () => {
  const folder = clinic();
  writeFiles(folder, { 'ana.json': '{ "user": "ana", "groups": ["nurses"] }' });
  policyc(folder, ['build', '.', '-o', 'c.tar.gz']);
  const sql = ['--sql', 'SELECT ssn FROM clinic.patients LIMIT 1', '--identity', 'ana.json'];
  const streaming = policyc(folder, ['eval', 'clinic.hpol', ...sql]);
  expect(streaming.stderr).toBe('');
  const decision = { effect: 'allow', masks: [{ member: 'phi.ssn', transform: 'keep last 4' }, {}, {}] };
  expect(JSON.parse(streaming.stdout)).toMatchObject(decision);
  expect(policyc(folder, ['eval', 'c.tar.gz', ...sql, '--schema', 'schema.sql', '--via', 'opa'])).toEqual(streaming);
  const enforced = policyc(folder, ['eval', 'c.tar.gz', ...sql, '--schema', 'schema.sql', '--enforcement']);
  expect(JSON.parse(enforced.stdout)).toMatchObject({
    decision: JSON.parse(streaming.stdout) as object,
    enforcement: { action: 'forward', columns: [{ kind: 'mask', member: 'phi.ssn' }] },
  });
});

test('eval reads an event from stdin, and an incomplete one is blocked', () => {
  const ran = policyc(
    clinic(),
    ['eval', '.', '--event', 'session.open', '--input', '-', '--pretty'],
    '{ "identity": { "user": "ana" } }',
  );
  expect(ran.status).toBe(0);
  expect(JSON.parse(ran.stdout)).toMatchObject({ effect: 'block', decided_by: null, masks: [] });
});

test('a failing test shows its frame, what was wanted and got, and why', () => {
  const folder = clinic();
  const changed = POLICY.replace('expect approve by bulk', 'expect block by schema_change').replace(
    '"***-**-6789"',
    '"123-45-6789"',
  );
  writeFiles(folder, { 'clinic.hpol': changed });
  const { status, stdout } = policyc(folder, ['test']);
  expect(status).toBe(1);
  expect(stdout).toMatch(/expect row \{/);
  expect(stdout).toContain('wanted  { ssn: "123-45-6789", born: "1980-01-01", city: "Oslo" }');
  expect(stdout).toContain('got     { ssn: "***-**-6789", born: "1980-01-01", city: "Oslo" }');
  expect(stdout).toMatch(
    /wanted {2}block by schema_change\n\s+got {5}approve by bulk\n\s+why {5}rule bulk \(clinic.hpol:\d+\): Bulk reads/,
  );
  expect(stdout).toContain('0 tests passed, 2 failed');
});

test('explain prints the page of a code', () => {
  const { status, stdout } = policyc(folderWith({}), ['explain', 'hpol2003']);
  expect(stdout).toContain('HPOL2003');
  expect(status).toBe(0);
});

test('a warning ends with 0, and with 1 where warnings are denied', () => {
  const folder = folderWith({ 'p.hpol': 'policy p\ndefault allow\nlet unused = identity.mfa\n' });
  expect(policyc(folder, ['check'])).toMatchObject({ status: 0 });
  expect(policyc(folder, ['check', '--deny-warnings'])).toMatchObject({ status: 1 });
  expect(policyc(folder, ['explain', '3001']).stdout).toContain('# HPOL3001');
});
