// `policyd recordings …`: the recordings themselves; `play` shows a session as its client saw it, with every decision beside it.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { withConfig, type AddCommand, type ConfigOption } from './add-command.ts';
import { EXIT } from './exit-code.ts';
import { openConfig } from './open-config.ts';
import { playRecording } from './play-recording.ts';
import { findRecording, readableRecords, recordingsIn, summarize } from './recording-files.ts';
import { printTable } from './table.ts';

const DEFAULT_ROWS = 20;

function rowsOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('give a number of rows.');
  return Number(text);
}

export const addRecordings: AddCommand = (program, finish) => {
  const recordings = program.command('recordings').description('recordings of sessions');
  withConfig(recordings.command('list'))
    .description('every recording, oldest day first')
    .action((options: ConfigOption) => {
      const rows = recordingsIn(openConfig(options.config).recordings).map((path) => {
        const summary = summarize(path);
        return [
          basename(path),
          summary?.opened.identity.user ?? '',
          summary?.closed ? 'closed' : 'open',
          String(statSync(path).size),
        ];
      });
      console.log(
        rows.length === 0 ? 'there are no recordings' : printTable(['recording', 'user', 'state', 'bytes'], rows),
      );
      finish(EXIT.success);
    });
  withConfig(recordings.command('show'))
    .description('the records of one, a line each, as JSON')
    .argument('<recording>', 'a file, its name, or a session id')
    .action((name: string, options: ConfigOption) => {
      const path = locate(name, options);
      for (const record of readableRecords(path)) console.log(JSON.stringify(record));
      finish(EXIT.success);
    });
  withConfig(recordings.command('play'))
    .description('statements with their decisions, and the rows that the client got')
    .argument('<recording>', 'a file, its name, or a session id')
    .option('--rows <number>', 'rows shown of each result', rowsOf, DEFAULT_ROWS)
    .action((name: string, options: ConfigOption & { readonly rows: number }) => {
      const path = locate(name, options);
      for (const text of playRecording(readableRecords(path), options.rows)) console.log(text);
      finish(EXIT.success);
    });
};

/** A file that is there needs no configuration. */
function locate(name: string, options: ConfigOption): string {
  if (statSync(name, { throwIfNoEntry: false })?.isFile() === true) return name;
  return findRecording(openConfig(options.config).recordings, name);
}
