// The command line of policyc: all commands, and how each kind of failure ends. Commands load their rooms lazily, so that
// `--version` and `--help` cost no more than this file.
import { Command, CommanderError } from 'commander';
import type { AddCommand } from './add-command.ts';
import { CliFault } from './cli-fault.ts';
import { addCheck } from './check.ts';
import { addBuild } from './build.ts';
import { addEval } from './eval.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { addExplain } from './explain.ts';
import { addFmt } from './fmt.ts';
import { addInit } from './init.ts';
import { addKeygen } from './keygen.ts';
import { addLsp } from './lsp.ts';
import { addTest } from './test.ts';
import { VERSION } from './version.ts';

const EXAMPLES = `
Examples:
  policyc init my-policy                          a small policy project that passes its own tests
  policyc check policies/                         every error, with its place and what to do
  policyc test policies/ --against main           what would this change expose?
  policyc build policies/clinical/clinical.hpol   an OPA bundle with the module in it
  policyc explain HPOL2003                        what a diagnostic means

Exit status: 0 success, 1 the answer is no (errors, failed tests, differences), 2 wrong use or broken input.`;

/** In the order of `--help`. Adding a command is one file and one entry here. */
const COMMANDS: readonly AddCommand[] = [
  addInit,
  addCheck,
  addFmt,
  addBuild,
  addKeygen,
  addEval,
  addTest,
  addExplain,
  addLsp,
];

/** Runs one command line and gives its exit status. Messages go to stderr, results to stdout. */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  let status: ExitCode = EXIT.success;
  const program = new Command('policyc')
    .description('Checks, tests, formats and compiles hpol policies.')
    .version(VERSION, '--version', 'print the version')
    .helpOption('--help', 'print help')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(see policyc --help)')
    .exitOverride();
  for (const add of COMMANDS) add(program, (found) => (status = found));
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    return report(error);
  }
}

function report(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.fault;
  const message = error instanceof Error ? error.message : String(error);
  const label = error instanceof CliFault ? 'error' : 'internal error, please report it';
  console.error(`${label}: ${message}`);
  if (!(error instanceof CliFault) && process.env['HPOL_TRACE'] !== undefined) console.error(error);
  return EXIT.fault;
}
