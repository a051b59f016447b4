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
/** Lengths of a prefix that are told apart. */
const LISTED_BACKS = 66;

const SECOND_AT = HEADER_BYTES + ASKED_BYTES * 4 * HALF_BYTES;
const PREFIX_AT = SECOND_AT + WINDOW_BYTES * ROW_BYTES;
const WINDOWS_AT = PREFIX_AT + ROW_BYTES;

export function encodePrefilter(prefilter: Prefilter | null): Uint8Array {
  if (!prefilter) return new Uint8Array(HEADER_BYTES);
  const { windows, asked } = prefilter;
  const machinesAt = WINDOWS_AT + WINDOW_ENTRY_BYTES * windows.length;
  const bytes = new Uint8Array(machinesAt + 4 * (256 + LISTED_BACKS));
  const view = new DataView(bytes.buffer);
  const rows = new BigUint64Array(bytes.buffer, SECOND_AT, (WINDOW_BYTES + 1) * 256);
  const mark = (row: number, set: ByteSet, window: number): void => {
    for (const byte of bytesOf(set)) rows[256 * row + byte] = (rows[256 * row + byte] ?? 0n) | (1n << BigInt(window));
  };
  for (const [number, { window, prefix, minBack, maxBack, machines }] of windows.entries()) {
    for (const [index, set] of window.entries()) mark(index, set, number);
    mark(WINDOW_BYTES, prefix, number);
    const back = maxBack === Infinity ? ANY_NUMBER : maxBack;
    const entry = WINDOWS_AT + WINDOW_ENTRY_BYTES * number;
    for (const [index, word] of [minBack, back, machines >>> 0].entries())
      view.setUint32(entry + 4 * index, word, true);
  }
  markGroups(bytes, prefilter);
  view.setUint32(0, asked.length, true);
  view.setUint32(4, machinesAt, true);
  markMachines(new Uint32Array(bytes.buffer, machinesAt), prefilter);
  for (const [index, at] of asked.entries()) view.setUint32(ASKED_AT + 4 * index, at, true);
  return bytes;
}

/** By automaton, what its matches may hold before their anchors, and how much of it. */
function markMachines(words: Uint32Array, { windows }: Prefilter): void {
  for (const { prefix, maxBack, machines } of windows) {
    if (maxBack === 0) continue;
    for (const byte of bytesOf(prefix)) words[byte] = ((words[byte] ?? 0) | machines) >>> 0;
    for (let back = 0; back < LISTED_BACKS && back < maxBack; back += 1) {
      words[256 + back] = ((words[256 + back] ?? 0) | machines) >>> 0;
    }
  }
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
