// `policyc fmt`: rewrites policies in the one layout. A file with syntax errors is left as it is.
import { join } from 'node:path';
import type { AddCommand } from './add-command.ts';
import { showDiagnostics } from './compile-policy.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { writeWhole } from './files.ts';
import { findPolicyFiles, folderLoader, type PolicyFile } from './policy-files.ts';

export const addFmt: AddCommand = (program, finish) => {
  program
    .command('fmt')
    .description('rewrite policies in the one layout')
    .argument('[paths...]', 'policy files, or folders of them', ['.'])
    .option('--check', 'write nothing; print the files that would change and exit 1 if there are any')
    .action(async (paths: string[], options: { check?: true }) => finish(await fmt(paths, options.check === true)));
};

async function fmt(paths: readonly string[], isCheck: boolean): Promise<ExitCode> {
  const states = [];
  for (const file of findPolicyFiles(paths)) states.push(await formatFile(file, isCheck));
  const hasFailed = states.includes('broken') || (isCheck && states.includes('changed'));
  return hasFailed ? EXIT.no : EXIT.success;
}

async function formatFile({ root, file, shown }: PolicyFile, isCheck: boolean): Promise<'same' | 'changed' | 'broken'> {
  const { format } = await import('../../lang/format/format.ts');
  const text = folderLoader(root)(file) ?? '';
  const { value, diagnostics } = format(text);
  if (value === null) {
    const placed = diagnostics.map((one) => ({ ...one, span: { ...one.span, file } }));
    await showDiagnostics({ diagnostics: placed, sources: [{ file, text }] });
    return 'broken';
  }
  if (value === text) return 'same';
  if (!isCheck) writeWhole(join(root, file), value);
  console.log(shown);
  return 'changed';
}
