// Links a policy into the kernel: lays out its tables, generates the rule conditions, defines the hooks.
import type { Program } from '../../lang/program/program.ts';
import type { Transform } from '../../lang/vocabulary/transforms.ts';
import type { PolicyIr } from '../ir/policy-ir.ts';
import { addDetectors, addPattern } from './automata.ts';
import {
  I32,
  NONE,
  defineHook,
  finishModule,
  internalName,
  openKernel,
  printModule,
  placeData,
  type Module,
} from './binaryen.ts';
import { defineExplain } from './emit-atoms.ts';
import { defineEvents } from './emit-events.ts';
import type { EmitContext } from './emit-expression.ts';
import { addMemberTable, addRuleTable } from './rule-table.ts';
import { bitWords, collectStaticData, type StaticData } from './static-data.ts';
import { addNetworks } from './network-table.ts';
import { addTextTable } from './text-table.ts';
import { addVocabularyTable } from './vocabulary-table.ts';

export interface EmitInput {
  readonly program: Program;
  readonly ir: PolicyIr;
  /** How many atoms the conditions have. */
  readonly atoms: number;
  readonly transforms: readonly Transform[];
  readonly kernel: Uint8Array;
  /** Whether the kernel, and so the module, may use vector instructions. */
  readonly simd: boolean;
}

/** The module's bytes; equal input gives equal bytes. */
export function emitPolicy(input: EmitInput): Uint8Array {
  const { module, generated } = linkPolicy(input);
  return finishModule(module, generated);
}

/** What the compiler generates for the policy, in WebAssembly's text format. */
export function printPolicy(input: EmitInput): string {
  const { module, generated } = linkPolicy(input);
  return printModule(module, generated);
}

function linkPolicy(input: EmitInput): { readonly module: Module; readonly generated: readonly string[] } {
  const { program, ir, atoms, transforms, kernel, simd } = input;
  const module = openKernel(kernel, { simd });
  const data = collectStaticData(kernelDataEnd(kernel));
  const rules = addRuleTable(program, data, { transforms, caches: ir.caches, shared: mostShared(ir) });
  const generated: string[] = [];
  const context = emitContext(module, { program, ir, data, caches: rules.caches, generated });
  const { events, texts } = ir;
  const contexts = defineEvents({ events, texts, data, work: rules.work, context });
  defineExplain(events, contexts, { atoms, data });
  const tables = [
    rules.address,
    addMemberTable(program, data),
    addDetectors(program, data),
    addTextTable(program, transforms, data),
    addVocabularyTable(data),
  ];
  defineTables(module, tables, data);
  return { module, generated };
}

/** The most conditions that the rules of one event share. */
const mostShared = ({ events }: PolicyIr): number => Math.max(...events.map(({ shared }) => shared.length));

/** First address behind the kernel's own data, which the kernel itself tells. */
function kernelDataEnd(kernel: Uint8Array): number {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(kernel)), {
    env: { memory: new WebAssembly.Memory({ initial: 2 }) },
    hooks: { policy_table: () => 0, policy_rules: () => undefined, policy_explain: () => 0 },
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
    shared: [],
    callKernel: (name, operands, type = I32) => module.call(internalName(module, name), operands, type),
  };
}

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
