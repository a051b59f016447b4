// The whole product around the synthetic clinic, for suites: real PostgreSQL, real policy, real gateway, real
// clients. One house per test file; it stops with the file.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { startClinicHouse, type ClinicHouse, type HouseOptions } from '../../runtime/cli/quickstart/clinic-house.ts';
import { syntheticClinic } from '../../runtime/cli/quickstart/clinic.ts';
import type { Person } from '../../runtime/cli/quickstart/people.ts';
import { readRecording } from '../../runtime/recording/read-recording.ts';
import type { WholeRecord } from '../../runtime/recording/records.ts';
import { run, type Ended, type RunOptions } from './programs.ts';
import { Sweep } from './sweep.ts';
import { WireClient } from './wire-client.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SUFFIX = '.hrec.jsonl';

/** Enough patients for a bulk rule to fire, few enough to search every byte for each of them. */
export const PATIENTS = 120;

/** Runs a program of this repository as a user would. */
export const policyd = (programArguments: readonly string[], options?: RunOptions): Promise<Ended> =>
  run(process.execPath, [join(ROOT, 'bin/policyd'), ...programArguments], options);
export const policyc = (programArguments: readonly string[], options?: RunOptions): Promise<Ended> =>
  run(process.execPath, [join(ROOT, 'bin/policyc'), ...programArguments], options);

export class TestClinic {
  readonly house: ClinicHouse;
  readonly sweep: Sweep;
  readonly #clients: Client[] = [];

  private constructor(house: ClinicHouse) {
    this.house = house;
    this.sweep = new Sweep(house.clinic.patients);
  }

  static async start(options: HouseOptions = {}): Promise<TestClinic> {
    return new TestClinic(await startClinicHouse({ clinic: syntheticClinic(PATIENTS), ...options }));
  }

  login(user: Person): ClientConfig & { user: string; password: string; database: string } {
    const { gateway, target, tickets } = this.house;
    return { host: gateway.host, port: gateway.port, user, password: tickets[user], database: target };
  }

  /** A node-postgres client through the gateway; it ends with the house at the latest. */
  async connect(user: Person, config: ClientConfig = {}): Promise<Client> {
    const client = new Client({ ...this.login(user), ...config });
    client.on('error', () => undefined);
    await client.connect();
    this.#clients.push(client);
    return client;
  }

  /** A client through the gateway that keeps every byte. */
  wire(user: Person): Promise<WireClient> {
    return WireClient.signIn(this.house.gateway, this.login(user));
  }

  /** A client that goes around the gateway, as the superuser. */
  async direct(): Promise<Client> {
    const { host, port, superuser, password } = this.house.postgres;
    const client = new Client({ host, port, user: superuser, password, database: this.house.target });
    await client.connect();
    this.#clients.push(client);
    return client;
  }

  /** `policyd approvals …` as somebody, over the house's store. */
  approvals(user: Person, ...rest: readonly string[]): Promise<Ended> {
    return policyd(['approvals', ...rest, '-c', this.house.config], {
      env: { POLICYD_TICKET: this.house.tickets[user] },
    });
  }

  recordingPaths(): readonly string[] {
    const names = readdirSync(this.house.recordings).filter((name) => name.endsWith(SUFFIX));
    return names.sort().map((name) => join(this.house.recordings, name));
  }

  /** Records of the sessions of one user, oldest session first; ended sessions and live ones. */
  records(user: Person): readonly WholeRecord[] {
    const sessions = this.recordingPaths().map((path) => [...readRecording(path)]);
    return sessions
      .filter(([first]) => first?.kind === 'session.open' && first.identity.user === user)
      .sort(([a], [b]) => (a?.at ?? '').localeCompare(b?.at ?? ''))
      .flat();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.end().catch(() => undefined)));
    await this.house.stop();
  }
}

/** Waits for a condition instead of a time. */
export async function until<T>(find: () => T | Promise<T>, what: string, withinMs = 15_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come true in ${withinMs} ms`);
    await new Promise((settle) => setTimeout(settle, 50));
  }
}
