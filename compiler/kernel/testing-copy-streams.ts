// Test support: whole COPY streams through one kernel, cut or not, and through the slow version.
import { COPY_STATUS } from '../abi/copy.ts';
import type { ColumnOperation } from '../abi/rows.ts';
import { referenceCopy } from './testing-copy.ts';
import { startKernel, type TestDialect } from './testing-kernel.ts';
import { concat, utf8 } from './testing-rows.ts';

const KEY = utf8('a key for tests');
export const kernel = startKernel();
kernel.key(KEY);
kernel.exports.hpol_mark();

export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

export interface Masked {
  readonly output: string;
  readonly isProper: boolean;
}

/** Feeds a stream in the given chunks, as a host would: what was not consumed comes again. */
export function maskInChunks(
  plan: readonly ColumnOperation[],
  dialect: TestDialect,
  chunks: readonly Uint8Array[],
): Masked {
  kernel.exports.hpol_reset();
  const state = kernel.openCopy(plan, dialect);
  let held: Uint8Array = new Uint8Array();
  const out: Uint8Array[] = [];
  for (const chunk of chunks) {
    held = concat([held, chunk]);
    const masked = kernel.copy(state, held, held.length * 20 + 400);
    out.push(new Uint8Array(masked.output));
    if (masked.status === COPY_STATUS.malformed) return { output: latin1(concat(out)), isProper: false };
    if (masked.status !== COPY_STATUS.needInput) throw new Error(`status ${masked.status} with room for all`);
    held = held.slice(masked.consumed);
  }
  const isProper = kernel.exports.hpol_copy_end(state, held.length) === COPY_STATUS.needInput;
  return { output: latin1(concat(out)), isProper };
}

/** Cut at the given places. */
export function maskCut(
  plan: readonly ColumnOperation[],
  dialect: TestDialect,
  { stream, cuts }: { readonly stream: Uint8Array; readonly cuts: readonly number[] },
): Masked {
  const places = [...new Set(cuts.map((cut) => cut % (stream.length + 1)))].toSorted((a, b) => a - b);
  const edges = [0, ...places, stream.length];
  const chunks = edges.slice(1).map((edge, index) => stream.slice(edges[index], edge));
  return maskInChunks(plan, dialect, chunks);
}

/** What the slow version gives. */
export function reference(plan: readonly ColumnOperation[], dialect: TestDialect, stream: Uint8Array): Masked {
  const { output, isProper } = referenceCopy(plan, stream, dialect, KEY);
  return { output: latin1(output), isProper };
}
