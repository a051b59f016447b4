// The event that `policyc eval --input` decides on.
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { CliFault } from './cli-fault.ts';
import { readJson } from './files.ts';

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the file; `name` must agree with its `event` key where both are given. What else is wrong with it is the module's to say. */
export async function readEvent(path: string, name: string | undefined): Promise<PolicyEvent> {
  const value = readJson(path);
  if (!isObject(value)) throw new CliFault(`\`${path}\` is not an event: it must be a JSON object`);
  const said = value['event'];
  if (name !== undefined && said !== undefined && said !== name)
    throw new CliFault(`\`${path}\` is not a \`${name}\`: its \`event\` key says otherwise`);
  const event = name ?? said;
  if (typeof event !== 'string') throw new CliFault(`\`${path}\` does not say which event it is; give --event NAME`);
  await demandKnown(event);
  return { ...(value as PolicyEvent), event };
}

async function demandKnown(name: string): Promise<void> {
  const { EVENTS } = await import('../../lang/vocabulary/registry.ts');
  const names = EVENTS.map((event) => event.name);
  if (names.includes(name)) return;
  const { didYouMean } = await import('../../lang/diagnostics/did-you-mean.ts');
  throw new CliFault(
    `there is no event \`${name}\`; ${didYouMean(name, names) ?? `known events are ${names.join(', ')}`}`,
  );
}
