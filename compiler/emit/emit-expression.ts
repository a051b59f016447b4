// One IR expression as WebAssembly code over the event record, which is local 0 of the function it stands in.
import type { CompareOperator } from '../../lang/program/program.ts';
import { EVENT, SLOT } from '../abi/records.ts';
import { assertNever } from '../ir/assert-never.ts';
import type { IrExpression, IrType } from '../ir/policy-ir.ts';
import { I32, I64, i64, parameters, type Code, type Module, type Type } from './binaryen.ts';
import type { TextPlace } from './static-data.ts';

type Of<Kind extends IrExpression['kind']> = Extract<IrExpression, { kind: Kind }>;

/** Where constants lie and how kernel functions are called. */
export interface EmitContext {
  readonly module: Module;
  readonly texts: readonly TextPlace[];
  /** Address and count of each list of texts. */
  readonly textLists: readonly TextPlace[];
  readonly networkLists: readonly TextPlace[];
  readonly automata: readonly number[];
  readonly caches: readonly number[];
  /** Address of the bits of these members. */
  memberBits(members: readonly number[]): number;
  /** A name for one more function, which is then optimized like the others. */
  nameFunction(kind: string): string;
  /** Names of the functions that evaluate the shared conditions of the event. */
  readonly shared: readonly string[];
  /** Calls an exported kernel function; it gives an i32 unless another type is named. */
  callKernel(name: string, operands: readonly Code[], type?: Type): Code;
}

export function emitExpression(expression: IrExpression, context: EmitContext): Code {
  const { module } = context;
  const emit = (child: IrExpression): Code => emitExpression(child, context);
  switch (expression.kind) {
    case 'bool':
      return module.i32.const(expression.value ? 1 : 0);
    case 'int':
      return i64(BigInt(expression.value), module);
    case 'text':
      return textConstant(context.texts[expression.text], module);
    case 'slot':
      return loadSlot(expression.slot, expression.type, module);
    case 'enum_slot':
      return module.i64.load32_u(slotOffset(expression.slot), 4, record(module));
    case 'enum_text':
      return emitEnumText(expression, context);
    case 'present':
      return emitPresence(expression.slot, module);
    case 'lookup':
      return emitLookup(expression, context);
    case 'found':
      return module.i32.ne(context.callKernel('kernel_find', placeOf(expression, context)), module.i32.const(0));
    case 'element':
      return module.local.get(ELEMENT, I64);
    case 'minus':
      return module.i64.sub(emit(expression.left), emit(expression.right));
    case 'not':
      return module.i32.eqz(emit(expression.value));
    case 'and':
      return module.if(emit(expression.left), emit(expression.right), module.i32.const(0));
    case 'or':
      return module.if(emit(expression.left), module.i32.const(1), emit(expression.right));
    case 'choose':
      return module.if(emit(expression.test), emit(expression.chosen), emit(expression.other));
    case 'compare':
      return emitCompare(expression, context);
    case 'in_slot':
    case 'in_list':
    case 'in_networks':
    case 'text_test':
    case 'matches':
      return emitTest(expression, context);
    case 'window':
      return emitWindow(expression, context);
    case 'quantified':
      return emitQuantified(expression, context);
    case 'touches':
      return emitTouches(expression, context);
    case 'shared':
      return module.call(certainName(context.shared[expression.condition]), [record(module)], I32);
    case 'zone_known':
      return context.callKernel('kernel_knows_zone', [
        loadSlot(expression.offsets, 'text', module),
        textConstant(context.texts[expression.zone], module),
      ]);
    default:
      return assertNever(expression);
  }
}

/** Tests of one value that the kernel makes. */
function emitTest(
  expression: Of<'in_slot' | 'in_list' | 'in_networks' | 'text_test' | 'matches'>,
  context: EmitContext,
): Code {
  const { module } = context;
  const value = emitExpression(expression.value, context);
  switch (expression.kind) {
    case 'in_slot':
      return context.callKernel('kernel_in_set', [value, loadSlot(expression.slot, 'text', module)]);
    case 'in_list':
      return context.callKernel('kernel_in_set', [value, textConstant(context.textLists[expression.list], module)]);
    case 'in_networks': {
      const networks = textConstant(context.networkLists[expression.list], module);
      return context.callKernel('kernel_in_networks', [value, networks]);
    }
    case 'text_test':
      return context.callKernel(`kernel_${expression.operator}`, [value, emitExpression(expression.operand, context)]);
    case 'matches':
      return context.callKernel('kernel_matches', [
        value,
        module.i32.const(context.automata[expression.automaton] ?? 0),
      ]);
    default:
      return assertNever(expression);
  }
}

/** Locals of a function made for `any` and `all`: 0 is the event record. */
const AT = 1;
const END = 2;
const ELEMENT = 3;

const record = (module: Module): Code => module.local.get(0, I32);

const slotOffset = (slot: number): number => EVENT.bytes + SLOT.bytes * slot;

/** Address in the low half, length in the high half, as in a slot. */
const textConstant = (place: TextPlace | undefined, module: Module): Code =>
  i64(BigInt(place?.address ?? 0) | (BigInt(place?.length ?? 0) << 32n), module);

const loadSlot = (slot: number, type: IrType, module: Module): Code =>
  type === 'bool'
    ? module.i32.load(slotOffset(slot), 4, record(module))
    : module.i64.load(slotOffset(slot), 8, record(module));

/** The presence bits are one u64 behind the event's number. */
function emitPresence(slot: number, module: Module): Code {
  const word = module.i32.load(EVENT.at.presence + 4 * (slot >> 5), 4, record(module));
  return module.i32.and(module.i32.shr_u(word, module.i32.const(slot & 31)), module.i32.const(1));
}

function emitEnumText(expression: Of<'enum_text'>, context: EmitContext): Code {
  const { module } = context;
  const list = module.i32.const(context.textLists[expression.values]?.address ?? 0);
  const index = module.i32.load(slotOffset(expression.slot), 4, record(module));
  return module.i64.load(0, 8, module.i32.add(list, module.i32.shl(index, module.i32.const(3))));
}

/** A map that lacks the key gives 0: an absent value is harmless wherever it is looked at. */
function emitLookup(expression: Of<'lookup'>, context: EmitContext): Code {
  const value = context.callKernel('kernel_lookup', placeOf(expression, context), I64);
  return expression.type === 'bool' ? context.module.i32.wrap(value) : value;
}

const placeOf = (expression: Of<'lookup' | 'found'>, context: EmitContext): Code[] => [
  loadSlot(expression.slot, 'text', context.module),
  textConstant(context.texts[expression.key], context.module),
];

function certainName(name: string | undefined): string {
  if (name === undefined) throw new Error('a shared condition that the event does not have');
  return name;
}

function emitCompare(expression: Of<'compare'>, context: EmitContext): Code {
  const { module } = context;
  const left = emitExpression(expression.left, context);
  const right = emitExpression(expression.right, context);
  switch (expression.type) {
    case 'bool':
      return compareI32(expression.operator, [left, right], module);
    case 'int':
      return compareI64(expression.operator, [left, right], module);
    case 'text':
      return compareText(expression.operator, [left, right], context);
    default:
      return assertNever(expression.type);
  }
}

const COMPARISON = { '==': 'eq', '!=': 'ne', '<': 'lt_s', '<=': 'le_s', '>': 'gt_s', '>=': 'ge_s' } as const;

const compareI64 = (operator: CompareOperator, [left, right]: readonly [Code, Code], module: Module): Code =>
  module.i64[COMPARISON[operator]](left, right);

const compareI32 = (operator: CompareOperator, [left, right]: readonly [Code, Code], module: Module): Code =>
  module.i32[COMPARISON[operator]](left, right);

/** Equality stops at different lengths; order needs the bytes. */
function compareText(operator: CompareOperator, operands: readonly [Code, Code], context: EmitContext): Code {
  const { module } = context;
  if (operator === '==') return context.callKernel('kernel_equals', operands);
  if (operator === '!=') return module.i32.eqz(context.callKernel('kernel_equals', operands));
  return compareI32(operator, [context.callKernel('kernel_compare', operands), module.i32.const(0)], module);
}

const emitTouches = (expression: Of<'touches'>, context: EmitContext): Code =>
  context.callKernel('kernel_touches', [
    loadSlot(expression.slot, 'text', context.module),
    context.module.i32.const(context.caches[expression.cache] ?? 0),
    context.module.i32.const(context.memberBits(expression.members)),
  ]);

function emitWindow(expression: Of<'window'>, context: EmitContext): Code {
  const { module } = context;
  return context.callKernel('kernel_window', [
    loadSlot(expression.now, 'int', module),
    loadSlot(expression.offsets, 'text', module),
    textConstant(context.texts[expression.zone], module),
    module.i32.const(expression.unit === 'clock' ? 0 : 1),
    i64(BigInt(expression.from), module),
    i64(BigInt(expression.to), module),
  ]);
}

/** A function of its own, since it loops: `any` stops at the first element that passes, `all` at the first that fails. */
function emitQuantified(expression: Of<'quantified'>, context: EmitContext): Code {
  const { module } = context;
  const { i32, local } = module;
  const isAny = expression.quantifier === 'any';
  const list = (part: number): Code => i32.load(slotOffset(expression.slot) + part, 4, record(module));
  const test = emitExpression(expression.test, context);
  const step = module.block(null, [
    module.if(i32.ge_u(local.get(AT, I32), local.get(END, I32)), module.return(i32.const(isAny ? 0 : 1))),
    local.set(ELEMENT, module.i64.load(0, 8, local.get(AT, I32))),
    module.if(isAny ? test : i32.eqz(test), module.return(i32.const(isAny ? 1 : 0))),
    local.set(AT, i32.add(local.get(AT, I32), i32.const(8))),
    module.br('next'),
  ]);
  const body = module.block(null, [
    local.set(AT, list(0)),
    local.set(END, i32.add(list(0), i32.shl(list(4), i32.const(3)))),
    module.loop('next', step),
    module.unreachable(),
  ]);
  const name = context.nameFunction('policy_quantified');
  module.addFunction(name, parameters([I32]), I32, [I32, I32, I64], body);
  return module.call(name, [record(module)], I32);
}
