// `policyc explain CODE`: the page of a diagnostic.
import type { AddCommand } from './add-command.ts';
import { CliFault } from './cli-fault.ts';
import { pageCodes, readPage } from './code-pages.ts';
import { EXIT } from './exit-code.ts';

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
  const codes = pageCodes();
  if (codes.includes(code)) return readPage(code);
  const { didYouMean } = await import('../../lang/diagnostics/did-you-mean.ts');
  const hint = didYouMean(code, codes) ?? `codes look like ${codes[0] ?? 'HPOL2003'}`;
  throw new CliFault(`there is no diagnostic \`${code}\`; ${hint}`);
}
