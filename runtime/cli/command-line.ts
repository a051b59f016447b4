// The command line of policyd: all commands, and how each kind of failure ends. Commands load their rooms lazily.
import { Command, CommanderError } from 'commander';
import type { AddCommand } from './add-command.ts';
import { addApprovals } from './approvals.ts';
import { CliFault } from './cli-fault.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { addQuickstart } from './quickstart-command.ts';
import { addRecordings } from './recordings.ts';
import { addServe } from './serve.ts';
import { addSessions } from './sessions.ts';
import { addTicket } from './ticket.ts';
import { addVerify } from './verify.ts';
import { addWhoami } from './whoami.ts';

const VERSION = '0.1.0';

const EXAMPLES = `
Examples:
  policyd quickstart                                 try it on synthetic patients
  policyd serve -c policyd.yaml                      run the gateway
  POLICYD_TICKET=… policyd approvals approve apr-7k3q9d --as pri --reason "quarterly audit"
  policyd recordings play 2026-02-03-….hrec.jsonl    what a session saw, as it saw it
  policyd verify recordings --key evidence-key.pub.pem

Exit status: 0 success, 1 the answer is no (a vote not taken, a recording that was changed), 2 wrong use or broken input.`;

/** In the order of `--help`. Adding a command is one file and one entry here. */
const COMMANDS: readonly AddCommand[] = [
  addServe,
  addQuickstart,
  addApprovals,
  addSessions,
  addRecordings,
  addVerify,
  addTicket,
  addWhoami,
];

/** Runs one command line and gives its exit status. Messages go to stderr, results to stdout. */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  let status: ExitCode = EXIT.success;
  const program = new Command('policyd')
    .description('The hpol gateway: masks, blocks, asks for approval and records.')
    .version(VERSION, '--version', 'print the version')
    .helpOption('--help', 'print help')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(see policyd --help)')
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
  const isExpected = error instanceof CliFault || (error instanceof Error && EXPECTED.has(error.name));
  const label = isExpected ? 'error' : 'internal error, please report it';
  console.error(`${label}: ${error instanceof Error ? error.message : String(error)}`);
  if (!isExpected && process.env['HPOL_TRACE'] !== undefined) console.error(error);
  return EXIT.fault;
}

/** Faults of rooms whose message is written for the operator. */
const EXPECTED: ReadonlySet<string> = new Set(['StoreFault', 'RecordingFault', 'VaultFault', 'BundleFault']);
