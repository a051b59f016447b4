// `policyd whoami`: the identity that a ticket proves, as decisions would see it.
import { actingIdentity } from './acting-identity.ts';
import { withConfig, type AddCommand, type ConfigOption } from './add-command.ts';
import { EXIT } from './exit-code.ts';
import { openConfig, openIdentities } from './open-config.ts';

export const addWhoami: AddCommand = (program, finish) => {
  withConfig(program.command('whoami'))
    .description('the identity that the ticket in POLICYD_TICKET proves')
    .requiredOption('--as <user>', 'the user to sign in as')
    .action((options: ConfigOption & { readonly as: string }) => {
      const identity = actingIdentity(openIdentities(openConfig(options.config)), options.as);
      if (identity === null) console.error(`error: POLICYD_TICKET does not hold the ticket of ${options.as}`);
      else console.log(JSON.stringify(identity, null, 2));
      finish(identity === null ? EXIT.no : EXIT.success);
    });
};
