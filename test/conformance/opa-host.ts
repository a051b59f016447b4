// A raw host of the OPA surface: calls by name, no SDK between. Tests imitate other hosts with it.

export type OpaFunction = (...parameters: readonly number[]) => number;

export interface OpaHost {
  readonly memory: WebAssembly.Memory;
  readonly call: (name: string, ...parameters: readonly number[]) => number;
  /** Copies text into memory that opa_malloc gave; gives address and length. */
  readonly put: (content: string | Uint8Array) => readonly [address: number, length: number];
  /** Copies text to an address of the host's choice; gives its length. */
  readonly write: (address: number, content: string | Uint8Array) => number;
  /** The text up to its NUL. */
  readonly read: (address: number) => string;
  /** One-shot evaluation; the heap pointer is left wherever the input ends. */
  readonly evaluate: (input: string | Uint8Array, format?: number, entrypoint?: number) => string;
}

/** `memory` in pages, or the memory itself; an instance that is there already is used with it. */
export function startHost(
  module: WebAssembly.Module,
  memory: number | WebAssembly.Memory = 2,
  instance?: WebAssembly.Instance,
): OpaHost {
  const env = { memory: typeof memory === 'number' ? new WebAssembly.Memory({ initial: memory }) : memory };
  const { exports } = instance ?? new WebAssembly.Instance(module, { env });
  const call = (name: string, ...parameters: readonly number[]): number =>
    (exports[name] as OpaFunction)(...parameters);
  const write = (address: number, content: string | Uint8Array): number => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    new Uint8Array(env.memory.buffer).set(bytes, address);
    return bytes.length;
  };
  const put = (content: string | Uint8Array): readonly [number, number] => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const address = call('opa_malloc', bytes.length);
    return [address, write(address, bytes)];
  };
  const read = (address: number): string => {
    const bytes = Buffer.from(env.memory.buffer);
    return bytes.toString('utf8', address, bytes.indexOf(0, address));
  };
  const evaluate = (input: string | Uint8Array, format = 0, entrypoint = 0): string => {
    const [address, length] = put(input);
    return read(call('opa_eval', 0, entrypoint, 0, address, length, address + length, format));
  };
  return { memory: env.memory, call, put, write, read, evaluate };
}
