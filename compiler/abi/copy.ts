// The COPY part of the streaming surface: masks what `COPY … TO STDOUT` sends, the payloads of its CopyData messages as one stream.
// The plan is that of rows.ts. A stream is a state record, which the host writes once and the kernel then keeps up to date.

export const COPY_FORMAT = { text: 0, csv: 1, binary: 2 } as const;

export type CopyFormatName = keyof typeof COPY_FORMAT;

export const COPY_PHASE = {
  /** The header comes first: always in `binary`, with the option HEADER in the others. */
  header: 0,
  rows: 1,
  /** The end was marked; nothing may follow. */
  ended: 2,
  failed: 3,
} as const;

/**
 * The state is COPY_STREAM of records.ts. Binary streams use only the first three; text streams no quote and no escape. Bytes are UTF-8: another ENCODING must be refused.
 *
 * `hpol_copy(state, input, inputLength, output, outputCapacity) -> status` masks whole rows. What it did not consume comes again, with
 * more behind it. Bytes and rows are counted in the same globals as those of `hpol_rows`; a header is no row.
 * `hpol_copy_end(state, held) -> status` says whether a stream may end with `held` bytes not consumed: `needInput` when it may.
 */
export const COPY_STATUS = {
  /** The input ended, exactly or inside a row. */
  needInput: 0,
  /** The next masked row does not fit the output: drain it or give more. */
  needOutput: 2,
  /** Nothing of the row in hand is written, the stream cannot go on, and the session must end. */
  malformed: 3,
} as const;

export type CopyStatus = (typeof COPY_STATUS)[keyof typeof COPY_STATUS];

/** A longer row, as it comes, is malformed: a row is held until it is whole. */
export const MAX_COPY_ROW_BYTES = 64 * 1024 * 1024;
