// The scan of a stream of text: what the host and compiler/kernel/assembly/scan.ts share. docs/abi.md describes it for other
// hosts.
//
// `hpol_scan(record, input, length, output, capacity, isLast) -> bytes written, or -1 when there is no room`, and then nothing
// has changed. A record whose fields are all zero is a new stream.
import { SCAN } from './records.ts';

/** Text before what is held back, which has been released: assertions and validators look at it. */
export const SCAN_CONTEXT_BYTES = 64;
/**
 * What may still become a hit is held back up to this many bytes. Where it is more, all of it is withheld, and what
 * follows up to where no hit can reach.
 */
export const SCAN_HOLD_BYTES = 8_192;
/** SCAN of records.ts, then the context and behind it what is held back. */
export const SCAN_RECORD_BYTES: number = SCAN.bytes + SCAN_CONTEXT_BYTES + SCAN_HOLD_BYTES;

/** What stands for text that is withheld. */
export const WITHHELD = '[withheld]';
