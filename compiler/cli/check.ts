// `policyc check`: every diagnostic of every policy, nothing written.
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Diagnostic } from '../../lang/diagnostics/diagnostic.ts';
import type { SourceFile } from '../../lang/source/source-file.ts';
import type { AddCommand } from './add-command.ts';
import { checkPolicy, showDiagnostics } from './compile-policy.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { findPolicies, folderLoader, type PolicyFile } from './policy-files.ts';

const REPORTERS = ['pretty', 'json', 'github'] as const;
type CheckReporter = (typeof REPORTERS)[number];

interface Found {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly SourceFile[];
}

export const addCheck: AddCommand = (program: Command, finish) => {
  program
    .command('check')
    .description('print every diagnostic; write nothing')
    .argument('[paths...]', 'policy files, or folders of them', ['.'])
    .addOption(new Option('--reporter <name>', 'how to print').choices(REPORTERS).default('pretty'))
    .action(async (paths: string[], { reporter }: { reporter: CheckReporter }) => finish(await check(paths, reporter)));
};

async function check(paths: readonly string[], reporter: CheckReporter): Promise<ExitCode> {
  const { policies, parts } = findPolicies(paths);
  const found: Found[] = [];
  const read = new Set<string>();
  for (const policy of policies) {
    const checked = await checkPolicy(policy, folderLoader(policy.root));
    for (const { file } of checked.sources) read.add(file);
    found.push(checked);
  }
  for (const part of parts.filter(({ file }) => !read.has(file))) found.push(await checkPart(part));
  // A file that several policies import is reported once.
  const sources = new Map(found.flatMap((one) => one.sources.map((source) => [source.file, source])));
  const diagnostics = new Map(
    found.flatMap((one) => one.diagnostics.map((each) => [JSON.stringify([each.code, each.span, each.message]), each])),
  );
  await print({ diagnostics: [...diagnostics.values()], sources: [...sources.values()] }, reporter);
  const errors = [...diagnostics.values()].filter(({ severity }) => severity === 'error').length;
  if (reporter === 'pretty') console.error(summary(policies.length, errors, diagnostics.size - errors));
  return errors === 0 ? EXIT.success : EXIT.no;
}

/** A file that no policy imports has no context to check names in; its syntax is checked. */
async function checkPart({ root, file, shown }: PolicyFile): Promise<Found> {
  const { format } = await import('../../lang/format/format.ts');
  const text = folderLoader(root)(file) ?? '';
  console.error(`note: no policy imports \`${shown}\`, so only its syntax was checked`);
  return {
    diagnostics: format(text).diagnostics.map((one) => ({ ...one, span: { ...one.span, file } })),
    sources: [{ file, text }],
  };
}

async function print(found: Found, reporter: CheckReporter): Promise<void> {
  if (reporter === 'pretty') return showDiagnostics(found);
  const { githubLines, jsonText } = await import('./diagnostic-reports.ts');
  process.stdout.write(reporter === 'json' ? jsonText(found) : githubLines(found));
}

const summary = (policies: number, errors: number, warnings: number): string =>
  `${plural(policies, 'policy', 'policies')} checked: ${plural(errors, 'error', 'errors')}, ${plural(warnings, 'warning', 'warnings')}`;

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
