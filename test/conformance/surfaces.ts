// One door to every engine at once: they answer alike, to the byte of their JSON, or the test fails.
import { expect } from 'vitest';
import type { Decision } from '../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { Program } from '../../lang/program/program.ts';
import { OPA, REFERENCE, STREAMING } from './engines.ts';

export interface Surfaces {
  /** Gives what all engines agree on. */
  agree(event: PolicyEvent): Decision;
}

export async function openSurfaces(program: Program): Promise<Surfaces> {
  const reference = await REFERENCE.open(program);
  const surfaces = await Promise.all(
    [STREAMING, OPA].map(async ({ name, open }) => ({ name, decide: await open(program) })),
  );
  return {
    agree: (event) => {
      const wanted = reference(event);
      const text = JSON.stringify(wanted);
      for (const { name, decide } of surfaces) {
        expect(`${name}: ${JSON.stringify(decide(event))}`).toBe(`${name}: ${text}`);
      }
      return wanted;
    },
  };
}
