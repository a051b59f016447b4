// Every implementation of a decision, behind one interface: the reference interpreter, the OPA surface under the npm SDK, and
// the streaming surface as the gateway runs it. The two surfaces run the same module bytes.
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { readBundle } from '../../compiler/abi/bundle.ts';
import type { Decision } from '../../compiler/abi/decision.ts';
import { blockBecause } from '../../compiler/abi/event-fault.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { writeBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule } from '../../compiler/compile.ts';
import type { Program } from '../../lang/program/program.ts';
import { MODULE_FAULT_REASON } from '../../runtime/engine/decider.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';
import { interpret, NoAnswer } from './interpreter.ts';

export type EngineName = 'reference' | 'opa' | 'streaming';

/** Decides by one policy. Where no decision can be right it gives NO_ANSWER and never throws. */
export type Decide = (event: PolicyEvent) => Decision;

export interface ConformanceEngine {
  readonly name: EngineName;
  readonly open: (program: Program) => Promise<Decide>;
}

/** What must happen where the event lacks what a rule asks for: the host blocks. */
export const NO_ANSWER: Decision = blockBecause(MODULE_FAULT_REASON);

const bundles = new WeakMap<Program, Uint8Array>();

/** The bundle of a program, compiled once. */
export function bundleOf(program: Program): Uint8Array {
  const bundle = bundles.get(program) ?? writeBundle(compileModule(program));
  bundles.set(program, bundle);
  return bundle;
}

export const REFERENCE: ConformanceEngine = {
  name: 'reference',
  open: (program) =>
    Promise.resolve((event) => {
      try {
        return interpret(program, event);
      } catch (error) {
        if (error instanceof NoAnswer) return NO_ANSWER;
        throw error;
      }
    }),
};

/** A module under the SDK with its default memory. */
export interface OpaHost {
  /** A trap is a block. */
  readonly decide: Decide;
  readonly memoryBytes: () => number;
}

export async function openOpa(wasm: Uint8Array<ArrayBuffer>, entrypoint: string): Promise<OpaHost> {
  const policy = await loadPolicy(wasm);
  const { mem } = policy as unknown as { readonly mem: WebAssembly.Memory };
  const decide: Decide = (event) => {
    try {
      const results = policy.evaluate(event, entrypoint) as readonly { readonly result: Decision }[];
      const [first] = results;
      if (first === undefined || results.length !== 1) throw new Error(`the SDK gave ${results.length} results`);
      return first.result;
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) return NO_ANSWER;
      throw error;
    }
  };
  return { decide, memoryBytes: () => mem.buffer.byteLength };
}

export const openOpaOf = (program: Program): Promise<OpaHost> =>
  openOpa(readBundle(bundleOf(program)).wasm, `${program.name}/decision`);

export const OPA: ConformanceEngine = {
  name: 'opa',
  open: async (program) => (await openOpaOf(program)).decide,
};

export const STREAMING: ConformanceEngine = {
  name: 'streaming',
  open: async (program) => {
    const engine = await loadEngine(bundleOf(program));
    return (event) => engine.decide(event);
  },
};

export const ENGINES: readonly ConformanceEngine[] = [REFERENCE, OPA, STREAMING];

/** Cases that an engine may answer otherwise, as `ENGINE: FILE: CASE`. A test holds this list empty. */
export const EXCEPTIONS: readonly string[] = [];
