// Checked program to module bytes and the metadata that a bundle carries beside them. Pure: equal programs give equal
// bytes. Imports Binaryen, so shells load it lazily.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../lang/program/program.ts';
import { diagnose } from '../lang/diagnostics/diagnostic.ts';
import type { PolicyMetadata } from './abi/metadata.ts';
import { CompileLimit } from './ir/compile-limit.ts';
import { printIr, printPlan } from './passes/print-ir.ts';
import type { Printable } from './ir/printable.ts';
import { emitPolicy, printPolicy, type EmitInput } from './emit/emit-policy.ts';
import { collectAtoms, type ProgramAtoms } from './lower/atoms.ts';
import { kernelFile } from './kernel/kernel-file.ts';
import { lowerProgram } from './lower/lower-program.ts';
import { policyTransforms } from './lower/transforms.ts';
import { policyMetadata } from './metadata.ts';
import { runPasses } from './passes/passes.ts';

export interface CompiledModule {
  readonly wasm: Uint8Array;
  readonly metadata: PolicyMetadata;
}

/** The kernel is part of the compiler, as its own code is. */
const readKernel = (simd: boolean): Uint8Array => readFileSync(join(import.meta.dirname, 'kernel', kernelFile(simd)));

export interface CompileOptions {
  /** False for hosts whose WebAssembly engine lacks vector instructions, such as the Java SDK of OPA. */
  readonly simd?: boolean;
}

/** A decision record numbers rules and transforms with 16 bits, 0 meaning none. */
const MAX_RULES = 65_534;

/** Throws CompileLimit when the program is too large for a module. */
export function compileModule(program: Program, options: CompileOptions = {}): CompiledModule {
  const { input, atoms } = lower(program, options);
  const wasm = emitPolicy(input);
  const moduleSha256 = createHash('sha256').update(wasm).digest('hex');
  return { wasm, metadata: policyMetadata(program, { transforms: input.transforms, moduleSha256, atoms }) };
}

/** What the compiler makes of a program on the way. Throws CompileLimit. */
export function printCompiled(program: Program, what: Printable): string {
  const { input } = lower(program, {});
  switch (what) {
    case 'ir':
      return printIr(program, input.ir);
    case 'plan':
      return printPlan(program, input.ir);
    case 'wat':
      return printPolicy(input);
    default:
      return what satisfies never;
  }
}

function lower(program: Program, options: CompileOptions): { readonly input: EmitInput; readonly atoms: ProgramAtoms } {
  const first = program.rules[MAX_RULES];
  if (first !== undefined) {
    throw new CompileLimit(diagnose('HPOL4004', first.span, { what: 'rules', limit: MAX_RULES }));
  }
  const { simd = true } = options;
  const transforms = policyTransforms(program);
  const atoms = collectAtoms(program);
  const ir = runPasses(lowerProgram(program, atoms));
  return { input: { program, ir, atoms: atoms.atoms.length, transforms, kernel: readKernel(simd), simd }, atoms };
}
