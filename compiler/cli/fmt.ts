// `policyc fmt`: rewrites policies in the one layout. A file with syntax errors is left as it is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Content } from '../../lang/source/loader.ts';
import type { AddCommand } from './add-command.ts';
import { CliFault } from './cli-fault.ts';
import { showDiagnostics } from './compile-policy.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { writeWhole } from './files.ts';
import { findPolicyFiles, folderLoader, type PolicyFile } from './policy-files.ts';

interface FmtOptions {
  readonly check?: true;
  readonly stdinFile?: string;
}

const STDIN = '-';
const EXAMPLES = `
Examples:
  policyc fmt                                           every policy below this folder
  policyc fmt --check policies/                         for CI: exit 1 if a file would change
  policyc fmt - --stdin-file teams.hpol < teams.hpol    for editors: the formatted text on stdout`;

export const addFmt: AddCommand = (program, finish) => {
  program
    .command('fmt')
    .description('rewrite policies in the one layout')
    .argument('[paths...]', 'policy files, or folders of them; - formats stdin to stdout', ['.'])
    .option('--check', 'write nothing; print the files that would change and exit 1 if there are any')
    .option('--stdin-file <name>', 'with -: what messages call the text')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], options: FmtOptions) => finish(await fmt(paths, options)));
};

async function fmt(paths: readonly string[], { check, stdinFile }: FmtOptions): Promise<ExitCode> {
  if (paths.includes(STDIN)) {
    if (paths.length > 1) throw new CliFault('`-` stands alone: stdin is one text');
    return formatStdin(stdinFile ?? 'stdin', check === true);
  }
  if (stdinFile !== undefined) throw new CliFault('--stdin-file goes with `-`');
  const states = [];
  for (const file of findPolicyFiles(paths)) states.push(await formatFile(file, check === true));
  const hasFailed = states.includes('broken') || (check && states.includes('changed'));
  return hasFailed ? EXIT.no : EXIT.success;
}

async function formatFile({ root, file, shown }: PolicyFile, isCheck: boolean): Promise<'same' | 'changed' | 'broken'> {
  const content = folderLoader(root)(file) ?? '';
  const value = await formatted(content, file);
  if (value === null) return 'broken';
  if (isSame(value, content)) return 'same';
  if (!isCheck) writeWhole(join(root, file), value);
  console.log(shown);
  return 'changed';
}

/** With --check the name is printed in place of the text, as for a file. */
async function formatStdin(name: string, isCheck: boolean): Promise<ExitCode> {
  const content = readFileSync(0);
  const value = await formatted(content, name);
  if (value === null) return EXIT.no;
  if (!isCheck) process.stdout.write(value);
  else if (!isSame(value, content)) {
    console.log(name);
    return EXIT.no;
  }
  return EXIT.success;
}

/** Null when the text cannot be parsed, which is then printed. */
async function formatted(content: Content, file: string): Promise<string | null> {
  const { format } = await import('../../lang/format/format.ts');
  const { value, diagnostics, source } = format(content, file);
  if (value === null) await showDiagnostics({ diagnostics, sources: [source] });
  return value;
}

/** Bytes are compared: a mark of the byte order, or a line that ends in two characters, is a difference. */
const isSame = (value: string, content: Content): boolean => Buffer.from(value).equals(Buffer.from(content));
