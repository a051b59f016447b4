// Modules that differ from a policy's own in one instruction of what the compiler generated for it. Each is what a bug in the code
// generator would give, so the corpus must tell each from the right one.
import { compileModule } from '../../compiler/compile.ts';
import { program } from './build-program.ts';
import { functionsOf, instructionsOf, type Instruction, type WasmFunction } from './wasm-code.ts';

export interface Mutant {
  /** Where, and what became what. */
  readonly name: string;
  readonly at: number;
  readonly byte: number;
}

const LOCAL_SET = 0x21;
const I32_CONST = 0x41;
const I64_CONST = 0x42;

/** Each opcode with those that it is taken for. All take and give the same types. */
const SLIPS: ReadonlyMap<number, readonly number[]> = new Map([
  // i32: eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u
  [0x46, [0x47]],
  [0x47, [0x46]],
  [0x48, [0x4c, 0x4e]],
  [0x49, [0x4d, 0x4f]],
  [0x4a, [0x4e, 0x4c]],
  [0x4b, [0x4f, 0x4d]],
  [0x4c, [0x48, 0x4a]],
  [0x4d, [0x49, 0x4b]],
  [0x4e, [0x4a, 0x48]],
  [0x4f, [0x4b, 0x49]],
  // i64: the same
  [0x51, [0x52]],
  [0x52, [0x51]],
  [0x53, [0x57, 0x59]],
  [0x54, [0x58, 0x5a]],
  [0x55, [0x59, 0x57]],
  [0x56, [0x5a, 0x58]],
  [0x57, [0x53, 0x55]],
  [0x58, [0x54, 0x56]],
  [0x59, [0x55, 0x53]],
  [0x5a, [0x56, 0x54]],
  // i32: add sub, and or xor, shl shr_u
  [0x6a, [0x6b]],
  [0x6b, [0x6a]],
  [0x71, [0x72]],
  [0x72, [0x71]],
  [0x74, [0x76]],
  [0x76, [0x74]],
  // i64: add sub, and or, shl shr_u
  [0x7c, [0x7d]],
  [0x7d, [0x7c]],
  [0x83, [0x84]],
  [0x84, [0x83]],
  [0x86, [0x88]],
  [0x88, [0x86]],
]);

const CALL = 0x10;

/** An instruction, and what it says without the number of the function that it calls: that shifts when a policy adds some. */
interface Step extends Instruction {
  readonly text: string;
}

function stepsOf(wasm: Uint8Array, one: WasmFunction): readonly Step[] {
  const instructions = instructionsOf(wasm, one);
  return instructions.map((instruction, index) => {
    const { at, opcode } = instruction;
    const end = instructions[index + 1]?.at ?? one.end;
    return { ...instruction, text: opcode === CALL ? 'call' : Buffer.from(wasm.subarray(at, end)).toString('hex') };
  });
}

/** What a policy without rules has: the kernel. */
const kernel = ((): readonly (readonly Step[])[] => {
  const { wasm } = compileModule(program([]));
  return functionsOf(wasm).map((one) => stepsOf(wasm, one));
})();

/** How many steps are alike from the front, or from the back. */
function alike(left: readonly Step[], right: readonly Step[], isFromBack: boolean): number {
  const at = (steps: readonly Step[], index: number): string | undefined =>
    steps[isFromBack ? steps.length - 1 - index : index]?.text;
  let count = 0;
  while (count < Math.min(left.length, right.length) && at(left, count) === at(right, count)) count++;
  return count;
}

/** The steps of a function that the kernel lacks: all of it, or what lies between the ends that it shares with the most alike. */
function ownSteps(steps: readonly Step[]): readonly Step[] {
  const shared = kernel
    .map((known) => {
      const front = alike(steps, known, false);
      const back = Math.min(alike(steps, known, true), Math.min(steps.length, known.length) - front);
      return { front, back, length: known.length };
    })
    .filter(({ front, back, length }) => front + back > length / 2)
    .sort((left, right) => right.front + right.back - left.front - left.back)[0];
  return shared === undefined ? steps : steps.slice(shared.front, steps.length - shared.back);
}

/** Every mutant of what the compiler generated for the policy. */
export function mutantsOf(wasm: Uint8Array): readonly Mutant[] {
  return functionsOf(wasm).flatMap((one, number) =>
    ownSteps(stepsOf(wasm, one)).flatMap(({ at, opcode }, index, steps) => {
      const name = (what: string): string => `function ${number}, byte ${at - one.start}: ${what}`;
      if (opcode === I32_CONST || opcode === I64_CONST)
        // Inlining sets variables to 0 that are set again before they are read.
        return steps[index + 1]?.opcode === LOCAL_SET
          ? []
          : [{ name: name('a constant, its lowest bit'), at: at + 1, byte: (wasm[at + 1] ?? 0) ^ 1 }];
      return (SLIPS.get(opcode) ?? []).map((byte) => ({
        name: name(`0x${opcode.toString(16)} to 0x${byte.toString(16)}`),
        at,
        byte,
      }));
    }),
  );
}

/** The module with the mutant's byte in its place. */
export function mutated(wasm: Uint8Array, { at, byte }: Mutant): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(wasm);
  copy[at] = byte;
  return copy;
}
