// The policy that decides now, and what becomes of it when its time is over: from then on new statements are blocked, unless the
// configuration says that it stays. Operators hear of the end long before.
import { blockBecause } from '../../compiler/abi/event-fault.ts';
import type { Engine } from '../engine/engine.ts';
import type { AdmittedPolicy } from './admit-policy.ts';

export type OnExpiry = 'block' | 'keep';

export interface PolicyInForceOptions {
  readonly onExpiry: OnExpiry;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long before the end a warning is due. */
const WARNINGS: readonly (readonly [ms: number, words: string])[] = [
  [7 * DAY_MS, '7 days'],
  [DAY_MS, '24 hours'],
  [HOUR_MS, 'one hour'],
];

interface InForce {
  readonly engine: Engine;
  /** Another engine, so that nothing that was decided before is used again. */
  readonly expired: Engine;
  readonly notAfter: number | null;
}

export class PolicyInForce {
  readonly #options: PolicyInForceOptions;
  #current: InForce;
  /** The number of warnings that were given, the one at the end included. */
  #warned = 0;

  constructor(policy: AdmittedPolicy, options: PolicyInForceOptions) {
    this.#options = options;
    this.#current = inForce(policy);
    this.warn();
  }

  put(policy: AdmittedPolicy): void {
    this.#current = inForce(policy);
    this.#warned = 0;
    this.warn();
  }

  engine(): Engine {
    const { engine, expired, notAfter } = this.#current;
    return this.#options.onExpiry === 'block' && notAfter !== null && this.#options.now() > notAfter ? expired : engine;
  }

  /** Logs what is due. Called now and then. */
  warn(): void {
    const { notAfter } = this.#current;
    if (notAfter === null) return;
    const left = notAfter - this.#options.now();
    const due = WARNINGS.filter(([ms]) => left <= ms).length + (left < 0 ? 1 : 0);
    if (due <= this.#warned) return;
    this.#warned = due;
    this.#options.log(this.#warning(left, new Date(notAfter).toISOString()));
  }

  #warning(left: number, end: string): string {
    if (left < 0) {
      const what =
        this.#options.onExpiry === 'block' ? 'new statements are blocked' : 'it stays in force, as configured';
      return `the policy was for use until ${end}, which is over: ${what}; load a newer release`;
    }
    const within = WARNINGS.filter(([ms]) => left <= ms).at(-1)?.[1] ?? '';
    return `the policy is for use until ${end}, which is within ${within}; load a newer release before`;
  }
}

const inForce = ({ engine, notAfter }: AdmittedPolicy): InForce => ({
  engine,
  expired: { ...engine, decide: () => blockBecause(expiredReason(notAfter ?? 0)) },
  notAfter,
});

const expiredReason = (notAfter: number): string =>
  `the policy of this gateway was for use until ${new Date(notAfter).toISOString()}, which is over; whoever runs it has to load a newer one`;
