// The function behind hpol_explain: writes one byte for each atom of the policy, whether it holds for the event at hand.
import { ATOM_STATE } from '../abi/explain.ts';
import { EVENT } from '../abi/records.ts';
import type { AtomCode, EventCode } from '../ir/policy-ir.ts';
import { defineHook, fillMemory, I32, NONE, parameters, type Code } from './binaryen.ts';
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
  const { module } = first;
  const { i32, local } = module;
  const states = data.reserve(atoms);
  const ofEvents = events.flatMap((event, number) => {
    if (event.atoms.length === 0) return [];
    const chunks = chunksOf(event.atoms).map((chunk) => emitChunk(chunk, states, contexts[number] ?? first));
    const isEvent = i32.eq(i32.load(EVENT.at.number, 4, local.get(0, I32)), i32.const(number));
    return [module.if(isEvent, module.block(null, chunks))];
  });
  const unasked = fillMemory(module, { at: states, length: atoms, byte: ATOM_STATE.unasked });
  const body = module.block(null, [unasked, ...ofEvents, i32.const(states)], I32);
  defineHook(module, 'policy_explain', (name) => module.addFunction(name, I32, I32, [], body));
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
