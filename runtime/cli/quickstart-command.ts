// `policyd quickstart`: the whole product on one machine with synthetic patients; `npm start` runs it.
import { InvalidArgumentError } from 'commander';
import type { AddCommand } from './add-command.ts';
import { CliFault } from './cli-fault.ts';
import { EXIT } from './exit-code.ts';

const DEFAULT_PORT = '6432';

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('a port is a number from 1 to 65535.');
  return port;
}

export const addQuickstart: AddCommand = (program, finish) => {
  program
    .command('quickstart')
    .description('try it: PostgreSQL with synthetic patients, a policy, four identities and the gateway')
    .option('--port <number>', 'port of the gateway', portOf, portOf(DEFAULT_PORT))
    .action(async (options: { readonly port: number }) => {
      const { QuickstartFault, runQuickstart } = await import('./quickstart/quickstart.ts');
      try {
        await runQuickstart(options);
      } catch (error) {
        if (error instanceof QuickstartFault) throw new CliFault(error.message, { cause: error });
        throw error;
      }
      finish(EXIT.success);
    });
};
