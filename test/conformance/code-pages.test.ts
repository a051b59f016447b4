// Every code has a page whose two examples are true: the one to avoid gives exactly that code, the one to prefer none.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CompileLimit } from '../../compiler/ir/compile-limit.ts';
import { compileModule } from '../../compiler/compile.ts';
import { compile, policy } from '../../lang/check/testing.ts';
import { CATALOGUE } from '../../lang/diagnostics/catalogue.ts';
import { LIBRARIES } from '../../lang/vocabulary/libraries.ts';
import { readLibrary } from '../../policies/library/read-library.ts';
import { loadConfig } from '../../runtime/config/load-config.ts';
import { CONFIG_PROBLEMS } from '../../runtime/config/problem.ts';
import { loadIdentities } from '../../runtime/identity/load-identities.ts';
import { schemaReader } from '../../runtime/postgres/analysis/schema-reader.ts';

const FOLDER = join(import.meta.dirname, '../../docs/codes');
const pages = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));

const CODES: readonly string[] = [...Object.keys(CATALOGUE), ...Object.keys(CONFIG_PROBLEMS)];

/** What is too large to be printed on a page, or is no text: a file that is absent. */
const GENERATED: Readonly<Record<string, () => string | Uint8Array>> = {
  HPOL6000: () => '',
  HPOL1010: () => Buffer.from(policy('// caf\u{e9}'), 'latin1'),
  HPOL4001: () => policy(`// ${'x'.repeat(2_000_000)}`),
  HPOL4002: () => condition(`${'('.repeat(1_000)}true${')'.repeat(1_000)}`),
  HPOL4003: () => {
    const lets = Array.from({ length: 30 }, (_, i) => `let a${i + 1} = a${i} and a${i}`);
    return `${condition('a30')}\nlet a0 = identity.mfa\n${lets.join('\n')}`;
  },
  HPOL4004: () => policy(Array.from({ length: 20_500 }, (_, i) => `flag r${i} on session.open because "x"`).join('\n')),
};

const LIBRARY = Object.fromEntries(LIBRARIES.map(({ path }) => [path, readLibrary(path) ?? '']));

const condition = (text: string): string => policy(`block b on postgres.statement when ${text} because "x"`);

/** A block may hold several files, each after a line `// file: NAME`. */
function filesOf(block: string | Uint8Array): Record<string, string | Uint8Array> {
  if (typeof block !== 'string') return { 'main.hpol': block };
  const [root = '', ...more] = block.split(/^\/\/ file: /m);
  const named = more.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]);
  return { 'main.hpol': root, ...(Object.fromEntries(named) as Record<string, string>) };
}

function section(text: string, name: string): string {
  const start = text.indexOf(`\n## ${name}\n`);
  expect(start, `a section ${name}`).toBeGreaterThan(0);
  return text.slice(start + name.length + 5).split('\n## ')[0] ?? '';
}

const blockIn = (text: string): string | undefined => /```(?:hpol|yaml)\n([^]*?)```/.exec(text)?.[1];

/** The codes that a policy, or a configuration, gives. */
const codesOf = async (code: string, text: string | Uint8Array): Promise<readonly string[]> =>
  code in CONFIG_PROBLEMS ? codesOfYaml(String(text)) : codesOfPolicy(filesOf(text));

/** The YAML of policyd.yaml, or of the identities where its first line says so. */
function codesOfYaml(text: string): readonly string[] {
  if (text.startsWith('# identities.yaml')) return loadIdentities(text).problems.map((problem) => problem.code);
  const path = join(mkdtempSync(join(tmpdir(), 'hpol-pages-')), 'policyd.yaml');
  if (text !== '') writeFileSync(path, text);
  return loadConfig(path).problems.map((problem) => problem.code);
}

/** The codes that checking and compiling the sources give. */
async function codesOfPolicy(sources: Readonly<Record<string, string | Uint8Array>>): Promise<readonly string[]> {
  const schemas = Object.entries(sources).filter(([file]) => file.endsWith('.sql'));
  const { program, diagnostics } = compile(
    // The root first; a page may show another text in place of a file of the library.
    { ...sources, ...LIBRARY, ...sources },
    await schemaReader(schemas.map(([file, content]) => ({ file, content }))),
  );
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
  expect(pages).toEqual(CODES.toSorted().map((code) => `${code}.md`));
});

describe.each(CODES)('%s', (code) => {
  const text = readFileSync(join(FOLDER, `${code}.md`), 'utf8');
  test('avoid gives exactly this code', async () => {
    const block = blockIn(section(text, 'Avoid'));
    expect(block === undefined, 'printed or generated, not both').toBe(code in GENERATED);
    expect(await codesOf(code, block ?? GENERATED[code]?.() ?? '')).toEqual([code]);
  });
  test('prefer is clean', async () => {
    expect(await codesOf(code, blockIn(section(text, 'Prefer')) ?? '')).toEqual([]);
  });
  test('title and reason', () => {
    const title = (CONFIG_PROBLEMS as Readonly<Record<string, string>>)[code] ?? '';
    expect(text.startsWith(`# ${code}: ${title}`)).toBe(true);
    expect(section(text, 'Why').trim().length).toBeGreaterThan(20);
  });
});
