// The bytes of a prefilter in module memory; compiler/kernel/assembly/prefilter.ts reads them, and its head has the layout.
import { WINDOW_BYTES } from './anchors.ts';
import { halvesOf } from './byte-rates.ts';
import { NO_BYTES, bytesOf, unionOf, type ByteSet } from './byte-set.ts';
import type { Prefilter } from './prefilter.ts';

const HEADER_BYTES = 48;
const ASKED_BYTES = 6;
const ASKED_AT = 24;
const HALF_BYTES = 16;
const GROUPS_A_SET = 8;
/** A bit for each of 64 windows, for each byte. */
const ROW_BYTES = 8 * 256;
const WINDOW_ENTRY_BYTES = 16;
const ANY_NUMBER = 0xffffffff;

const SECOND_AT = HEADER_BYTES + ASKED_BYTES * 4 * HALF_BYTES;
const PREFIX_AT = SECOND_AT + WINDOW_BYTES * ROW_BYTES;
const WINDOWS_AT = PREFIX_AT + ROW_BYTES;

export function encodePrefilter(prefilter: Prefilter | null): Uint8Array {
  if (!prefilter) return new Uint8Array(HEADER_BYTES);
  const { windows, asked } = prefilter;
  const bytes = new Uint8Array(WINDOWS_AT + WINDOW_ENTRY_BYTES * windows.length);
  const view = new DataView(bytes.buffer);
  const rows = new BigUint64Array(bytes.buffer, SECOND_AT, (WINDOW_BYTES + 1) * 256);
  const mark = (row: number, set: ByteSet, window: number): void => {
    for (const byte of bytesOf(set)) rows[256 * row + byte] = (rows[256 * row + byte] ?? 0n) | (1n << BigInt(window));
  };
  let withPrefix = 0n;
  for (const [number, { window, prefix, minBack, maxBack, machines }] of windows.entries()) {
    for (const [index, set] of window.entries()) mark(index, set, number);
    mark(WINDOW_BYTES, prefix, number);
    const back = maxBack === Infinity ? ANY_NUMBER : maxBack;
    const entry = WINDOWS_AT + WINDOW_ENTRY_BYTES * number;
    for (const [index, word] of [minBack, back, machines >>> 0].entries())
      view.setUint32(entry + 4 * index, word, true);
    if (maxBack > 0) withPrefix |= 1n << BigInt(number);
  }
  markGroups(bytes, prefilter);
  view.setUint32(0, 1, true);
  view.setBigUint64(8, withPrefix, true);
  for (const [index, at] of asked.entries()) view.setUint32(ASKED_AT + 4 * index, at, true);
  return bytes;
}

/** Each asked byte of each set of groups, by its halves. */
function markGroups(bytes: Uint8Array, { windows, groups, asked }: Prefilter): void {
  for (const [group, members] of groups.entries()) {
    const bit = 1 << (group % GROUPS_A_SET);
    for (const [index, byte] of asked.entries()) {
      const halves = halvesOf(unionOf(members.map((member) => windows[member]?.window[byte] ?? NO_BYTES)));
      const at = HEADER_BYTES + (2 * index + Math.floor(group / GROUPS_A_SET)) * 2 * HALF_BYTES;
      for (let half = 0; half < 16; half += 1) {
        if (((halves >> half) & 1) === 1) bytes[at + half] = (bytes[at + half] ?? 0) | bit;
        if (((halves >> (16 + half)) & 1) === 1)
          bytes[at + HALF_BYTES + half] = (bytes[at + HALF_BYTES + half] ?? 0) | bit;
      }
    }
  }
}
