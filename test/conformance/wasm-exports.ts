// The exports of a module with their exact types, read from its bytes: the platform's own reflection tells only kinds.

export interface WasmExport {
  readonly name: string;
  /** `(i32, i32) → i32`, `(i32)` without a result, `global i32`, `mutable global i32`, or `memory`. */
  readonly type: string;
}

const VALUE_TYPES: Readonly<Record<number, string>> = {
  0x7f: 'i32',
  0x7e: 'i64',
  0x7d: 'f32',
  0x7c: 'f64',
  0x7b: 'v128',
};
const [TYPES, IMPORTS, FUNCTIONS, GLOBALS, EXPORTS] = [1, 2, 3, 6, 7];
/** `i32.const` and `i64.const`. */
const CONSTANTS: readonly number[] = [0x41, 0x42];
const END = 0x0b;

/** Reads numbers and names of one section, or of the whole module. */
class Bytes {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isDone(): boolean {
    return this.at >= this.#bytes.length;
  }

  byte(): number {
    return this.#bytes[this.at++] ?? 0;
  }

  /** LEB128, unsigned; signed numbers are only passed over. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  part(length: number): Bytes {
    const start = this.at;
    this.at += length;
    return new Bytes(this.#bytes.subarray(start, start + length));
  }

  name(): string {
    const length = this.number();
    this.at += length;
    return new TextDecoder().decode(this.#bytes.subarray(this.at - length, this.at));
  }

  list<Item>(read: () => Item): readonly Item[] {
    return Array.from({ length: this.number() }, read);
  }

  types(): string {
    return this.list(() => VALUE_TYPES[this.byte()] ?? 'unknown').join(', ');
  }
}

function sectionsOf(wasm: Uint8Array): ReadonlyMap<number, Bytes> {
  const module = new Bytes(wasm);
  module.at = 8;
  const sections = new Map<number, Bytes>();
  while (!module.isDone) {
    const number = module.byte();
    sections.set(number, module.part(module.number()));
  }
  return sections;
}

function signature(section: Bytes): string {
  section.byte();
  const parameters = `(${section.types()})`;
  const results = section.types();
  return results === '' ? parameters : `${parameters} → ${results}`;
}

function globalType(section: Bytes): string {
  const type = VALUE_TYPES[section.byte()] ?? 'unknown';
  const isMutable = section.byte() === 1;
  if (!CONSTANTS.includes(section.byte())) throw new Error('only globals that start as a whole number are read');
  section.number();
  if (section.byte() !== END) throw new Error('a longer start value than expected');
  return `${isMutable ? 'mutable ' : ''}global ${type}`;
}

/** The module may import memory and nothing else, as every policy module does. */
export function wasmExports(wasm: Uint8Array): readonly WasmExport[] {
  const sections = sectionsOf(wasm);
  const list = <Item>(section: number, read: (bytes: Bytes) => Item): readonly Item[] => {
    const bytes = sections.get(section);
    return bytes === undefined ? [] : bytes.list(() => read(bytes));
  };
  if (sections.get(IMPORTS)?.number() !== 1) throw new Error('the module imports more than memory');
  const types = list(TYPES, signature);
  const functions = list(FUNCTIONS, (bytes) => types[bytes.number()] ?? 'unknown');
  const globals = list(GLOBALS, globalType);
  return list(EXPORTS, (bytes) => {
    const name = bytes.name();
    const kind = bytes.byte();
    const index = bytes.number();
    if (kind === 2) return { name, type: 'memory' };
    return { name, type: (kind === 3 ? globals[index] : functions[index]) ?? 'unknown' };
  });
}
