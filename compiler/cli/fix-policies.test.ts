// `policyc check --fix`, as a process: what it changes, what it never touches, and that it comes to an end.
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { folderWith, policyc } from './testing.ts';

// Each process loads and runs the whole compiler; a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

const FLAG = 'flag f\n  on session.open\n  when identity.user == "x"\n  because "y"\n';
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

test('safe changes are made over rounds, told, and leave the rest to people', () => {
  const folder = folderWith({
    'p.hpol': `policy p\ndefault allow\nimport "hpol:phi"\n\n/// Unused,\n/// and documented.\nlet a = b\nlet b = identity.mfa\nclass c { x: column a.b.c }\n${FLAG.replace('==', '=')}`,
  });
  const { status, stderr } = policyc(folder, ['check', '--fix']);
  expect(read(folder, 'p.hpol')).toBe(`policy p\ndefault allow\n\nclass c { x: column a.b.c }\n${FLAG}`);
  expect(stderr).toContain('fixed p.hpol:12:22: replace by `==` (HPOL1001)\n');
  expect(stderr).toContain('fixed p.hpol:3:8: remove the import (HPOL3005)\n');
  expect(stderr.match(/^fixed .* remove the `let` \(HPOL3001\)$/gm)).toHaveLength(2);
  expect(stderr).toMatch(
    /warning\[HPOL3002\]: no rule speaks of the class `c`[^]*1 policy checked: 0 errors, 1 warning\n$/,
  );
  expect(status).toBe(0);
});

test('nothing is written without --fix, nor where nothing is safe', () => {
  const text = 'policy p\ndefault alow\nlet a = true\n';
  const folder = folderWith({ 'p.hpol': text });
  expect(policyc(folder, ['check']).status).toBe(1);
  const { status, stderr } = policyc(folder, ['check', '--fix']);
  expect([status, stderr.includes('fixed'), read(folder, 'p.hpol')]).toEqual([1, true, 'policy p\ndefault alow\n']);
  expect(policyc(folder, ['check', '--fix']).stderr).not.toContain('fixed');
});

test('what other policies may use stays, and a shared file is changed once', () => {
  const teams = 'let nurse = "nurses" in identity.groups\nlet agent = identity.kind == agent\n';
  const shared = `import "teams.hpol"\n${FLAG.replace('==', '=').replace(' f', ' shared')}`;
  const folder = folderWith({
    'a.hpol': 'policy a\ndefault allow\nimport "shared.hpol"\n',
    'b.hpol': `policy b\ndefault allow\nimport "shared.hpol"\nflag g on session.open when nurse because "x"\n`,
    'shared.hpol': shared,
    'teams.hpol': teams,
  });
  const { stderr } = policyc(folder, ['check', '--fix']);
  expect(stderr.match(/^fixed .*$/gm)).toEqual(['fixed shared.hpol:4:22: replace by `==` (HPOL1001)']);
  expect(read(folder, 'shared.hpol')).toBe(shared.replace(' = ', ' == '));
  expect(read(folder, 'teams.hpol')).toBe(teams);
});

test('lines keep their ends and the file its mark; a link is followed, but not out of the project', () => {
  const marked = '\uFEFFpolicy p\r\ndefault allow\r\nlet a = true\r\n';
  const outside = folderWith({ 'out.hpol': FLAG.replace('==', '=') });
  const folder = folderWith({ 'sub/real.hpol': marked });
  symlinkSync(join(folder, 'sub/real.hpol'), join(folder, 'link.hpol'));
  expect(policyc(folder, ['check', '--fix', 'link.hpol']).status).toBe(0);
  expect(read(folder, 'sub/real.hpol')).toBe('\uFEFFpolicy p\r\ndefault allow\r\n');
  writeFileSync(join(folder, 'sub/real.hpol'), 'policy p\ndefault allow\nimport "out.hpol"\n');
  symlinkSync(join(outside, 'out.hpol'), join(folder, 'sub/out.hpol'));
  const { status, stderr } = policyc(folder, ['check', '--fix', 'sub/real.hpol']);
  expect([status, stderr.includes('fixed'), read(outside, 'out.hpol')]).toEqual([1, false, FLAG.replace('==', '=')]);
});

test('the json report shows fixes with their places', () => {
  const folder = folderWith({ 'p.hpol': 'policy p\ndefault allow\nlet a = true\n' });
  const { stdout } = policyc(folder, ['check', '--reporter', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({
    diagnostics: [
      {
        code: 'HPOL3001',
        fix: {
          title: 'remove the `let`',
          isSafe: true,
          edits: [{ text: '', file: 'p.hpol', start: { line: 3, column: 1 }, end: { line: 4, column: 1 } }],
        },
      },
    ],
  });
});
