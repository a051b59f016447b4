// `policyd serve`: runs the gateway until SIGTERM or SIGINT; SIGHUP loads policy and identities again.
import { withConfig, type AddCommand, type ConfigOption } from './add-command.ts';
import { EXIT } from './exit-code.ts';

export const addServe: AddCommand = (program, finish) => {
  withConfig(program.command('serve'))
    .description('run the gateway; SIGHUP reloads policy and identities, SIGTERM ends it')
    .action(async (options: ConfigOption) => {
      const [{ openConfig }, { startPolicyd }] = await Promise.all([
        import('./open-config.ts'),
        import('./start-policyd.ts'),
      ]);
      const policyd = await startPolicyd(openConfig(options.config), { log });
      const { host, port } = policyd.addresses.postgres;
      log(`listening for PostgreSQL on ${host}:${port}`);
      process.on('SIGHUP', () => void reload(policyd));
      await ended();
      log('stopping');
      await policyd.stop();
      finish(EXIT.success);
    });
};

const log = (line: string): void => console.error(`policyd: ${line}`);

async function reload(policyd: { reload(): Promise<void> }): Promise<void> {
  try {
    await policyd.reload();
    log('policy and identities loaded again');
  } catch (error) {
    log(`not reloaded, what was in force stays: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const ended = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
