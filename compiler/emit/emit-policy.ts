// Links a policy into the kernel: lays out its tables, generates the rule conditions, defines the hooks.
import type { Program } from '../../lang/program/program.ts';
import type { Transform } from '../../lang/vocabulary/transforms.ts';
import { EVENT } from '../abi/records.ts';
import type { PolicyIr, RuleCode } from '../ir/policy-ir.ts';
import { addDetectors, addPattern } from './automata.ts';
import {
  I32,
  NONE,
  defineHook,
  finishModule,
  internalName,
  openKernel,
  parameters,
  placeData,
  type Code,
  type Module,
} from './binaryen.ts';
import { emitExpression, type EmitContext } from './emit-expression.ts';
import { addMemberTable, addRuleTable } from './rule-table.ts';
import { bitWords, collectStaticData, type StaticData } from './static-data.ts';
import { addNetworks } from './network-table.ts';
import { addTextTable } from './text-table.ts';
import { addVocabularyTable } from './vocabulary-table.ts';

export interface EmitInput {
  readonly program: Program;
  readonly ir: PolicyIr;
  readonly transforms: readonly Transform[];
  readonly kernel: Uint8Array;
  /** Whether the kernel, and so the module, may use vector instructions. */
  readonly simd: boolean;
}

/** The module's bytes; equal input gives equal bytes. */
export function emitPolicy(input: EmitInput): Uint8Array {
  const { program, ir, transforms, kernel, simd } = input;
  const module = openKernel(kernel, { simd });
  const data = collectStaticData(kernelDataEnd(kernel));
  const rules = addRuleTable(program, data, { transforms, caches: ir.caches });
  const generated: string[] = [];
  const context = emitContext(module, { program, ir, data, caches: rules.caches, generated });
  generated.push(...defineRules(module, ir, context));
  const tables = [
    rules.address,
    addMemberTable(program, data),
    addDetectors(program, data),
    addTextTable(program, transforms, data),
    addVocabularyTable(data),
  ];
  defineTables(module, tables, data);
  return finishModule(module, generated);
}

/** First address behind the kernel's own data, which the kernel itself tells. */
function kernelDataEnd(kernel: Uint8Array): number {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(kernel)), {
    env: { memory: new WebAssembly.Memory({ initial: 2 }) },
    hooks: { policy_table: () => 0, policy_rules: () => undefined },
  });
  const end = instance.exports['kernel_data_end'];
  if (typeof end !== 'function') throw new Error('the kernel does not export kernel_data_end');
  return Number(end());
}

function emitContext(
  module: Module,
  parts: {
    readonly program: Program;
    readonly ir: PolicyIr;
    readonly data: StaticData;
    readonly caches: readonly number[];
    readonly generated: string[];
  },
): EmitContext {
  const { program, ir, data, caches, generated } = parts;
  return {
    module,
    caches,
    texts: ir.texts.map((text) => data.addText(text)),
    textLists: ir.textLists.map((list) => ({
      address: data.addTexts(list.map((text) => ir.texts[text] ?? '')),
      length: list.length,
    })),
    networkLists: ir.networkLists.map((list) => addNetworks(list, data)),
    automata: ir.patterns.map((pattern) => addPattern(pattern, data)),
    memberBits: (members) => data.addWords(bitWords(program.members.length, members)),
    nameFunction: (kind) => {
      const name = `${kind}_${generated.length}`;
      generated.push(name);
      return name;
    },
    callKernel: (name, operands) => module.call(internalName(module, name), operands, I32),
  };
}

/** One function per event; `policy_rules(record, firing)` picks it by the record's event number, or traps. Gives their names. */
function defineRules(module: Module, ir: PolicyIr, context: EmitContext): readonly string[] {
  const names = ir.events.map((event, number) => {
    const name = `policy_event_${number}`;
    const body = module.block(null, emitWords(event.rules, context));
    module.addFunction(name, parameters([I32, I32]), NONE, [], body);
    return name;
  });
  defineHook(module, 'policy_rules', (hook) => {
    const operands = (): Code[] => [module.local.get(0, I32), module.local.get(1, I32)];
    const body = names.reduceRight(
      (other, name, number) =>
        module.if(
          module.i32.eq(module.i32.load(EVENT.at.number, 4, module.local.get(0, I32)), module.i32.const(number)),
          module.call(name, operands(), NONE),
          other,
        ),
      module.unreachable(),
    );
    module.addFunction(hook, parameters([I32, I32]), NONE, [], body);
  });
  return names;
}

/** Stores each word of firing bits once. */
function emitWords(rules: readonly RuleCode[], context: EmitContext): readonly Code[] {
  const { module } = context;
  const words = Map.groupBy(rules, ({ rule }) => rule >> 5);
  return [...words].map(([word, members]) => {
    const all = members.map((code) => emitBit(code, context)).reduce((left, right) => module.i32.or(left, right));
    return module.i32.store(4 * word, 4, module.local.get(1, I32), all);
  });
}

const emitBit = ({ rule, condition }: RuleCode, context: EmitContext): Code =>
  context.module.i32.shl(emitExpression(condition, context), context.module.i32.const(rule & 31));

/** `policy_table(which)`, and the start function that copies the data into memory before anything else runs. */
function defineTables(module: Module, tables: readonly number[], data: StaticData): void {
  const bytes = data.bytes();
  const end = data.base + bytes.length;
  defineHook(module, 'policy_table', (hook) => {
    const body = [end, ...tables].reduceRight(
      (other, address, which) =>
        module.if(module.i32.eq(module.local.get(0, I32), module.i32.const(which)), module.i32.const(address), other),
      module.unreachable(),
    );
    module.addFunction(hook, I32, I32, [], body);
  });
  const start = internalName(module, 'kernel_start');
  const body = module.block(null, [placeData(module, bytes, data.base), module.call(start, [], NONE)]);
  module.setStart(module.addFunction('policy_start', NONE, NONE, [], body));
}
