// `policyc check`: every diagnostic of every policy. Nothing is written, unless --fix asks for it.
import { Option } from 'commander';
import type { SchemaRelation } from '../../lang/check/schema.ts';
import type { Diagnostic } from '../../lang/diagnostics/diagnostic.ts';
import type { AddCommand } from './add-command.ts';
import { checkPaths } from './check-tree.ts';
import { showDiagnostics, type Found } from './compile-policy.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { readText } from './files.ts';

const REPORTERS = ['pretty', 'json', 'github', 'sarif'] as const;
type CheckReporter = (typeof REPORTERS)[number];

interface CheckOptions {
  readonly reporter: CheckReporter;
  readonly schema: readonly string[];
  readonly fix?: true;
}

export const addCheck: AddCommand = (program, finish) => {
  program
    .command('check')
    .description('print every diagnostic; write nothing, unless --fix is given')
    .argument('[paths...]', 'policy files, or folders of them', ['.'])
    .addOption(new Option('--reporter <name>', 'how to print').choices(REPORTERS).default('pretty'))
    .option(
      '--schema <file>',
      'DDL to check against beside what policies name, more than once if needed',
      (value: string, all: readonly string[]) => [...all, value],
      [],
    )
    .option('--fix', 'first make the changes that leave the meaning of a policy as it is')
    .action(async (paths: string[], options: CheckOptions) => finish(await check(paths, options)));
};

async function check(paths: readonly string[], { reporter, schema, fix }: CheckOptions): Promise<ExitCode> {
  const given = await givenRelations(schema);
  const { policies, found, unimported } = fix ? await fixAll(paths, given) : await checkPaths(paths, given);
  for (const shown of unimported) console.error(`note: no policy imports \`${shown}\`, so only its syntax was checked`);
  await print(found, reporter);
  const diagnostics = found.flatMap((one) => one.diagnostics);
  const errors = diagnostics.filter(isError).length;
  if (reporter === 'pretty') console.error(summary(policies, errors, diagnostics.length - errors));
  return errors === 0 ? EXIT.success : EXIT.no;
}

async function fixAll(paths: readonly string[], given: readonly SchemaRelation[]): ReturnType<typeof checkPaths> {
  const { fixPolicies } = await import('./fix-policies.ts');
  return fixPolicies(paths, given, (line) => console.error(line));
}

/** The relations of schemas named on the command line. */
async function givenRelations(files: readonly string[]): Promise<readonly SchemaRelation[]> {
  if (files.length === 0) return [];
  const { schemaCatalog } = await import('./schema-catalog.ts');
  return (await schemaCatalog(files.map((file) => ({ file, text: readText(file) })))).snapshot.relations;
}

async function print(found: readonly Found[], reporter: CheckReporter): Promise<void> {
  if (reporter === 'pretty') {
    for (const one of found) await showDiagnostics(one);
    return;
  }
  process.stdout.write(await report(found, reporter));
}

async function report(found: readonly Found[], reporter: Exclude<CheckReporter, 'pretty'>): Promise<string> {
  if (reporter === 'sarif') return (await import('./sarif-report.ts')).sarifText(found);
  const { githubLines, jsonText } = await import('./diagnostic-reports.ts');
  return reporter === 'json' ? jsonText(found) : githubLines(found);
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

const summary = (policies: number, errors: number, warnings: number): string =>
  `${plural(policies, 'policy', 'policies')} checked: ${plural(errors, 'error', 'errors')}, ${plural(warnings, 'warning', 'warnings')}`;

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
