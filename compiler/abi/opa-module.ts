// Asks a module through the surface that any OPA host uses, with OPA's own npm SDK. The adapter of @open-policy-agent/opa-wasm.
import * as sdk from '@open-policy-agent/opa-wasm';

/** As an ES module the SDK has this function on its default export only, whatever its types say. */
const { loadPolicySync } = (sdk as unknown as { readonly default: Pick<typeof sdk, 'loadPolicySync'> }).default;

export interface OpaModule {
  readonly entrypoints: readonly string[];
  /** Functions that the module wants its host to provide. */
  readonly builtins: readonly string[];
  /** The value of the entrypoint; undefined when it has none. Throws whatever the module or the SDK throws, which may not be an Error. */
  evaluate(input: unknown, entrypoint: string): unknown;
}

export interface OpaModuleOptions {
  /** JSON text of the data document. */
  readonly data?: Uint8Array;
  /** Pages of 64 KiB that its memory may grow to; unbounded when absent. */
  readonly maxPages?: number;
}

const FIRST_PAGES = 5;

interface OpaExports {
  readonly builtins: () => number;
  readonly opa_json_dump: (value: number) => number;
}

export function openOpaModule(module: WebAssembly.Module, { data, maxPages }: OpaModuleOptions = {}): OpaModule {
  const limit = maxPages === undefined ? {} : { maximum: maxPages };
  const policy = loadPolicySync(module, { initial: FIRST_PAGES, ...limit });
  const { exports } = policy.wasmInstance as WebAssembly.Instance;
  const builtins = Object.keys(builtinsOf(exports as unknown as OpaExports, policy.mem));
  // The text itself, not a parsed value: JavaScript would round large numbers.
  if (data !== undefined) policy.setData(new Uint8Array(data).buffer);
  return {
    entrypoints: Object.keys(policy.entrypoints as object),
    builtins,
    evaluate: (input, entrypoint) => {
      const results = policy.evaluate(input, entrypoint) as readonly { readonly result: unknown }[];
      return results[0]?.result;
    },
  };
}

/** What this allocates is on the heap that the SDK sets back before each evaluation. */
function builtinsOf(exports: OpaExports, memory: WebAssembly.Memory): object {
  const address = exports.opa_json_dump(exports.builtins());
  const bytes = new Uint8Array(memory.buffer, address);
  return JSON.parse(new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)))) as object;
}
