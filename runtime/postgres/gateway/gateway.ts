// The PostgreSQL gateway: one listening socket, one Connection per client.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { CancelRegistry } from './cancel-registry.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import type { GatewayOptions, GatewayServices } from './services.ts';

export interface Gateway {
  readonly host: string;
  readonly port: number;
  /** Ends every session with a clear error and stops listening. */
  stop(): Promise<void>;
}

const LOGIN_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 60_000;

/** Rejects when the address cannot be used: the error's `code` is Node's, such as EADDRINUSE. */
export async function createGateway(services: GatewayServices, options: GatewayOptions): Promise<Gateway> {
  const connections = new Set<Connection>();
  const shared: ConnectionOptions = {
    services,
    cancels: new CancelRegistry(),
    secureContext: options.tls && createSecureContext({ ...options.tls, minVersion: 'TLSv1.2' }),
    maxFrontendBytes: options.maxFrontendBytes,
    loginTimeoutMs: options.loginTimeoutMs ?? LOGIN_TIMEOUT_MS,
  };
  const server = createServer(
    { noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS },
    (socket: Socket) => {
      const connection: Connection = new Connection(socket, shared, () => connections.delete(connection));
      connections.add(connection);
    },
  );
  const port = await listen(server, options);
  return {
    host: options.host,
    port,
    stop: () => {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      for (const connection of connections) connection.shutDown();
      return closed;
    },
  };
}

function listen(server: Server, { host, port }: GatewayOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
