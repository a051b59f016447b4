// The one adapter of the `binaryen` package: opens the kernel for linking and turns the linked module into bytes. It is
// slow to load (0.3 s), so only code generation may import it.
import binaryen from 'binaryen';

export type Module = binaryen.Module;
export type Code = binaryen.ExpressionRef;
export type Type = binaryen.Type;

export const I32: Type = binaryen.i32;
export const I64: Type = binaryen.i64;
export const NONE: Type = binaryen.none;

/** The type of a function's parameters. */
export const parameters = (types: readonly Type[]): Type => binaryen.createType([...types]);

/** A constant; the package's typings still ask for two halves. */
export const i64 = (value: bigint, module: Module): Code =>
  (module.i64 as unknown as { const(value: bigint): Code }).const(value);

/** The module imports at most two pages, or some hosts cannot link it; its start function grows them. */
const IMPORTED_PAGES = 2;
const NO_MAXIMUM = -1;
const PAGE_BYTES = 65_536;

/** What every WebAssembly host of the last years runs. More would let the optimizer use what some lack. Vectors are apart: the optimizer makes them of plain stores. */
const FEATURES =
  binaryen.Features.MutableGlobals |
  binaryen.Features.BulkMemory |
  binaryen.Features.BulkMemoryOpt |
  binaryen.Features.SignExt |
  binaryen.Features.NontrappingFPToInt;

/** Reads the kernel. Its prefix `kernel_` marks exports for policy code only. */
export function openKernel(kernel: Uint8Array, options: { readonly simd: boolean }): Module {
  const module = binaryen.readBinary(kernel);
  module.setFeatures(options.simd ? FEATURES | binaryen.Features.SIMD128 : FEATURES);
  return module;
}

/** Sets every byte of a part of memory. */
export const fillMemory = (
  module: Module,
  { at, length, byte }: { readonly at: number; readonly length: number; readonly byte: number },
): Code =>
  module.memory.fill(
    module.i32.const(at),
    module.i32.const(byte),
    module.i32.const(length),
    internalName(module, 'memory'),
  );

/** The internal name of an exported function or of a hook, for calls and definitions. */
export function internalName(module: Module, name: string): string {
  for (let index = 0; index < module.getNumExports(); index++) {
    const info = binaryen.getExportInfo(module.getExportByIndex(index));
    if (info.name === name) return info.value;
  }
  throw new Error(`the kernel does not export ${name}`);
}

/** Replaces the import of a hook by a function with the given body. */
export function defineHook(module: Module, hook: string, define: (name: string) => void): void {
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const info = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (info.module !== 'hooks' || info.base !== hook) continue;
    module.removeFunction(info.name);
    define(info.name);
    return;
  }
  throw new Error(`the kernel has no hook ${hook}`);
}

/** What binaryen's own typings lack. */
interface DataSegments {
  getNumDataSegments(): number;
  getDataSegmentInfo(segment: number): { readonly offset: number | null; readonly data: ArrayBuffer };
}

/** Adds a passive data segment to the kernel's own, imports memory with no maximum, and gives the code that copies it to `to`. */
export function placeData(module: Module, bytes: Uint8Array, to: number): Code {
  const segments = module as unknown as DataSegments;
  const own = Array.from({ length: segments.getNumDataSegments() }, (_, index) => {
    const info = segments.getDataSegmentInfo(module.getDataSegmentByIndex(index));
    return { offset: module.i32.const(info.offset ?? 0), data: new Uint8Array(info.data), passive: false };
  });
  const passive = { offset: 0, data: bytes, passive: true };
  // The kernel's own code and export name its memory, so the new one takes that name.
  const memory = internalName(module, 'memory');
  module.setMemory(IMPORTED_PAGES, NO_MAXIMUM, null, [...own, passive], false, false, memory);
  module.addMemoryImport(memory, 'env', 'memory');
  const pages = (): Code => module.i32.const(Math.ceil((to + bytes.length) / PAGE_BYTES));
  const size = (): Code => module.memory.size(memory);
  const grown = module.memory.grow(module.i32.sub(pages(), size()), memory);
  const isRefused = module.i32.eq(grown, module.i32.const(-1));
  const { i32 } = module;
  return module.block(null, [
    module.if(i32.lt_u(size(), pages()), module.if(isRefused, module.unreachable())),
    module.memory.init(String(own.length), i32.const(to), i32.const(0), i32.const(bytes.length), memory),
  ]);
}

/**
 * Takes `kernel_` exports away, optimizes what was generated, validates and emits. The kernel is optimized when it is
 * built; doing it again would take a second for each policy and gain nothing.
 */
export function finishModule(module: Module, generated: readonly string[]): Uint8Array {
  optimize(module, generated);
  module.runPasses(['inlining', 'remove-unused-module-elements']);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** The generated functions in WebAssembly's text format, optimized but not yet inlined into the kernel. */
export function printModule(module: Module, generated: readonly string[]): string {
  optimize(module, generated);
  const wanted = new Set(generated);
  const text = module.emitText();
  module.dispose();
  // Every function begins on a line of its own, one space in, and ends at the next line that is indented as much.
  return text
    .split(/^(?= \()/m)
    .filter((part) => wanted.has(/^ \(func \$(\S+)/.exec(part)?.[1] ?? ''))
    .join('');
}

function optimize(module: Module, generated: readonly string[]): void {
  const names = Array.from(
    { length: module.getNumExports() },
    (_, index) => binaryen.getExportInfo(module.getExportByIndex(index)).name,
  );
  for (const name of names.filter((name) => name.startsWith('kernel_'))) module.removeExport(name);
  if (module.validate() === 0) throw new Error('the generated module is not valid');
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  for (const name of generated) module.optimizeFunction(name);
}
