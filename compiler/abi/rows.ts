// The row-masking part of the streaming surface: operations, plan layout, call protocol. A plan is
// built once per result by runtime/engine and read by compiler/kernel for every row.
import type { MaskOperation } from '../../lang/vocabulary/type-masks.ts';
import { PLAN, PLAN_COLUMN } from './records.ts';

/**
 * What the walker does to one column. `constant` and `NULL` serve redaction; the others are the transforms by type and
 * format. A value that an operation cannot honestly transform becomes NULL, never itself. Which operation is for which type
 * and format is in lang/vocabulary/type-masks.ts.
 */
export const ROW_OPERATION = {
  pass: 0,
  null: 1,
  /** Replace a non-NULL value by the constant bytes of the plan entry. */
  constant: 2,
  /** Text: keep the first / last `count` letters or digits and every separator; other letters and digits become `*`. */
  keepFirst: 3,
  keepLast: 4,
  /** Text: `p_` and 16 hex digits of HMAC-SHA-256 under the module's key. */
  pseudonym: 5,
  /** Text date or timestamp in ISO form: `YYYY-01-01`, time part zeroed. */
  yearText: 6,
  /** Binary date: int32 days since 2000-01-01. */
  yearDate: 7,
  /** Binary timestamp(tz): int64 microseconds since 2000-01-01. */
  yearTimestamp: 8,
  /** Text: every hit of the policy's detectors is replaced by `[member]`. */
  scrub: 9,
  /** character(n): the pseudonym of the text without the blanks at its end. */
  pseudonymPadded: 10,
  /** int8: the first eight bytes of the HMAC of its eight bytes without the sign, in text and in binary. */
  pseudonymInt8Text: 11,
  pseudonymInt8: 12,
  /** uuid: version 8, its other 122 bits from the HMAC of its sixteen bytes, in text and in binary. */
  pseudonymUuidText: 13,
  pseudonymUuid: 14,
  /** bytea: the first sixteen bytes of the HMAC; the text may be in the hex or the escape form and becomes hex. */
  pseudonymByteaText: 15,
  pseudonymBytea: 16,
  /** Text `12345` or `12345-6789`: its first three digits, `000` for an area with few people. */
  zip3Text: 17,
  /** Text: a whole number over 89 becomes `90`, one up to 89 stays. */
  age90Text: 18,
  /** A ZIP code in a number that has lost its leading zeros; decimal is the text of int4, int8 and numeric. */
  zip3Decimal: 20,
  zip3Int4: 21,
  zip3Int8: 22,
  zip3Numeric: 23,
  /** An age over 89 becomes 90, one from 0 to 89 stays; decimal is the text of every numeric type. */
  age90Decimal: 24,
  age90Int2: 25,
  age90Int4: 26,
  age90Int8: 27,
  age90Float4: 28,
  age90Float8: 29,
  age90Numeric: 30,
} as const satisfies Readonly<Record<'pass' | 'null' | MaskOperation, number>>;

export type RowOperation = (typeof ROW_OPERATION)[keyof typeof ROW_OPERATION];

/** One column of a plan. `constant` is UTF-8 text for operation `constant`; `count` serves keepFirst and keepLast. */
export interface ColumnOperation {
  readonly operation: RowOperation;
  readonly count: number;
  readonly constant: string;
}

/**
 * `hpol_rows(plan, input, inputLength, output, outputCapacity) -> status` walks whole backend messages of type DataRow (`D`) at `input`,
 * writes them masked at `output`, and stops at the first other message, at an incomplete one, or when the output has no room.
 * Exported globals `hpol_rows_consumed` and `hpol_rows_produced` (mutable i32) hold how many bytes were read and written,
 * `hpol_rows_messages` in how many messages.
 */
export const PLAN_HEADER_BYTES = PLAN.bytes;
export const PLAN_COLUMN_BYTES = PLAN_COLUMN.bytes;

export const ROWS_STATUS = {
  /** The input ended, exactly or inside a message: keep what was not consumed and call again with more behind it. */
  needInput: 0,
  /** The next message is not a DataRow. */
  otherMessage: 1,
  /** The next masked message does not fit the output: drain it or give more. */
  needOutput: 2,
  /** A DataRow whose lengths lie or whose column count is not the plan's. The session must end. */
  malformed: 3,
} as const;

export type RowsStatus = (typeof ROWS_STATUS)[keyof typeof ROWS_STATUS];

/** Exports of the streaming surface besides the globals above; `docs/abi.md` gives each signature. */
export const STREAMING_EXPORTS = [
  /** (bytes) -> address. Bump allocation in the host's region; freed by hpol_reset. */
  'hpol_alloc',
  /** () -> void. Forgets everything that hpol_alloc gave since hpol_mark. */
  'hpol_reset',
  /** () -> void. Makes what was allocated so far permanent. */
  'hpol_mark',
  /** (record) -> address of a decision record, valid until the next call. */
  'hpol_decide',
  /** (record) -> address of one byte for each atom, valid until the next call: ATOM_STATE of explain.ts. */
  'hpol_explain',
  /** (address, length) -> address of member bits (u32 words): the members whose patterns match the column `schema.relation.column`. */
  'hpol_members',
  /** (address, length) -> void. Sets the pseudonym key. Without it pseudonym yields NULL. */
  'hpol_key',
  'hpol_rows',
  /** As hpol_rows, for a COPY stream: see copy.ts. */
  'hpol_copy',
  'hpol_copy_end',
  /** (input, length, output, capacity) -> bytes written, -1 when there is no room, -2 when the text must be withheld (not UTF-8, too much work): one whole text, detector hits replaced. */
  'hpol_scrub',
  /** (record, input, length, output, capacity, isLast) -> bytes written, -1 when there is no room: one chunk of a stream of text; see scan.ts. */
  'hpol_scan',
] as const;
