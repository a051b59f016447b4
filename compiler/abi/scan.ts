// The scan of a stream of text: what the host and compiler/kernel/assembly/scan.ts share. docs/abi.md describes it for other
// hosts.

/**
 * Scan record: what a stream keeps between its chunks. u32 flags (bit 0: text is being withheld), u32 length
 * of the context, u32 length of what is held back, u32 length of an unfinished UTF-8 sequence and 4 bytes for it; then the
 * context and behind it what is held back. A record whose header is zero is a new stream.
 *
 * `hpol_scan(record, input, length, output, capacity, isLast) -> bytes written, or -1 when there is no room`, and then nothing has changed.
 */
export const SCAN_HEADER_BYTES = 20;
/** Text before what is held back, which has been released: assertions and validators look at it. */
export const SCAN_CONTEXT_BYTES = 64;
/**
 * What may still become a hit is held back up to this many bytes. Where it is more, all of it is withheld, and what
 * follows up to where no hit can reach.
 */
export const SCAN_HOLD_BYTES = 8_192;
export const SCAN_RECORD_BYTES: number = SCAN_HEADER_BYTES + SCAN_CONTEXT_BYTES + SCAN_HOLD_BYTES;

/** What stands for text that is withheld. */
export const WITHHELD = '[withheld]';
