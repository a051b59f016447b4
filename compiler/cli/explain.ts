// `policyc explain CODE`: the page of a diagnostic.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AddCommand } from './add-command.ts';
import { CliFault } from './cli-fault.ts';
import { EXIT } from './exit-code.ts';

const PAGES = join(import.meta.dirname, '../../docs/codes');

export const addExplain: AddCommand = (program, finish) => {
  program
    .command('explain')
    .description('print what a diagnostic means and what to do about it')
    .argument('<code>', 'such as HPOL2003')
    .action(async (code: string) => {
      process.stdout.write(await explain(code.toUpperCase()));
      finish(EXIT.success);
    });
};

async function explain(code: string): Promise<string> {
  const codes = readdirSync(PAGES).flatMap((name) => /^(HPOL\d{4})\.md$/.exec(name)?.[1] ?? []);
  if (codes.includes(code)) return readFileSync(join(PAGES, `${code}.md`), 'utf8');
  const { didYouMean } = await import('../../lang/diagnostics/did-you-mean.ts');
  const hint = didYouMean(code, codes) ?? `codes look like ${codes[0] ?? 'HPOL2003'}`;
  throw new CliFault(`there is no diagnostic \`${code}\`; ${hint}`);
}
