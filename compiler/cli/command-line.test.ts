// Wrong use and broken input of every command: exit status 2, a message that names the trouble, no stack trace.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { folderWith, policyc } from './testing.ts';
import { VERSION } from './version.ts';

// A busy machine takes its time to start processes and to compile.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = folderWith({
  'empty/readme.txt': 'nothing here',
  'two/a.hpol': 'policy a\ndefault allow\n',
  'two/b.hpol': 'policy b\ndefault allow\n',
  'ok.hpol': 'policy ok\ndefault allow\n',
  'broken.json': '{ "event": ',
  'list.json': '[]',
  'noevent.json': '{}',
  'open.json': '{ "event": "session.open" }',
  'noise.bundle.tar.gz': 'no bundle at all',
  'ana.json': '{ "user": "ana" }',
  'odd.json': '{ "user": "ana", "group": [] }',
  'ill.json': '{ "user": "ana", "kind": "robot" }',
  'bad.sql': 'CREATE TABLE (((',
});

test.each<[string[], string]>([
  [[], 'Usage: policyc'],
  [['tset'], 'Did you mean test?'],
  [['check', '--reporte', 'json'], 'Did you mean --reporter?'],
  [['check', '--reporter', 'yaml'], 'Allowed choices are pretty, json, github, sarif'],
  [['check', 'missing.hpol'], 'cannot read `missing.hpol`: no such file or directory'],
  [['check', 'empty'], 'there is no `.hpol` file in `empty`'],
  [['fmt', '-', 'ok.hpol'], '`-` stands alone: stdin is one text'],
  [['fmt', 'ok.hpol', '--stdin-file', 'x'], '--stdin-file goes with `-`'],
  [['build', 'two'], 'name one of `two/a.hpol`, `two/b.hpol`'],
  [['build', 'ok.hpol', '-o', 'ok.hpol/x'], 'cannot write `ok.hpol/x`: a file stands where a folder should be'],
  [['eval', 'ok.hpol'], 'give either --input FILE or --sql TEXT'],
  [['eval', 'ok.hpol', '--input', 'missing.json'], 'cannot read `missing.json`'],
  [['eval', 'ok.hpol', '--input', 'two'], 'cannot read `two`: it is a folder'],
  [['eval', 'ok.hpol', '--input', 'broken.json'], 'cannot read `broken.json`: it is not valid JSON'],
  [['eval', 'ok.hpol', '--input', 'list.json'], 'it must be a JSON object'],
  [['eval', 'ok.hpol', '--input', 'noevent.json'], 'give --event NAME'],
  [['eval', 'ok.hpol', '--input', 'open.json', '--event', 'postgres.statement'], 'is not a `postgres.statement`'],
  [['eval', 'ok.hpol', '--input', 'noevent.json', '--event', 'session.opn'], 'did you mean `session.open`?'],
  [['eval', 'ok.hpol', '--sql', 'SELECT 1'], '--sql needs --identity FILE'],
  [['eval', 'ok.hpol', '--sql', 'SELECT 1', '--identity', 'odd.json'], 'unknown key `group`; did you mean `groups`?'],
  [['eval', 'ok.hpol', '--sql', 'SELECT 1', '--identity', 'ill.json'], '`kind` must be person, agent, service'],
  [['eval', 'ok.hpol', '--sql', 'SELECT 1', '--identity', 'ana.json', '--schema', 'bad.sql'], 'bad.sql:1:'],
  [['eval', 'ok.hpol', '--sql', 'SELECT 1', '--identity', 'ana.json', '--label', 'env'], 'is not KEY=VALUE'],
  [['eval', 'noise.bundle.tar.gz', '--input', 'open.json'], '`noise.bundle.tar.gz`: the bundle cannot be used: '],
  [
    ['eval', 'noise.bundle.tar.gz', '--input', 'open.json', '--via', 'opa'],
    '`noise.bundle.tar.gz`: the bundle cannot be used: ',
  ],
  [['eval', 'missing.bundle.tar.gz', '--input', 'open.json'], 'cannot read `missing.bundle.tar.gz`'],
  [['test', 'ok.hpol', '--recordings', 'missing'], 'cannot read missing'],
  [['test', 'ok.hpol', '--recordings', 'empty'], 'there is no recording in `empty`'],
  [['test', 'ok.hpol', '--against', 'main'], 'there is no `recordings/` here'],
  [['test', 'ok.hpol', '--key', 'ana.json'], 'cannot use `ana.json` as a key'],
  [['test', 'ok.hpol', '--fail-on', 'exposed'], 'Allowed choices are exposure, any, none'],
  [['explain', 'HPOL20003'], 'there is no diagnostic `HPOL20003`; did you mean `HPOL2003`?'],
])('policyc %j', (args, message) => {
  const { status, stdout, stderr } = policyc(folder, args);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test.each(['check', 'fmt', 'build', 'test'])('%s says where text is not UTF-8', (command) => {
  writeFileSync(join(folder, 'latin1.hpol'), Buffer.from('policy p\n// caf\u{e9}\n', 'latin1'));
  const { status, stderr } = policyc(folder, [command, 'latin1.hpol']);
  expect(stderr).toContain(
    'error[HPOL1010]: byte 15 of the file, in line 2, is not UTF-8 text\n  --> latin1.hpol:2:7\n',
  );
  expect(status).toBe(1);
});

test('--version is that of the package, and --help names every command', () => {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  expect(VERSION).toBe((JSON.parse(text) as { version: string }).version);
  expect(policyc(folder, ['--version'])).toEqual({ status: 0, stdout: `${VERSION}\n`, stderr: '' });
  const { status, stdout } = policyc(folder, ['--help']);
  expect(status).toBe(0);
  const commands = [...stdout.matchAll(/^ {2}(\w+) [[<]/gm)].map((match) => match[1]);
  expect(commands).toEqual(['init', 'check', 'fmt', 'build', 'keygen', 'eval', 'test', 'explain', 'lsp']);
});
