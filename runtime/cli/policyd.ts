// The program `policyd`. See command-line.ts for what it can do.
import { EXIT } from './exit-code.ts';
import { runCommandLine } from './command-line.ts';

// A reader that stops early, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : EXIT.fault));
process.exitCode = await runCommandLine(process.argv.slice(2));
