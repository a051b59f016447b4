// The function behind hpol_explain: writes one byte for each atom of the policy, whether it holds for the event at hand.
import { ATOM_STATE } from '../abi/explain.ts';
import type { AtomCode, EventCode } from '../ir/policy-ir.ts';
import { fillMemory, I32, NONE, parameters, type Code } from './binaryen.ts';
import { defineByEvent } from './emit-events.ts';
import { emitExpression, type EmitContext } from './emit-expression.ts';
import type { StaticData } from './static-data.ts';

/** A long function compiles slowly. */
const ATOMS_IN_A_FUNCTION = 64;

/** Defines `policy_explain(record)`. `contexts` are those of the events. */
export function defineExplain(
  events: readonly EventCode[],
  contexts: readonly EmitContext[],
  { atoms, data }: { readonly atoms: number; readonly data: StaticData },
): void {
  const [first] = contexts;
  if (first === undefined) throw new Error('a vocabulary without events');
  const states = data.reserve(atoms);
  const { module } = first;
  const names = events.map((event, number) => {
    const context = contexts[number] ?? first;
    const name = context.nameFunction('policy_explain_event');
    const body = module.block(
      null,
      [
        fillMemory(module, { at: states, length: atoms, byte: ATOM_STATE.unasked }),
        ...chunksOf(event.atoms).map((chunk) => emitChunk(chunk, states, context)),
        module.i32.const(states),
      ],
      I32,
    );
    module.addFunction(name, I32, I32, [], body);
    return name;
  });
  defineByEvent(module, 'policy_explain', { names, parameters: [I32], result: I32 });
}

function chunksOf(atoms: readonly AtomCode[]): readonly (readonly AtomCode[])[] {
  const count = Math.ceil(atoms.length / ATOMS_IN_A_FUNCTION);
  return Array.from({ length: count }, (_, index) =>
    atoms.slice(index * ATOMS_IN_A_FUNCTION, (index + 1) * ATOMS_IN_A_FUNCTION),
  );
}

/** Calls a function that writes the states of some atoms. */
function emitChunk(atoms: readonly AtomCode[], states: number, context: EmitContext): Code {
  const { module } = context;
  const name = context.nameFunction('policy_explain_atoms');
  const body = atoms.map(({ atom, condition, isAnswerable }) => {
    const holds = emitExpression(condition, context);
    const state = module.if(emitExpression(isAnswerable, context), holds, module.i32.const(ATOM_STATE.unknown));
    return emitState(states + atom, state, context);
  });
  module.addFunction(name, parameters([I32]), NONE, [], module.block(null, body));
  return module.call(name, [module.local.get(0, I32)], NONE);
}

const emitState = (address: number, state: Code, { module }: EmitContext): Code =>
  module.i32.store8(0, 1, module.i32.const(address), state);
