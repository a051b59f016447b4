// `policyd quickstart`, which is what `npm start` runs: brings the clinic up, prints commands to paste, waits for
// Ctrl-C, and leaves nothing behind.
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { LOOPBACK } from '../../postgres/embedded/free-port.ts';
import { startClinicHouse } from './clinic-house.ts';
import { welcome } from './welcome.ts';

export interface QuickstartOptions {
  readonly port: number;
}

/** Fails early, before anything is started, when the gateway could not listen. */
function refuseTakenPort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'is in use' : `cannot be used: ${cause.message}`;
      reject(new QuickstartFault(`port ${port} ${why}; choose another with --port N`, { cause }));
    });
    probe.listen(port, LOOPBACK, () => probe.close(() => resolve()));
  });
}

/** Something that the user can put right; its message says how. */
export class QuickstartFault extends Error {
  override readonly name = 'QuickstartFault';
}

const isInPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });

function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

/** Runs until a signal asks it to stop. Throws QuickstartFault when it cannot start. */
export async function runQuickstart({ port }: QuickstartOptions): Promise<void> {
  await refuseTakenPort(port);
  const stopped = stopRequest();
  console.error('Starting PostgreSQL 18 and the gateway …');
  const house = await startClinicHouse({ port });
  console.log(welcome(house, { policyd: 'node bin/policyd', hasPsql: isInPath('psql') }));
  await stopped;
  console.error('\nStopping …');
  await house.stop();
  console.error('Everything is stopped and removed.');
}
