// `policyc check`: every diagnostic of every policy, nothing written.
import { join } from 'node:path';
import { Option } from 'commander';
import type { SchemaRelation } from '../../lang/check/schema.ts';
import type { Diagnostic } from '../../lang/diagnostics/diagnostic.ts';
import type { AddCommand } from './add-command.ts';
import { checkPolicy, showDiagnostics, type Found } from './compile-policy.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { readText } from './files.ts';
import { findPolicies, folderLoader, type PolicyFile } from './policy-files.ts';

const REPORTERS = ['pretty', 'json', 'github'] as const;
type CheckReporter = (typeof REPORTERS)[number];

interface CheckOptions {
  readonly reporter: CheckReporter;
  readonly schema: readonly string[];
}

export const addCheck: AddCommand = (program, finish) => {
  program
    .command('check')
    .description('print every diagnostic; write nothing')
    .argument('[paths...]', 'policy files, or folders of them', ['.'])
    .addOption(new Option('--reporter <name>', 'how to print').choices(REPORTERS).default('pretty'))
    .option(
      '--schema <file>',
      'DDL to check against beside what policies name, more than once if needed',
      (value: string, all: readonly string[]) => [...all, value],
      [],
    )
    .action(async (paths: string[], options: CheckOptions) => finish(await check(paths, options)));
};

async function check(paths: readonly string[], { reporter, schema }: CheckOptions): Promise<ExitCode> {
  const given = await givenRelations(schema);
  const { policies, parts } = findPolicies(paths);
  const found: Found[] = [];
  const seen = new Set<string>();
  const read = new Set<string>();
  for (const { root, ...policy } of policies) {
    const { sources, diagnostics } = await checkPolicy({ root, ...policy }, folderLoader(root), given);
    for (const { file } of sources) read.add(join(root, file));
    // A file that several policies import is reported once.
    found.push({
      sources,
      diagnostics: diagnostics.filter((one) => isNew(seen, [root, one.code, one.span, one.message])),
    });
  }
  for (const part of parts.filter(({ root, file }) => !read.has(join(root, file)))) found.push(await checkPart(part));
  await print(found, reporter);
  const diagnostics = found.flatMap((one) => one.diagnostics);
  const errors = diagnostics.filter(isError).length;
  if (reporter === 'pretty') console.error(summary(policies.length, errors, diagnostics.length - errors));
  return errors === 0 ? EXIT.success : EXIT.no;
}

/** The relations of schemas named on the command line. */
async function givenRelations(files: readonly string[]): Promise<readonly SchemaRelation[]> {
  if (files.length === 0) return [];
  const { schemaCatalog } = await import('./schema-catalog.ts');
  const texts = files.map((file) => ({ file, text: readText(file) }));
  return (await schemaCatalog(texts)).snapshot.relations;
}

function isNew(seen: Set<string>, thing: unknown): boolean {
  const key = JSON.stringify(thing);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

/** A file that no policy imports has no context to check names in; its syntax is checked. */
async function checkPart({ root, file, shown }: PolicyFile): Promise<Found> {
  const { format } = await import('../../lang/format/format.ts');
  const text = folderLoader(root)(file) ?? '';
  console.error(`note: no policy imports \`${shown}\`, so only its syntax was checked`);
  const diagnostics = format(text).diagnostics.map((one) => ({ ...one, span: { ...one.span, file } }));
  return { diagnostics, sources: [{ file, text }] };
}

async function print(found: readonly Found[], reporter: CheckReporter): Promise<void> {
  if (reporter === 'pretty') {
    for (const one of found) await showDiagnostics(one);
    return;
  }
  const { githubLines, jsonText } = await import('./diagnostic-reports.ts');
  process.stdout.write(reporter === 'json' ? jsonText(found) : githubLines(found));
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

const summary = (policies: number, errors: number, warnings: number): string =>
  `${plural(policies, 'policy', 'policies')} checked: ${plural(errors, 'error', 'errors')}, ${plural(warnings, 'warning', 'warnings')}`;

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
