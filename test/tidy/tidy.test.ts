// The house rules that a machine can check: arrows between rooms, no cycles, adapters, names, headers, caps.
// ARCHITECTURE.md says why each of them holds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, findCycle, folderOf, roomOf, sourceFiles, type SourceFile } from './imports.ts';

const files = sourceFiles();
const product = files.filter((file) => !file.isTest && !file.path.startsWith('test/'));
/** The editor extension is a product of its own that bundles packages and is packed by a script, so it is a shell, not part of the pure room. */
const isShell = (path: string): boolean => /^((compiler|runtime)\/cli|lang\/editors)\//.test(path);
const isTestSupport = (path: string): boolean =>
  /(^|\/)testing(-[a-z-]+)?\.ts$/.test(path) || path.endsWith('/testing');

/** Which paths a room's files may import, as prefixes. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  lang: ['lang/'],
  compiler: ['compiler/', 'lang/'],
  runtime: ['runtime/', 'compiler/abi/', 'lang/vocabulary/'],
};

/** Packages that more than one file may import, with the reason. */
const SHARED_PACKAGES: Readonly<Record<string, string>> = {
  vitest: 'the test runner',
  'fast-check': 'property tests',
  commander: 'each command of a CLI shell adds itself to the program',
  picocolors: 'used by the reporters of both shells',
};

describe('arrows between rooms', () => {
  const strays = (file: SourceFile): string[] => {
    const allowed = isShell(file.path) ? undefined : ARROWS[roomOf(file.path)];
    return [...file.imports, ...file.lazyImports]
      .filter((path) => allowed && (isShell(path) || !allowed.some((prefix) => path.startsWith(prefix))))
      .map((path) => `${file.path} -> ${path}`);
  };
  test('each room imports only what it may', () => expect(product.flatMap(strays)).toEqual([]));
  test('test/replay, the product’s harness, imports no shell and no suite', () => {
    const strays = files
      .filter((file) => file.path.startsWith('test/replay/') && !file.isTest)
      .flatMap((file) => [...file.imports, ...file.lazyImports])
      .filter((path) => isShell(path) || /^test\/(?!replay\/)/.test(path));
    expect(strays).toEqual([]);
  });
  test('only shells and tests reach into test/', () => {
    const strays = product
      .filter((file) => !isShell(file.path))
      .flatMap((file) => [...file.imports, ...file.lazyImports].map((path) => `${file.path} -> ${path}`))
      .filter((arrow) => arrow.includes('-> test/'));
    expect(strays).toEqual([]);
  });
  test('product code imports no test support', () => {
    const strays = product
      .filter((file) => !isTestSupport(file.path))
      .flatMap((file) => file.imports.filter(isTestSupport).map((path) => `${file.path} -> ${path}`));
    expect(strays).toEqual([]);
  });
});

test('the decision on dependencies names those of package.json, and those only', () => {
  const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
  type Names = Readonly<Record<string, string>>;
  const declared = JSON.parse(read('package.json')) as { dependencies: Names; devDependencies: Names };
  const page = read('docs/decisions/0004-dependencies.md');
  const [production = '', development = ''] = page.split(/^## .*$/m).slice(1);
  const named = (text: string): string[] => [...text.matchAll(/\*\*(.+?)\*\*/g)].flatMap((match) => match[1] ?? []);
  expect(named(production).toSorted()).toEqual(Object.keys(declared.dependencies).toSorted());
  expect(named(development).toSorted()).toEqual(Object.keys(declared.devDependencies).toSorted());
  const imported = new Set(files.flatMap((file) => file.packages));
  expect(named(production).filter((name) => !imported.has(name))).toEqual([]);
});

describe('cycles', () => {
  const graph = (nodeOf: (path: string) => string): Map<string, Set<string>> => {
    const edges = new Map<string, Set<string>>();
    for (const file of product) {
      const from = nodeOf(file.path);
      for (const path of file.imports) {
        const to = nodeOf(path);
        if (from === to && from === folderOf(file.path)) continue;
        edges.set(from, (edges.get(from) ?? new Set()).add(to));
      }
    }
    return edges;
  };
  test('no cycle among files', () => expect(findCycle(graph((path) => path))).toBeNull());
  test('no cycle among folders', () => expect(findCycle(graph(folderOf))).toBeNull());
  test('the finder finds a cycle', () => {
    const edges = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c'])],
      ['c', new Set(['b'])],
    ]);
    expect(findCycle(edges)).toEqual(['b', 'c', 'b']);
  });
});

describe('adapters', () => {
  test('each package is imported by one product file', () => {
    const users = new Map<string, string[]>();
    for (const file of product) {
      for (const name of new Set(file.packages)) users.set(name, [...(users.get(name) ?? []), file.path]);
    }
    const crowded = [...users].filter(([name, paths]) => paths.length > 1 && !(name in SHARED_PACKAGES));
    expect(Object.fromEntries(crowded)).toEqual({});
  });
});

describe('files', () => {
  const names = (wrong: (file: SourceFile) => boolean): string[] => files.filter(wrong).map((file) => file.path);
  test('kebab-case names', () => {
    expect(names((file) => !/\/[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(file.path))).toEqual([]);
  });
  test('every file opens with what it is for', () => {
    expect(names((file) => !/^(#!.*\n)?(\/\/ \S|\/\*\*? ?\S?)/.test(file.text))).toEqual([]);
  });
  test('at most two folders deep in a room', () => {
    expect(names((file) => file.path.split('/').length > 4)).toEqual([]);
  });
  test('no unfinished work is marked and no test is left out', () => {
    const mark = new RegExp(
      String.raw`\b(TO` +
        String.raw`DO|FIX` +
        String.raw`ME|X{3}|HA` +
        String.raw`CK)\b|\b(test|it|describe)\.(only|skip)\(`,
    );
    expect(names((file) => mark.test(file.text))).toEqual([]);
  });
  test('half of the product files have at most 100 lines, and none more than 400', () => {
    const sizes = product.map((file) => file.lines).sort((a, b) => a - b);
    expect(sizes.at(-1)).toBeLessThanOrEqual(400);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(100);
  });
  test('every suppression has a reason, and their number only goes down', () => {
    const suppression = new RegExp(
      String.raw`(ox|es)lint-` + String.raw`disable|@ts-` + String.raw`(expect-error|ignore)`,
    );
    const lines = files.flatMap((file) => file.text.split('\n').filter((line) => suppression.test(line)));
    expect(lines.filter((line) => !/--\s*\S+/.test(line))).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(SUPPRESSIONS);
  });
});

/** Lowered whenever one goes away. */
const SUPPRESSIONS = 0;
