// How a command joins the program.
import type { Command } from 'commander';
import type { ExitCode } from './exit-code.ts';

/** Adds one command; its action hands the exit status to `finish`, or throws a CliFault. */
export type AddCommand = (program: Command, finish: (status: ExitCode) => void) => void;
