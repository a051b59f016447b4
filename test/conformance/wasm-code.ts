// Finds the instructions inside the functions of a WebAssembly module, so that a test can change one of them. It reads what the code
// generator and the kernel's compiler emit, and throws at anything else.

export interface WasmFunction {
  /** Of the instructions: behind the local variables, up to and with the `end`. */
  readonly start: number;
  readonly end: number;
}

export interface Instruction {
  readonly at: number;
  readonly opcode: number;
  /** How many loops it stands in. */
  readonly loops: number;
}

const CODE_SECTION = 10;
const HEADER_BYTES = 8;

/** Reads an unsigned LEB128 number; gives it and the place behind it. */
function unsigned(bytes: Uint8Array, at: number): readonly [value: number, behind: number] {
  let value = 0;
  let shift = 0;
  for (;;) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte < 0x80) return [value, at];
  }
}

const behindNumber = (bytes: Uint8Array, at: number): number => unsigned(bytes, at)[1];

const behindNumbers = (bytes: Uint8Array, at: number, count: number): number =>
  count === 0 ? at : behindNumbers(bytes, behindNumber(bytes, at), count - 1);

/** Every function that the module defines, in its order. */
export function functionsOf(bytes: Uint8Array): readonly WasmFunction[] {
  for (let at = HEADER_BYTES; at < bytes.length;) {
    const section = bytes[at];
    const [size, body] = unsigned(bytes, at + 1);
    if (section === CODE_SECTION) return functionsIn(bytes, body);
    at = body + size;
  }
  throw new Error('the module has no code');
}

function functionsIn(bytes: Uint8Array, section: number): readonly WasmFunction[] {
  const [count, first] = unsigned(bytes, section);
  const found: WasmFunction[] = [];
  let at = first;
  for (let index = 0; index < count; index++) {
    const [size, body] = unsigned(bytes, at);
    const [groups, locals] = unsigned(bytes, body);
    let start = locals;
    for (let group = 0; group < groups; group++) start = behindNumber(bytes, start) + 1;
    found.push({ start, end: body + size });
    at = body + size;
  }
  return found;
}

const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const END = 0x0b;

/** The instructions of a function, in order. */
export function instructionsOf(bytes: Uint8Array, { start, end }: WasmFunction): readonly Instruction[] {
  const found: Instruction[] = [];
  const open: number[] = [];
  for (let at = start; at < end;) {
    const opcode = bytes[at] ?? 0;
    if (opcode === BLOCK || opcode === LOOP || opcode === IF) open.push(opcode);
    if (opcode === END) open.pop();
    found.push({ at, opcode, loops: open.filter((one) => one === LOOP).length });
    at = behindOperands(bytes, at + 1, opcode);
  }
  return found;
}

const BR_TABLE = 0x0e;
const MISC = 0xfc;
const VECTOR = 0xfd;

function behindOperands(bytes: Uint8Array, at: number, opcode: number): number {
  switch (opcode) {
    case BR_TABLE: {
      const [count, labels] = unsigned(bytes, at);
      return behindNumbers(bytes, labels, count + 1);
    }
    case MISC:
      return behindMisc(bytes, at);
    case VECTOR:
      return behindVector(bytes, at);
    default:
      return behindPlain(bytes, at, opcode);
  }
}

/** Instructions of one byte, whose operands are numbers or a constant. */
function behindPlain(bytes: Uint8Array, at: number, opcode: number): number {
  const isAny = (from: number, to: number): boolean => opcode >= from && opcode <= to;
  if (isAny(BLOCK, IF) || isAny(0x0c, 0x0d) || opcode === 0x10 || isAny(0x20, 0x24)) return behindNumber(bytes, at);
  if (opcode === 0x11) return behindNumbers(bytes, at, 2);
  if (isAny(0x28, 0x3e)) return behindMemory(bytes, at);
  if (isAny(0x3f, 0x42)) return behindNumber(bytes, at);
  if (opcode === 0x43) return at + 4;
  if (opcode === 0x44) return at + 8;
  if (isAny(0x00, 0x01) || opcode === 0x05 || opcode === END || opcode === 0x0f || isAny(0x1a, 0x1b)) return at;
  if (isAny(0x45, 0xc4)) return at;
  throw new Error(`an instruction that nobody expected: 0x${opcode.toString(16)}`);
}

/** Alignment, an offset, and the memory where the alignment says that one follows. */
function behindMemory(bytes: Uint8Array, at: number): number {
  const [alignment, behind] = unsigned(bytes, at);
  return behindNumbers(bytes, behind, alignment >= 64 ? 2 : 1);
}

/** Saturating conversions have no operands; copies and fills name memories and segments. */
const MISC_OPERANDS = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1];

function behindMisc(bytes: Uint8Array, at: number): number {
  const [opcode, behind] = unsigned(bytes, at);
  const operands = MISC_OPERANDS[opcode];
  if (operands === undefined) throw new Error(`an instruction that nobody expected: 0xfc ${opcode}`);
  return behindNumbers(bytes, behind, operands);
}

function behindVector(bytes: Uint8Array, at: number): number {
  const [opcode, behind] = unsigned(bytes, at);
  if (opcode <= 11 || opcode === 92 || opcode === 93) return behindMemory(bytes, behind);
  if (opcode === 12 || opcode === 13) return behind + 16;
  if (opcode >= 21 && opcode <= 34) return behind + 1;
  return opcode >= 84 && opcode <= 91 ? behindMemory(bytes, behind) + 1 : behind;
}
