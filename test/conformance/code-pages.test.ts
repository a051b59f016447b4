// Every code has a page whose two examples are true: the one to avoid gives exactly that code, the one to prefer none.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CompileLimit } from '../../compiler/ir/compile-limit.ts';
import { compileModule } from '../../compiler/compile.ts';
import { compile, policy, type Sources } from '../../lang/check/testing.ts';
import { CATALOGUE } from '../../lang/diagnostics/catalogue.ts';

const FOLDER = join(import.meta.dirname, '../../docs/codes');
const pages = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));

/** What is too large to be printed on a page. */
const GENERATED: Readonly<Record<string, () => string>> = {
  HPOL4001: () => policy(`// ${'x'.repeat(2_000_000)}`),
  HPOL4002: () => condition(`${'('.repeat(1_000)}true${')'.repeat(1_000)}`),
  HPOL4003: () => {
    const lets = Array.from({ length: 30 }, (_, i) => `let a${i + 1} = a${i} and a${i}`);
    return `${condition('a30')}\nlet a0 = identity.mfa\n${lets.join('\n')}`;
  },
  HPOL4004: () => policy(Array.from({ length: 20_500 }, (_, i) => `flag r${i} on session.open because "x"`).join('\n')),
};

const condition = (text: string): string => policy(`block b on postgres.statement when ${text} because "x"`);

/** A block may hold several files, each after a line `// file: NAME`. */
function filesOf(block: string): Record<string, string> {
  const [root = '', ...more] = block.split(/^\/\/ file: /m);
  const named = more.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]);
  return { 'main.hpol': root, ...(Object.fromEntries(named) as Record<string, string>) };
}

function section(text: string, name: string): string {
  const start = text.indexOf(`\n## ${name}\n`);
  expect(start, `a section ${name}`).toBeGreaterThan(0);
  return text.slice(start + name.length + 5).split('\n## ')[0] ?? '';
}

const blockIn = (text: string): string | undefined => /```hpol\n([^]*?)```/.exec(text)?.[1];

/** The codes that checking and compiling the sources give. */
function codesOf(sources: Sources): readonly string[] {
  const { program, diagnostics } = compile(sources);
  const found = diagnostics.map((diagnostic) => diagnostic.code);
  return [...new Set(program === null ? found : [...found, ...limitsOf(() => compileModule(program))])];
}

function limitsOf(work: () => unknown): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof CompileLimit) return [error.diagnostic.code];
    throw error;
  }
}

test('codes and pages agree', () => {
  expect(pages).toEqual(
    Object.keys(CATALOGUE)
      .sort()
      .map((code) => `${code}.md`),
  );
});

describe.each(Object.keys(CATALOGUE))('%s', (code) => {
  const text = readFileSync(join(FOLDER, `${code}.md`), 'utf8');
  test('avoid gives exactly this code', () => {
    const block = blockIn(section(text, 'Avoid'));
    expect(block === undefined, 'printed or generated, not both').toBe(code in GENERATED);
    expect(codesOf(block === undefined ? (GENERATED[code]?.() ?? '') : filesOf(block))).toEqual([code]);
  });
  test('prefer is clean', () => {
    expect(codesOf(filesOf(blockIn(section(text, 'Prefer')) ?? ''))).toEqual([]);
  });
  test('title and reason', () => {
    expect(text.startsWith(`# ${code}: `)).toBe(true);
    expect(section(text, 'Why').trim().length).toBeGreaterThan(20);
  });
});
