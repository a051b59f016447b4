// The streaming surface of a module as TypeScript sees it; docs/abi.md says what each export does.
import { BundleFault } from '../../compiler/abi/bundle.ts';
import { STREAMING_EXPORTS } from '../../compiler/abi/rows.ts';
import type { CopyExports } from './copy-rows.ts';
import type { RowExports } from './rows.ts';
import type { ScanExports } from './scan.ts';

export interface ModuleExports extends RowExports, CopyExports, ScanExports {
  readonly hpol_decide: (record: number) => number;
  readonly hpol_explain: (record: number) => number;
  readonly hpol_members: (address: number, length: number) => number;
  readonly hpol_key: (address: number, length: number) => void;
}

/** Checks that a module has the surface. Throws BundleFault. */
export function moduleExports(instance: WebAssembly.Instance): ModuleExports {
  const missing = STREAMING_EXPORTS.filter((name) => typeof instance.exports[name] !== 'function');
  if (missing.length > 0) {
    throw new BundleFault(`the module lacks ${missing.join(', ')}`, 'build it again with `policyc build`');
  }
  return instance.exports as unknown as ModuleExports;
}
