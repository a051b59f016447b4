// The functions that find an event's firing rules: the rule index names candidates, their conditions are evaluated word by
// word of the firing bits, and shared conditions remember their answer for the rest of the event.
import { EVENT } from '../abi/records.ts';
import type { EventCode, IndexLookup, RuleCode } from '../ir/policy-ir.ts';
import { defineHook, I32, NONE, parameters, type Code, type Module } from './binaryen.ts';
import { emitExpression, type EmitContext } from './emit-expression.ts';
import { addIndexTable } from './index-table.ts';
import type { StaticData } from './static-data.ts';

/** Where rules leave what they know of the event at hand; all zero before each. */
export interface WorkArea {
  /** Bits of the rules that the index names. */
  readonly candidates: number;
  /** One byte for each shared condition: 0 unknown, 1 false, 2 true. */
  readonly remembered: number;
}

export interface EmitEvents {
  readonly events: readonly EventCode[];
  readonly texts: readonly string[];
  readonly data: StaticData;
  readonly work: WorkArea;
  readonly context: EmitContext;
}

/** Defines `policy_rules(record, firing)`. Gives each event the context in which its conditions are emitted. */
export function defineEvents(input: EmitEvents): readonly EmitContext[] {
  const { events, context } = input;
  const contexts = events.map((event) => ({ ...context, shared: defineShared(event, input) }));
  const names = events.map((event, number) => defineEvent(event, contexts[number] ?? context, input));
  defineRules(context.module, names);
  return contexts;
}

/** A hook that calls the function of the record's event; a number that is no event's traps. */
function defineRules(module: Module, names: readonly string[]): void {
  const { i32, local } = module;
  const body = names.reduceRight(
    (other, name, number) =>
      module.if(
        i32.eq(i32.load(EVENT.at.number, 4, local.get(RECORD, I32)), i32.const(number)),
        module.call(name, [local.get(RECORD, I32), local.get(FIRING, I32)], NONE),
        other,
      ),
    module.unreachable(),
  );
  defineHook(module, 'policy_rules', (hook) => module.addFunction(hook, parameters([I32, I32]), NONE, [], body));
}

/** Parameters of the functions of events, and a variable of those of shared conditions. */
const RECORD = 0;
const FIRING = 1;
const VALUE = 1;

/** One function a condition, which evaluates it when it is asked for the first time. Gives their names. */
function defineShared(event: EventCode, { context, work }: EmitEvents): readonly string[] {
  const { module } = context;
  const { i32, local } = module;
  const names = event.shared.map(() => context.nameFunction('policy_condition'));
  for (const [index, condition] of event.shared.entries()) {
    const place = i32.const(work.remembered + index);
    const body = module.block(null, [
      local.set(VALUE, i32.load8_u(0, 1, place)),
      module.if(local.get(VALUE, I32), module.return(i32.sub(local.get(VALUE, I32), i32.const(1)))),
      local.set(VALUE, emitExpression(condition, { ...context, shared: names })),
      i32.store8(0, 1, i32.const(work.remembered + index), i32.add(local.get(VALUE, I32), i32.const(1))),
      module.return(local.get(VALUE, I32)),
    ]);
    module.addFunction(names[index] ?? '', I32, I32, [I32], body);
  }
  return names;
}

function defineEvent(event: EventCode, context: EmitContext, input: EmitEvents): string {
  const { module } = context;
  const name = context.nameFunction(`policy_event`);
  const always = new Set(event.index.always);
  const words = Map.groupBy(event.rules, ({ rule }) => rule >> 5);
  const body = module.block(null, [
    ...event.index.lookups.map((lookup) => emitLookup(lookup, context, input)),
    ...[...words].map(([word, rules]) => {
      const unconditional = rules.filter(({ rule }) => always.has(rule)).map((code) => emitBit(code, context));
      const indexed = rules.filter(({ rule }) => !always.has(rule));
      const candidates = indexed.length === 0 ? [] : [emitCandidates(word, indexed, { context, work: input.work })];
      const bits = [...unconditional, ...candidates].reduce((left, right) => module.i32.or(left, right));
      return module.i32.store(4 * word, 4, module.local.get(FIRING, I32), bits);
    }),
  ]);
  module.addFunction(name, parameters([I32, I32]), NONE, [], body);
  return name;
}

function emitLookup({ source, entries }: IndexLookup, context: EmitContext, input: EmitEvents): Code {
  const { module } = context;
  const table = module.i32.const(addIndexTable({ source, entries }, input.texts, input.data));
  const candidates = module.i32.const(input.work.candidates);
  switch (source.kind) {
    case 'enum': {
      const value = emitExpression({ kind: 'enum_slot', slot: source.slot, span: NOWHERE }, context);
      return context.callKernel('kernel_index_number', [module.i32.wrap(value), table, candidates], NONE);
    }
    case 'text':
      return context.callKernel('kernel_index_text', [emitExpression(source.value, context), table, candidates], NONE);
    case 'elements': {
      const set = emitExpression({ kind: 'slot', slot: source.slot, type: 'text', span: NOWHERE }, context);
      return context.callKernel('kernel_index_elements', [set, table, candidates], NONE);
    }
    default:
      return source satisfies never;
  }
}

/** The index looks at attributes, wherever rules speak of them. */
const NOWHERE = { file: '', start: 0, end: 0 };

const emitBit = ({ rule, condition }: RuleCode, context: EmitContext): Code =>
  context.module.i32.shl(emitExpression(condition, context), context.module.i32.const(rule & 31));

/** The firing bits of those rules of a word that the index names; a function of its own, which is rarely called. */
function emitCandidates(
  word: number,
  rules: readonly RuleCode[],
  { context, work }: { readonly context: EmitContext; readonly work: WorkArea },
): Code {
  const { module } = context;
  const { i32, local } = module;
  const name = context.nameFunction('policy_candidates');
  const bits = rules.map((code) =>
    module.if(i32.and(local.get(1, I32), i32.const(1 << (code.rule & 31))), emitBit(code, context), i32.const(0)),
  );
  module.addFunction(
    name,
    parameters([I32, I32]),
    I32,
    [],
    bits.reduce((left, right) => i32.or(left, right)),
  );
  const candidates = (): Code => i32.load(4 * word, 4, i32.const(work.candidates));
  return module.if(candidates(), module.call(name, [local.get(RECORD, I32), candidates()], I32), i32.const(0));
}
