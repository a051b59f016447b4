// Keeps the policy of a gateway current: loads it at the start, on request and when polling finds another one, one load at a time. What
// cannot be used changes nothing.
import { admitPolicy, type AdmittedPolicy } from '../bundle/admit-policy.ts';
import { PolicyInForce } from '../bundle/policy-in-force.ts';
import { poll, serial } from '../bundle/poll.ts';
import { loadTrust } from '../bundle/verification-keys.ts';
import type { PolicydConfig } from '../config/config.ts';
import { reasonOf } from '../config/reason-of.ts';
import type { Engine } from '../engine/engine.ts';
import { loadSecretKey } from '../evidence/secret-key.ts';
import { CliFault } from './cli-fault.ts';
import { isSource, policySources, type ReadPolicy } from './policy-sources.ts';

export interface KeptPolicy {
  /** The policy in force. */
  engine(): Engine;
  /** Reads everything again. Rejects with CliFault, and then what was in force stays. */
  reload(): Promise<void>;
  stop(): void;
}

export interface KeepOptions {
  readonly log: (line: string) => void;
  readonly now?: () => number;
}

/** How often it is looked whether a warning about the end of use is due. */
const WARN_EVERY_MS = 60_000;

/** Rejects with CliFault. */
export async function keepPolicy(config: PolicydConfig, { log, now = Date.now }: KeepOptions): Promise<KeptPolicy> {
  const read = policySources(config, log);
  const stopped = new AbortController();
  const first = await read(stopped.signal).catch((error: unknown) => fail(config, error));
  let fingerprint = first.fingerprint;
  const inForce = new PolicyInForce(await admit(first, config, now), { onExpiry: config.bundle.onExpiry, now, log });

  const load = async (isForced: boolean): Promise<boolean> => {
    const found = await read(stopped.signal).catch((error: unknown) => fail(config, error));
    if (!isForced && found.fingerprint === fingerprint) return false;
    const policy = await admit(found, config, now);
    if (stopped.signal.aborted) return false;
    inForce.put(policy);
    fingerprint = found.fingerprint;
    return true;
  };

  const oneAtATime = serial();
  poll(config.bundle.pollMs, {
    log,
    stopped: stopped.signal,
    load: () => oneAtATime(() => load(false)),
  });
  const warning = setInterval(() => inForce.warn(), WARN_EVERY_MS).unref();
  return {
    engine: () => inForce.engine(),
    reload: async () => void (await oneAtATime(() => load(true))),
    stop: () => {
      stopped.abort();
      clearInterval(warning);
    },
  };
}

/** Everything that can be wrong with the policy is found here; only then is it remembered as accepted. */
async function admit(found: ReadPolicy, config: PolicydConfig, now: () => number): Promise<AdmittedPolicy> {
  const { keys, scope } = config.bundle;
  try {
    const trust = keys.length === 0 ? null : loadTrust(keys, scope);
    if (trust !== null && isSource(config.policy))
      throw new Error('a .hpol file is not signed; build a bundle and sign it');
    const policy = await admitPolicy(found, { trust, state: config.state, now });
    policy.engine.setKey(loadSecretKey(config.state, 'pseudonym-key'));
    policy.accept();
    return policy;
  } catch (error) {
    return fail(config, error);
  }
}

function fail({ policy }: PolicydConfig, error: unknown): never {
  if (error instanceof CliFault) throw error;
  // The words of a source begin with its place.
  const reason = reasonOf(error);
  const message = reason.startsWith(`${policy}: `) ? reason : `${policy}: ${reason}`;
  throw new CliFault(`cannot load the policy ${message}`, { cause: error });
}
