// Hosts that call a module as the SDKs of other languages do, call by call: where they put the input, what they give as
// heap pointer, in which order they load data. Each was written after reading the SDK that it is named after.
import { Buffer } from 'node:buffer';
import { startHost, type OpaHost } from './opa-host.ts';

/** The result set of one evaluation as text, format 0. */
type ResultText = string;

export interface Sdk {
  readonly memory: WebAssembly.Memory;
  readonly entrypoints: Readonly<Record<string, number>>;
  /** `input` undefined is no input. Throws what the module traps with. */
  evaluate(input: unknown, entrypoint?: number): ResultText;
  setData(data: unknown): void;
}

export interface PatchingSdk extends Sdk {
  setDataPath(path: readonly string[], value: unknown): void;
  removeDataPath(path: readonly string[]): void;
  /** A second host whose data are the bytes of this one's. */
  clone(): PatchingSdk;
}

type Start<Host extends Sdk = Sdk> = (module: WebAssembly.Module) => Host;

const jsonOf = (host: OpaHost, value: number): string => host.read(host.call('opa_json_dump', value));

const entrypointsOf = (host: OpaHost): Readonly<Record<string, number>> =>
  JSON.parse(jsonOf(host, host.call('entrypoints'))) as Record<string, number>;

function loaded(value: number): number {
  if (value === 0) throw new Error('the module does not read the value');
  return value;
}

/** Contexts in steps, as every SDK did before ABI 1.2. */
function evaluateInSteps(host: OpaHost, parts: { input: number | null; data: number; entrypoint: number }): string {
  const context = host.call('opa_eval_ctx_new');
  if (parts.input !== null) host.call('opa_eval_ctx_set_input', context, parts.input);
  host.call('opa_eval_ctx_set_data', context, parts.data);
  host.call('opa_eval_ctx_set_entrypoint', context, parts.entrypoint);
  host.call('eval', context);
  return jsonOf(host, host.call('opa_eval_ctx_get_result', context));
}

/** Go, `internal/wasm/sdk` of OPA: memory with a maximum, Rego text both ways, data changed by path, hosts cloned byte by byte. */
const startGo = (
  module: WebAssembly.Module,
  copied?: { readonly data: number; readonly bytes: Uint8Array },
): PatchingSdk => {
  const host = startHost(module, new WebAssembly.Memory({ initial: 3, maximum: 512 }));
  const toRego = (value: unknown): number => {
    const [address, length] = host.put(JSON.stringify(value));
    const parsed = host.call('opa_value_parse', address, length);
    host.call('opa_free', address);
    return parsed;
  };
  host.call('opa_malloc', 0);
  const base = host.call('opa_heap_ptr_get');
  let data = 0;
  if (copied !== undefined) {
    host.write(base, copied.bytes);
    data = copied.data;
    host.call('opa_heap_ptr_set', base + copied.bytes.length);
  }
  let evalHeap = host.call('opa_heap_ptr_get');
  jsonOf(host, host.call('builtins'));
  const entrypoints = entrypointsOf(host);
  const patch = (change: (path: number) => number, path: readonly string[]): void => {
    host.call('opa_heap_ptr_set', evalHeap);
    host.call('opa_heap_blocks_restore');
    const pathValue = toRego(path);
    const code = change(pathValue);
    host.call('opa_value_free', pathValue);
    host.call('opa_heap_blocks_stash');
    evalHeap = host.call('opa_heap_ptr_get');
    if (code !== 0) throw new Error(`unable to set data value for path ${path.join('.')}, err=${code}`);
  };
  return {
    memory: host.memory,
    entrypoints,
    evaluate: (input, entrypoint = 0) => {
      const text = input === undefined ? '' : JSON.stringify(input);
      const length = Buffer.byteLength(text);
      const missing = evalHeap + length - host.memory.buffer.byteLength;
      if (missing > 0) host.memory.grow(Math.ceil(missing / 65_536));
      if (length > 0) host.write(evalHeap, text);
      const address = length === 0 ? 0 : evalHeap;
      const result = host.read(host.call('opa_eval', 0, entrypoint, data, address, length, evalHeap + length, 1));
      return result.replace(/^\{\{/, '[{').replace(/\}\}$/, '}]');
    },
    setData: (value) => {
      data = 0;
      host.call('opa_heap_stash_clear');
      host.call('opa_heap_ptr_set', base);
      data = loaded(toRego(value));
      host.call('opa_heap_blocks_stash');
      evalHeap = host.call('opa_heap_ptr_get');
    },
    setDataPath: (path, value) => {
      patch((pathValue) => host.call('opa_value_add_path', data, pathValue, toRego(value)), path);
    },
    removeDataPath: (path) => {
      patch((pathValue) => host.call('opa_value_remove_path', data, pathValue), path);
    },
    clone: () => startGo(module, { data, bytes: new Uint8Array(host.memory.buffer).slice(base, evalHeap) }),
  };
};

/** JavaScript, npm `@open-policy-agent/opa-wasm`: the heap pointer is where the input ends, and entrypoints are asked for behind the base. */
const startNpm: Start = (module) => {
  const host = startHost(module, 5);
  jsonOf(host, host.call('builtins'));
  let data = loaded(host.call('opa_json_parse', ...host.put('{}')));
  const base = host.call('opa_heap_ptr_get');
  let dataHeap = base;
  const entrypoints = entrypointsOf(host);
  return {
    memory: host.memory,
    entrypoints,
    evaluate: (input, entrypoint = 0) => {
      // Whatever is false, 0 or empty in JavaScript is no input there.
      const text = input ? JSON.stringify(input) : '';
      const missing = dataHeap + Buffer.byteLength(text) - host.memory.buffer.byteLength;
      if (missing > 0) host.memory.grow(Math.ceil(missing / 65_536));
      const length = host.write(dataHeap, text);
      const address = length === 0 ? 0 : dataHeap;
      return host.read(host.call('opa_eval', 0, entrypoint, data, address, length, dataHeap + length, 0));
    },
    setData: (value) => {
      host.call('opa_heap_ptr_set', base);
      data = loaded(host.call('opa_json_parse', ...host.put(JSON.stringify(value))));
      dataHeap = host.call('opa_heap_ptr_get');
    },
  };
};

/** Java, `opa-java-wasm`: steps only, no data are an empty text, texts end in a NUL one byte past the allocation, and without input the heap pointer goes back below the context. */
const startJava: Start = (module) => {
  const host = startHost(module, new WebAssembly.Memory({ initial: 10, maximum: 65_536 }));
  const base = host.call('opa_heap_ptr_get');
  host.call('opa_heap_ptr_set', base);
  let dataHeap = base;
  let data = -1;
  let input = -1;
  const load = (text: string): number => {
    const length = Buffer.byteLength(text);
    const address = host.call('opa_malloc', length);
    host.write(address, `${text}\0`);
    const value = host.call('opa_json_parse', address, length);
    host.call('opa_free', address);
    return value;
  };
  const setData = (text: string): void => {
    if (data !== -1) host.call('opa_value_free', data);
    host.call('opa_heap_ptr_set', base);
    data = load(text);
    dataHeap = host.call('opa_heap_ptr_get');
  };
  const setInput = (text: string): void => {
    if (data === -1) setData('');
    else host.call('opa_heap_ptr_set', dataHeap);
    input = load(text);
  };
  return {
    memory: host.memory,
    get entrypoints() {
      return entrypointsOf(host);
    },
    evaluate: (value, entrypoint = 0) => {
      input = -1;
      if (value !== undefined) setInput(JSON.stringify(value));
      const context = host.call('opa_eval_ctx_new');
      if (data === -1) setData('');
      host.call('opa_eval_ctx_set_data', context, data);
      if (input === -1) setInput('');
      host.call('opa_eval_ctx_set_input', context, input);
      host.call('opa_eval_ctx_set_entrypoint', context, entrypoint);
      if (host.call('eval', context) !== 0) throw new Error('not evaluated');
      const result = host.call('opa_eval_ctx_get_result', context);
      const text = jsonOf(host, result);
      host.call('opa_free', result);
      return text;
    },
    setData: (value) => setData(JSON.stringify(value)),
  };
};

/** .NET, `Opa.Wasm`: two pages, writes input without growing memory, and its data address may mean nothing. */
const startDotnet: Start = (module) => {
  const host = startHost(module, 2);
  jsonOf(host, host.call('builtins'));
  host.call('opa_json_parse', ...host.put('{}'));
  const base = host.call('opa_heap_ptr_get');
  let dataHeap = base;
  const entrypoints = entrypointsOf(host);
  return {
    memory: host.memory,
    entrypoints,
    evaluate: (input, entrypoint = 0) => {
      const length = host.write(dataHeap, input === undefined ? '' : JSON.stringify(input));
      return host.read(host.call('opa_eval', 0, entrypoint, 0x7ffffff1, dataHeap, length, dataHeap + length, 0));
    },
    setData: (value) => {
      host.call('opa_heap_ptr_set', base);
      host.call('opa_json_parse', ...host.put(JSON.stringify(value)));
      dataHeap = host.call('opa_heap_ptr_get');
    },
  };
};

/** Rust, `opa-wasm`: C strings, whose NUL counts, and memory that is grown to the page of the input's end. */
const startRust: Start = (module) => {
  const host = startHost(module, 2);
  jsonOf(host, host.call('builtins'));
  const entrypoints = entrypointsOf(host);
  const load = (value: unknown): number => {
    const [address, length] = host.put(`${JSON.stringify(value)}\0`);
    const parsed = host.call('opa_json_parse', address, length);
    host.call('opa_free', address);
    return loaded(parsed);
  };
  let data = load({});
  let heap = host.call('opa_heap_ptr_get');
  return {
    memory: host.memory,
    entrypoints,
    evaluate: (input, entrypoint = 0) => {
      const text = JSON.stringify(input ?? null);
      const end = heap + Buffer.byteLength(text);
      const pages = Math.ceil(end / 65_536) - host.memory.buffer.byteLength / 65_536;
      if (pages > 0) host.memory.grow(pages);
      const length = host.write(heap, text);
      return host.read(host.call('opa_eval', 0, entrypoint, data, heap, length, end, 0));
    },
    setData: (value) => {
      data = load(value);
      heap = host.call('opa_heap_ptr_get');
    },
  };
};

/** Rust before ABI 1.2, and every other host in steps. */
const startSteps: Start = (module) => {
  const host = startHost(module, 2);
  let data = loaded(host.call('opa_json_parse', ...host.put('{}')));
  const base = host.call('opa_heap_ptr_get');
  let dataHeap = base;
  return {
    memory: host.memory,
    entrypoints: entrypointsOf(host),
    evaluate: (input, entrypoint = 0) => {
      host.call('opa_heap_ptr_set', dataHeap);
      const value = input === undefined ? null : host.call('opa_json_parse', ...host.put(JSON.stringify(input)));
      return evaluateInSteps(host, { input: value, data, entrypoint });
    },
    setData: (value) => {
      host.call('opa_heap_ptr_set', base);
      data = loaded(host.call('opa_json_parse', ...host.put(JSON.stringify(value))));
      dataHeap = host.call('opa_heap_ptr_get');
    },
  };
};

/** Python, `opa-wasm`: entrypoints before anything else, a space behind each colon and comma, all but ASCII escaped. */
const startPython: Start = (module) => {
  const host = startHost(module, 5);
  const entrypoints = entrypointsOf(host);
  jsonOf(host, host.call('builtins'));
  let data = loaded(host.call('opa_json_parse', ...host.put('{}')));
  const base = host.call('opa_heap_ptr_get');
  let dataHeap = base;
  const dumps = (value: unknown): string =>
    JSON.stringify(value, null, 1)
      .replaceAll(/\n */g, ' ')
      .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return {
    memory: host.memory,
    entrypoints,
    evaluate: (input, entrypoint = 0) => {
      const length = host.write(dataHeap, dumps(input ?? null));
      return host.read(host.call('opa_eval', 0, entrypoint, data, dataHeap, length, dataHeap + length, 0));
    },
    setData: (value) => {
      host.call('opa_heap_ptr_set', base);
      data = loaded(host.call('opa_json_parse', ...host.put(dumps(value))));
      dataHeap = host.call('opa_heap_ptr_get');
    },
  };
};

export const SDKS: readonly (readonly [name: string, start: Start])[] = [
  ['npm', startNpm],
  ['Go', startGo],
  ['Java', startJava],
  ['.NET', startDotnet],
  ['Rust', startRust],
  ['Python', startPython],
  ['steps', startSteps],
];

export const startGoSdk: Start<PatchingSdk> = (module) => startGo(module);
