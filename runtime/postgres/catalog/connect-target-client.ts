// A connection of the gateway itself to a target, to read its catalog. TLS is what the target's configuration says.
import type { TargetCredential } from '../gateway/services.ts';
import { PgClient } from './pg-client.ts';

export interface TargetAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** `ca` is PEM text. */
  readonly tls: { readonly mode: 'disable' | 'prefer' | 'require'; readonly ca: string | null };
}

const TIMEOUT_MS = 10_000;
const NO_TLS = 'The server does not support SSL connections';

/** Rejects with the driver's error. */
export async function connectTargetClient(address: TargetAddress, credential: TargetCredential): Promise<PgClient> {
  const { mode, ca } = address.tls;
  if (mode === 'disable') return connect(address, credential, false);
  try {
    return await connect(address, credential, ca === null ? { rejectUnauthorized: false } : { ca });
  } catch (error) {
    if (mode === 'prefer' && error instanceof Error && error.message === NO_TLS)
      return connect(address, credential, false);
    throw error;
  }
}

type Tls = false | { readonly rejectUnauthorized: boolean } | { readonly ca: string };

async function connect(
  { host, port, database }: TargetAddress,
  credential: TargetCredential,
  tls: Tls,
): Promise<PgClient> {
  const client = new PgClient({
    host,
    port,
    database,
    user: credential.user,
    password: credential.password.reveal(),
    ssl: tls,
    application_name: 'policyd catalog',
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  // A connection that dies between queries would otherwise end the process; the next query reports it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
