// An hpol policy with Rego policies beside it, as one engine: the gateway asks once and gets the combined decision.
import { createHash } from 'node:crypto';
import type { Decision } from '../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { Transform } from '../../lang/vocabulary/transforms.ts';
import { combineDecisions } from './combine-decisions.ts';
import type { Engine } from './engine.ts';
import type { RegoNames } from './rego-decision.ts';
import type { RegoPolicy } from './rego-policy.ts';
import { parseTransform } from './transform-text.ts';

/** `metadata` lists more transforms as the Rego policies come to use them, since enforcement looks them up by their text. */
export function combineEngines(engine: Engine, policies: readonly RegoPolicy[]): Engine {
  const members = engine.metadata.members.map(({ name }) => name);
  const transforms: Transform[] = [...engine.metadata.transforms];
  const listed = new Set<string>();

  const list = (text: string): void => {
    if (listed.has(text)) return;
    listed.add(text);
    const transform = parseTransform(text);
    if (transform !== null) transforms.push(transform);
  };

  const decide = (event: PolicyEvent): Decision => {
    const others = policies.map((policy) => policy.decide(event));
    for (const { masks } of others) for (const { transform } of masks) list(transform);
    return combineDecisions(engine.decide(event), others, members);
  };

  return {
    ...engine,
    // A Rego policy may look at `input.now` at any time, which nobody can tell from its module.
    metadata: { ...engine.metadata, transforms, clock: { ...engine.metadata.clock, isRead: true } },
    digest: digestOf(engine, policies),
    decide,
  };
}

/** Over all parts and their order: another bundle or entrypoint is another policy. */
const digestOf = (engine: Engine, policies: readonly RegoPolicy[]): string =>
  createHash('sha256')
    .update(JSON.stringify([engine.digest, ...policies.map(({ entrypoint, digest }) => [entrypoint, digest])]))
    .digest('hex');

/** What a Rego policy may name, from the policy that it stands beside. */
export const regoNames = ({ metadata }: Engine, entrypoint: string): RegoNames => ({
  entrypoint,
  members: new Set(metadata.members.map(({ name }) => name)),
  hasDetectors: metadata.members.some(({ hasDetector }) => hasDetector),
});
