// Files of a commit, in a repository made for the test.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitOf, revisionLoader } from './git-revision.ts';
import { folderWith, writeFiles } from './testing.ts';

const folder = folderWith({ 'sub/p.hpol': 'old' });
const git = (...args: string[]): void => {
  const done = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: folder });
  expect(done.status).toBe(0);
};
git('init', '-q', '-b', 'main');
git('add', '.');
git('commit', '-q', '-m', 'first');
writeFiles(folder, { 'sub/p.hpol': 'new', 'sub/q.hpol': 'added' });

test('paths are relative to the folder, texts are those of the commit', () => {
  const commit = commitOf('main', join(folder, 'sub'));
  expect(commit).toMatch(/^[0-9a-f]{40}$/);
  const load = revisionLoader(commit ?? '', join(folder, 'sub'));
  expect(String(load('p.hpol'))).toBe('old');
  expect(load('q.hpol')).toBeUndefined();
  expect(String(revisionLoader(commit ?? '', folder)('sub/p.hpol'))).toBe('old');
});

test.each(['nothing', '--help', 'main:sub/p.hpol', ''])('%j is no revision', (revision) => {
  expect(commitOf(revision, folder)).toBeNull();
});

test('outside a repository nothing is a revision', () => {
  expect(commitOf('main', folderWith({}))).toBeNull();
});
