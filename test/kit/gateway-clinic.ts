// Test support: a real PostgreSQL with a table of people, a gateway in front of it, and clients that sign in.
import { Client, type ClientConfig } from 'pg';
import { WireClient } from './wire-client.ts';
import {
  startEmbeddedPostgres,
  type EmbeddedOptions,
  type EmbeddedPostgres,
} from '../../runtime/postgres/embedded/embedded-server.ts';
import { createGateway, type Gateway } from '../../runtime/postgres/gateway/gateway.ts';
import type { GatewayOptions, GatewayServices, Target } from '../../runtime/postgres/gateway/services.ts';
import { testServices, testTarget, type TestServices } from '../../runtime/postgres/gateway/testing.ts';

export interface Clinic {
  readonly server: EmbeddedPostgres;
  readonly gateway: Gateway;
  readonly services: TestServices;
  connect(user: string, options?: ClientConfig): Promise<Client>;
  wire(user: string): Promise<WireClient>;
  stop(): Promise<void>;
}

export interface ClinicOptions {
  readonly services?: Partial<GatewayServices>;
  readonly gateway?: Partial<GatewayOptions>;
  readonly server?: EmbeddedOptions;
  readonly target?: Partial<Target>;
}

const PEOPLE = `CREATE TABLE people (id int PRIMARY KEY, name text, ssn text UNIQUE);
  INSERT INTO people SELECT n, 'name ' || n, '900-00-' || lpad(n::text, 4, '0') FROM generate_series(1, 1000) n`;

export async function startClinic(options: ClinicOptions = {}): Promise<Clinic> {
  const server = await startEmbeddedPostgres(options.server);
  const owner = new Client(server.url);
  await owner.connect();
  await owner.query(PEOPLE);
  await owner.end();
  const credential = { user: server.superuser, password: { reveal: () => server.password } };
  const target = testTarget({ port: server.port, credential: () => Promise.resolve(credential), ...options.target });
  const services = testServices({ target: (name) => (name === 'clinic' ? target : undefined), ...options.services });
  const gateway = await createGateway(services, { host: '127.0.0.1', port: 0, tls: null, ...options.gateway });
  return {
    server,
    gateway,
    services,
    connect: async (user, config = {}) => {
      const client = new Client({
        host: '127.0.0.1',
        port: gateway.port,
        user,
        password: `ticket-${user}`,
        database: 'clinic',
        ...config,
      });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    wire: (user) =>
      WireClient.signIn(
        { host: '127.0.0.1', port: gateway.port },
        { user, database: 'clinic', password: `ticket-${user}` },
      ),
    stop: async () => {
      await gateway.stop();
      await server.stop();
    },
  };
}
