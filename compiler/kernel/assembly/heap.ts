// The only allocator: a bump pointer over everything behind the static data. The OPA surface moves the pointer as its
// host says; the streaming surface marks and resets it. Nothing is freed one by one.
import { TABLE_HEAP, policy_table } from './hooks';

let top: usize = 0;
let floor: usize = 0;

const PAGE_SHIFT: usize = 16;
/** Behind the static data after the start. */
const ROOM_BYTES: usize = 256 * 1024;

/** Pages that hold everything up to `end`. Whole memory is 65,536 pages, whose bytes no address can count. */
function pagesTo(end: usize): usize {
  return (end >> PAGE_SHIFT) + <usize>((end & 0xffff) != 0);
}

/** Makes memory reach `end`, or traps: a module without memory must not decide. */
function reach(end: usize): void {
  const have = <usize>memory.size();
  const pages = pagesTo(end);
  if (pages <= have) return;
  // Growing in larger steps keeps growth, which detaches every view of the host, rare.
  const step = max<usize>(pages - have, min<usize>(have, 256));
  if (memory.grow(<i32>step) >= 0) return;
  if (memory.grow(<i32>(pages - have)) < 0) unreachable();
}

/** First address behind the kernel's own data: the compiler lays out the policy's data from here. */
export function kernel_data_end(): usize {
  return __heap_base;
}

/** Runs once at instantiation, before any other export, with memory that holds the static data. */
export function kernel_start(): void {
  floor = (policy_table(TABLE_HEAP) + 7) & ~7;
  top = floor;
  reach(floor);
  const missing = <i32>pagesTo(floor + ROOM_BYTES) - memory.size();
  // Some hosts write their input at the heap pointer without growing memory. Where it cannot grow, there is less room.
  if (missing > 0) memory.grow(missing);
}

/** Bump allocation, 8-byte aligned. The bytes are not zeroed. */
export function alloc(bytes: usize): usize {
  const start = (top + 7) & ~7;
  const end = start + bytes;
  if (start < top || end < start) unreachable();
  reach(end);
  top = end;
  return start;
}

/** The current top; give it to `restore` to forget what was allocated since. */
export function mark(): usize {
  return top;
}

export function restore(to: usize): void {
  top = to;
}

export function hpol_alloc(bytes: usize): usize {
  return alloc(bytes);
}

export function hpol_mark(): void {
  floor = top;
}

export function hpol_reset(): void {
  top = floor;
}

/** The last page is no place for buffers, so that an address a little behind one does not wrap around to 0. */
const HIGHEST: u64 = 0xffff0000;

/** Whether memory holds the range that a host speaks of. */
export function isInMemory(address: usize, length: usize): bool {
  const end = <u64>address + <u64>length;
  return end <= (<u64>(<u32>memory.size())) << PAGE_SHIFT && end <= HIGHEST;
}
