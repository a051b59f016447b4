// One door to every implementation of a decision: the reference interpreter, the OPA surface under the npm SDK, and the
// streaming surface. The surfaces run the same module bytes.
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { expect } from 'vitest';
import type { Decision } from '../../compiler/abi/decision.ts';
import { blockBecause } from '../../compiler/abi/event-fault.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { readBundle } from '../../compiler/abi/bundle.ts';
import { writeBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule } from '../../compiler/compile.ts';
import type { Program } from '../../lang/check/program.ts';
import { MODULE_FAULT_REASON } from '../../runtime/engine/decider.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { loadEngine } from '../../runtime/engine/load-engine.ts';
import { interpret, NoAnswer } from './interpreter.ts';

export interface Surfaces {
  readonly engine: Engine;
  /** The decision as the OPA surface gives it. */
  opa(event: PolicyEvent): Decision;
  /** All three must agree, to the byte of their JSON, or all fail; gives what they agree on. */
  agree(event: PolicyEvent): Decision;
}

const NO_ANSWER = blockBecause(MODULE_FAULT_REASON);

/** What the reference says, or null where it has no answer. */
function interpreted(program: Program, event: PolicyEvent): Decision | null {
  try {
    return interpret(program, event);
  } catch (error) {
    if (error instanceof NoAnswer) return null;
    throw error;
  }
}

/** `compiled` may be another program than the one that the reference interprets: a planted bug. */
export async function openSurfaces(program: Program, compiled: Program = program): Promise<Surfaces> {
  const bundle = writeBundle(compileModule(compiled));
  const engine = await loadEngine(bundle);
  const policy = await loadPolicy(readBundle(bundle).wasm);
  const opa = (event: PolicyEvent): Decision => {
    const results = policy.evaluate(event, `${program.name}/decision`) as readonly { readonly result: Decision }[];
    expect(results).toHaveLength(1);
    return results[0]!.result;
  };
  return {
    engine,
    opa,
    agree: (event) => {
      const wanted = interpreted(program, event);
      if (wanted === null) {
        expect(() => opa(event), 'OPA surface').toThrow(WebAssembly.RuntimeError);
        expect(engine.decide(event), 'streaming surface').toEqual(NO_ANSWER);
        return NO_ANSWER;
      }
      expect(JSON.stringify(engine.decide(event)), 'streaming surface').toBe(JSON.stringify(wanted));
      expect(JSON.stringify(opa(event)), 'OPA surface').toBe(JSON.stringify(wanted));
      return wanted;
    },
  };
}
