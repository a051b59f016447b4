// `policyc lsp`: the language server, on stdin and stdout. It ends when the client says so or goes away.
import type { AddCommand } from './add-command.ts';

export const addLsp: AddCommand = (program) => {
  program
    .command('lsp')
    .description('language server for editors, on stdin and stdout')
    .option('--stdio', 'the only way there is; clients may name it')
    .option('--clientProcessId <pid>', 'end when this process does')
    .action(async () => {
      const { startLanguageServer } = await import('./editor/language-server.ts');
      startLanguageServer();
      // The exit status is that of the protocol: 0 after `shutdown`, else 1. The server ends the process itself.
      await new Promise<never>(() => undefined);
    });
};
