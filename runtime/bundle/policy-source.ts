// Where the bytes of a bundle come from: a file, or a URL (http-source.ts).
import { readFileSync, statSync } from 'node:fs';
import { reasonOf } from '../config/reason-of.ts';

export interface PolicySource {
  /** The bytes as they are now. Rejects with an Error that names the place. */
  read(stopped?: AbortSignal): Promise<Uint8Array>;
}

/** No bundle is nearly as long; what is longer is something else. */
export const MAX_BUNDLE_BYTES = 64 * 1024 * 1024;

export const fileSource = (path: string): PolicySource => ({
  read: async () => {
    try {
      const { size } = statSync(path);
      if (size > MAX_BUNDLE_BYTES) throw new Error(`it is longer than ${MAX_BUNDLE_BYTES} bytes`);
      return await Promise.resolve(readFileSync(path));
    } catch (error) {
      throw new Error(`${path}: ${reasonOf(error)}`, { cause: error });
    }
  },
});
