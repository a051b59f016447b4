// The lineage oracle over the first world, and what it prints.
import { Client } from 'pg';
import { checkOracle, type OracleScore } from './check-oracle.ts';
import { withHouse } from './run-suite.ts';
import type { Server } from './servers.ts';
import { DATABASE } from './world/people.ts';

export interface OracleOptions {
  readonly queries: number;
  /** Of the first query; each next one has the next seed. */
  readonly seed: number;
}

export const runOracle = (server: Server, { queries, seed }: OracleOptions): Promise<OracleScore> =>
  withHouse(server, async ({ worlds: [{ postgres }] }) => {
    const { host, port, superuser: user, password } = postgres;
    const client = new Client({ host, port, user, password, database: DATABASE });
    await client.connect();
    try {
      return await checkOracle(
        client,
        Array.from({ length: queries }, (_, index) => seed + index),
      );
    } finally {
      await client.end();
    }
  });

export const oracleReport = ({ checked, unanalyzed, rejected, findings }: OracleScore): string =>
  [
    `oracle: ${checked} queries checked, ${findings.length} disagreements; ${unanalyzed} not analysed, ${rejected} rejected by the server`,
    ...findings.map(
      ({ seed, sql, missing, misread }) =>
        `ORACLE  seed ${seed}: missing ${missing.join(', ')}; misread ${misread.join(', ')}\n        ${sql}`,
    ),
  ].join('\n');
