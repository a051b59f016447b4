// `policyc init`: a small policy project that passes its own tests. It never overwrites a file.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AddCommand } from './add-command.ts';
import { CliFault } from './cli-fault.ts';
import { EXIT } from './exit-code.ts';
import { writeWhole } from './files.ts';
import { INITIAL_FILES } from './initial-files.ts';

export const addInit: AddCommand = (program, finish) => {
  program
    .command('init')
    .description('write a small policy project that passes its own tests')
    .argument('[dir]', 'where to', '.')
    .action((folder: string) => {
      init(folder);
      finish(EXIT.success);
    });
};

function init(folder: string): void {
  const files = Object.entries(INITIAL_FILES).map(([name, text]) => ({ path: join(folder, name), text }));
  const there = files.find(({ path }) => existsSync(path));
  if (there) throw new CliFault(`\`${there.path}\` exists already; init writes only where nothing is overwritten`);
  for (const { path, text } of files) {
    writeWhole(path, text);
    console.log(path);
  }
  console.error(`\nnext: policyc test ${folder}`);
}
