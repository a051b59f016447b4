// The records that hosts and the module exchange on the streaming surface. docs/abi.md shows them as tables, the kernel
// has them as constants; both are generated from here.
import { layRecord } from './record.ts';

/** In front of an event's slots. */
export const EVENT = layRecord('Event record', {
  number: ['u32', 'number of the event'],
  zero: ['u32', '0'],
  presence: ['u64', 'bit *i* is set when slot *i* is present'],
});

/** One attribute of an event. What it holds depends on the attribute's type. */
export const SLOT = layRecord('Slot', {
  low: ['u32', 'address, number or low half'],
  high: ['u32', 'length, count, 0 or high half'],
});

/** An entry of a set, a list or columns, or the key of a map. */
export const TEXT = layRecord('Text', {
  address: ['u32', 'address of UTF-8 bytes; 0 and length 0 is "absent", so an empty text has an address'],
  length: ['u32', 'length in bytes'],
});

export const MAP_ENTRY = layRecord('Map entry', {
  key: ['text', 'the key'],
  value: ['u64', 'a text, or an i64 in a map of whole numbers'],
});

export const DECISION = layRecord('Decision record', {
  effect: ['u32', 'number of the effect'],
  rule: ['u32', 'number of the deciding rule, or 0xffffffff when the default decided'],
  firing: ['u32', 'address of the firing-rule bits: bit *i* is set when rule *i* fires'],
  firing_words: ['u32', 'their length in u32 words'],
  masks: ['u32', 'address of the member masks, one for each member'],
  members: ['u32', 'their count'],
});

export const MEMBER_MASK = layRecord('Member mask', {
  rule: ['u16', 'number of the rule + 1, or 0 when nothing masks the member'],
  transform: ['u16', 'number of the transform + 1, or 0'],
});

export const PLAN = layRecord('Row plan', {
  columns: ['u32', 'column count; that many column entries follow'],
});

export const PLAN_COLUMN = layRecord('Row plan, column entry', {
  operation: ['u32', 'number of the operation'],
  count: ['u32', 'of letters that keepFirst and keepLast leave'],
  constant: ['u32', 'address of the constant'],
  constant_length: ['u32', 'its length in bytes'],
});

/** Where a COPY stream stands. The host writes it once; compiler/abi/copy.ts says what formats and phases there are. */
export const COPY_STREAM = layRecord('COPY stream', {
  plan: ['u32', 'address of a row plan'],
  format: ['u32', 'number of the format'],
  phase: ['u32', 'number of the phase'],
  delimiter: ['u32', 'the byte between fields'],
  quote: ['u32', 'the byte around a quoted field'],
  escape: ['u32', 'the byte in front of a quote inside one'],
  null: ['u32', 'address of the text that stands for NULL'],
  null_length: ['u32', 'its length in bytes'],
  scanned: ['u32', '0; then the module’s: bytes of the first row that were looked at before'],
  in_quotes: ['u32', '0; then the module’s: whether those end in quotes'],
});

/** What a stream of text keeps between its chunks; compiler/abi/scan.ts says how much follows it. */
export const SCAN = layRecord('Scan record', {
  flags: ['u32', 'bit 0: text is being withheld'],
  context_length: ['u32', 'bytes of context, which follow'],
  held_length: ['u32', 'bytes that are held back, behind the context'],
  unfinished_length: ['u32', 'bytes of an unfinished UTF-8 sequence'],
  unfinished: ['u32', 'those bytes'],
});

/** What the decision record's number of an effect means. */
export const EFFECTS = ['allow', 'approve', 'block'] as const;

/** In the place of a rule's number: none. */
export const NO_RULE = 0xffffffff;
