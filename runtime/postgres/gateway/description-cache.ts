// The last RowDescription of a session, read. A prepared statement that is executed again and again is described in the same
// bytes each time, and comparing them is cheaper than reading them.
import { readRowDescription, type ResultField } from '../wire/read-backend.ts';

const HEADER_BYTES = 5;

export class DescriptionCache {
  #raw: Buffer = Buffer.alloc(0);
  #fields: readonly ResultField[] = [];

  /** The fields of a whole RowDescription message; the same value for the same bytes. Throws ProtocolFault. */
  read(raw: Buffer): readonly ResultField[] {
    if (!raw.equals(this.#raw)) {
      this.#fields = readRowDescription(raw.subarray(HEADER_BYTES));
      // A copy, because the message lies in a chunk that should not live as long.
      this.#raw = Buffer.from(raw);
    }
    return this.#fields;
  }
}
