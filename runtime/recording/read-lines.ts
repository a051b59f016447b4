// Lines of a recording from a file, chunk by chunk, so that memory does not grow with its size.
import { closeSync, openSync, readSync } from 'node:fs';
import { NEWLINE } from './line.ts';

const CHUNK_BYTES = 1 << 18;

/** One line without its newline. `ended` is false for a last line that has no newline. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly ended: boolean;
}

/** The lines in `chunks`, cut anywhere. Chunks may be reused by the source after the next one was asked for. */
export function* splitLines(chunks: Iterable<Uint8Array>): Generator<Line> {
  const parts: Uint8Array[] = [];
  for (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      yield { bytes: Buffer.concat([...parts, chunk.subarray(from, at)]), ended: true };
      parts.length = 0;
      from = at + 1;
    }
    if (from < chunk.length) parts.push(Buffer.from(chunk.subarray(from)));
  }
  if (parts.length > 0) yield { bytes: Buffer.concat(parts), ended: false };
}

/** The lines of a file. Throws what the file system throws. */
export function* readLines(path: string): Generator<Line> {
  const descriptor = openSync(path, 'r');
  try {
    yield* splitLines(chunksOf(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

function* chunksOf(descriptor: number): Generator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) {
    yield buffer.subarray(0, length);
  }
}
