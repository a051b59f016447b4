// A policy that was written in Rego and compiled by `opa build -t wasm`, asked beside the hpol policy. Whatever it does but answer with a
// decision is a block.
import { contentDigest } from '../../compiler/abi/bundle-signature.ts';
import { BundleFault, DATA_FILE, MODULE_FILE, type BundleFiles } from '../../compiler/abi/bundle.ts';
import type { Decision } from '../../compiler/abi/decision.ts';
import { blockBecause } from '../../compiler/abi/event-fault.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { canonicalJson } from '../../compiler/abi/opa-hash.ts';
import { openOpaModule, type OpaModule } from '../../compiler/abi/opa-module.ts';
import { combineMasks } from './combine-decisions.ts';
import { readRegoDecision, type RegoNames } from './rego-decision.ts';

export interface RegoPolicy {
  /** SHA-256, hex, of the bundle's content. */
  readonly digest: string;
  readonly entrypoint: string;
  /** Never throws: a fault is a block whose reason says which policy and why. */
  decide(event: PolicyEvent): Decision;
}

/** 64 MiB for data, input and work. */
const MAX_PAGES = 1024;

/** What the host can do. `regex.split` is not among them: it would run on a backtracking engine, on texts that clients choose. */
const BUILTINS: ReadonlySet<string> = new Set([
  'json.is_valid',
  'sprintf',
  'yaml.is_valid',
  'yaml.marshal',
  'yaml.unmarshal',
]);

/** Throws BundleFault. */
export function openRegoPolicy(files: BundleFiles, names: RegoNames): RegoPolicy {
  const { entrypoint } = names;
  const open = opener(files);
  let module: OpaModule | null = firstModule(open, entrypoint);

  const evaluate = (input: unknown): Decision | string => {
    try {
      module ??= open();
      const answer = module.evaluate(input, entrypoint);
      return answer === undefined ? 'it gave no decision' : readRegoDecision(answer, names);
    } catch {
      // INVARIANT: after a trap or an abort nothing in the instance is relied on again (rego-policy.test.ts).
      module = null;
      return 'it failed';
    }
  };

  const decide = (event: PolicyEvent): Decision => {
    const decision = evaluate(event);
    if (typeof decision === 'string') return fault(entrypoint, decision);
    const lasting = evaluate(lastingPart(event));
    if (typeof lasting === 'string') {
      return fault(entrypoint, `asked with identity, session and target alone, which decide about masks, ${lasting}`);
    }
    const members = [...names.members];
    const [masks, expected] = [decision, lasting].map((each) => combineMasks(each.masks, members));
    // INVARIANT: masks belong to a session, so that a prepared statement or a cursor cannot change them (rego-policy.test.ts).
    if (JSON.stringify(masks) !== JSON.stringify(expected)) {
      return fault(entrypoint, 'its masks depend on more than identity, session and target');
    }
    return { ...decision, masks: masks ?? [] };
  };
  return { digest: contentDigest(files), entrypoint, decide };
}

/** What holds for as long as a session does. */
const lastingPart = (event: PolicyEvent): object => ({
  identity: event['identity'],
  session: event['session'],
  target: event['target'],
});

const fault = (entrypoint: string, why: string): Decision =>
  blockBecause(`the Rego policy ${entrypoint} cannot be relied on, so nothing is allowed: ${why}`);

function opener(files: BundleFiles): () => OpaModule {
  const wasm = files.get(MODULE_FILE);
  if (wasm === undefined) {
    throw new BundleFault(`\`${MODULE_FILE}\` is missing`, 'build it with `opa build -t wasm -e PACKAGE/RULE`');
  }
  const stray = [...files.keys()].find((name) => /\/data\.(json|ya?ml)$/.test(name) && name !== DATA_FILE);
  if (stray !== undefined) {
    throw new BundleFault(
      `it has data at \`${stray}\``,
      'build it with `opa build`, which puts all data into `/data.json`',
    );
  }
  const data = files.get(DATA_FILE) ?? new TextEncoder().encode('{}');
  return started(() => {
    const module = new WebAssembly.Module(new Uint8Array(wasm));
    // INVARIANT: the module gets the text whose hash was signed, so that its own reading of, say, a key that stands twice does not count (rego-policy.test.ts).
    const document = new TextEncoder().encode(canonicalJson(data));
    return () => openOpaModule(module, { maxPages: MAX_PAGES, data: document });
  });
}

function firstModule(open: () => OpaModule, entrypoint: string): OpaModule {
  const module = started(open);
  if (!module.entrypoints.includes(entrypoint)) {
    const known = module.entrypoints.map((name) => `\`${name}\``).join(', ');
    throw new BundleFault(
      `it has no entrypoint \`${entrypoint}\`, only ${known}`,
      'name one of these, or build it with `opa build -t wasm -e PACKAGE/RULE`',
    );
  }
  const lacking = module.builtins.filter((name) => !BUILTINS.has(name));
  if (lacking.length > 0) {
    throw new BundleFault(
      `it calls ${lacking.join(', ')}, which the gateway does not provide`,
      'leave these functions out of the policy',
    );
  }
  return module;
}

/** The SDK throws texts as well as errors. */
function started<T>(start: () => T): T {
  try {
    return start();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BundleFault(
      `its module or its data cannot be loaded (${why})`,
      'build it again with `opa build -t wasm`',
    );
  }
}
