// Finds a TCP port on the loopback address that nobody listens on right now.
import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** The port may be taken by the time it is used: callers that can, try again. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('the system gave no port'));
        else resolve(address.port);
      });
    });
  });
}
