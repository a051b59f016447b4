// Where something stands in a source file. A leaf that every stage of the room shares.

/** A half-open range of UTF-16 offsets in one source file. Line and column are computed late, from the source. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}
