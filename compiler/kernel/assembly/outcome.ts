// What an operation on one value gives instead of a number of bytes written. Every operation reads `length` bytes at `source` and
// writes at `out`, which ends at `limit`; what it cannot read as the type that it is for becomes NULL.

/** No honest value exists. */
export const IS_NULL: i32 = -1;
/** The value does not fit between `out` and `limit`; nothing that was written counts. */
export const NO_ROOM: i32 = -2;
