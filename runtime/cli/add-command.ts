// How a command joins the program, and the options that several commands share.
import type { Command } from 'commander';
import type { ExitCode } from './exit-code.ts';

/** Adds one command; its action hands the exit status to `finish`, or throws a CliFault. */
export type AddCommand = (program: Command, finish: (status: ExitCode) => void) => void;

export interface ConfigOption {
  readonly config: string;
}

export const withConfig = (command: Command): Command =>
  command.option('-c, --config <file>', 'the configuration', 'policyd.yaml');
