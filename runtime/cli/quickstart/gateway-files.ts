// The files of a gateway before one local server: policyd.yaml and what it refers to, with a store and recordings in the same folder.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOOPBACK } from '../../postgres/embedded/free-port.ts';

export interface GatewayPlan {
  /** Everything lies in it; it exists. */
  readonly folder: string;
  /** A policy file or bundle. */
  readonly policy: string;
  readonly gatewayPort: number;
  /** The name that clients give as the database. */
  readonly target: string;
  readonly database: { readonly port: number; readonly name: string; readonly user: string; readonly password: string };
  /** Entries of an identities file. */
  readonly identities: readonly object[];
  readonly labels?: { readonly [name: string]: string };
}

/** Writes the files, readable by nobody else; gives the path of policyd.yaml. JSON is YAML, and needs no care about quoting. */
export function writeGatewayFiles(plan: GatewayPlan): string {
  const { folder, policy, gatewayPort, target, database, labels } = plan;
  const write = (name: string, value: string): string => {
    const path = join(folder, name);
    writeFileSync(path, value, { mode: 0o600 });
    return path;
  };
  const password = write(`${target}-password`, database.password);
  const identities = write('identities.yaml', JSON.stringify(plan.identities, null, 2));
  const config = {
    policy,
    listen: { postgres: { address: LOOPBACK, port: gatewayPort } },
    targets: {
      [target]: {
        protocol: 'postgres',
        address: `${LOOPBACK}:${database.port}`,
        database: database.name,
        credential: { user: database.user, password: `file:${password}` },
        ...(labels === undefined ? {} : { labels }),
      },
    },
    identities,
    store: `sqlite:${join(folder, 'state', 'policyd.db')}`,
    recordings: { folder: join(folder, 'recordings') },
  };
  return write('policyd.yaml', `${JSON.stringify(config, null, 2)}\n`);
}
