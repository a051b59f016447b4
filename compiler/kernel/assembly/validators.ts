// What must hold of a text that a detector's pattern has found before it counts as a hit. Numbers are positions in
// lang/vocabulary/validators.ts. A number that is not known here accepts nothing.

/**
 * Whether `at` up to `end` is a hit. `text` is where the readable text begins, at most 64 bytes before `at`; `textEnd` is where it
 * ends, which is never behind `end`: so a stream decides as soon as a match has ended, and with little kept of what is gone.
 * `context` is the address of the detector's word list (u8 count, then per word u8 length and bytes), 0 for none.
 */
export function isValid(validator: u32, context: usize, at: usize, end: usize, text: usize, textEnd: usize): bool {
  return validator == 0;
}
