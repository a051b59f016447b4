// The tables that the compiler lays into a module and the kernel reads. No host sees them. The kernel has them as
// constants, which are generated from here.
import { layRecord } from './record.ts';

/** Texts of the answers on the OPA surface, each a piece of the result as it is written. */
export const TEXTS_TABLE = layRecord('Texts of answers', {
  rules: ['u32', 'address of one rule entry for each rule'],
  rule_count: ['u32', 'their count'],
  members: ['u32', 'address of one text for each member: what opens its mask'],
  transforms: ['u32', 'address of one text for each transform'],
  faults: ['u32', 'address of one text for each trouble of an event, as the inside of a JSON string'],
  zero: ['u32', '0'],
  default_opening: ['text', 'what opens the decision when the default decided'],
  entrypoints: ['text', 'an object: the numbers of the entrypoints by name'],
  fault_opening: ['text', 'what opens the decision on a fault, up to the path at fault'],
  fault_end: ['text', 'what closes it'],
  approvals_opening: ['text', 'what closes the rules and opens the approvals'],
  masks_opening: ['text', 'what closes the approvals and opens the masks'],
  decision_end: ['text', 'what closes the masks and the decision'],
});

export const RULE_TEXTS = layRecord('Texts of a rule', {
  opening: ['text', 'what opens a decision by this rule, up to the list of rules'],
  name: ['text', 'its name'],
  approval: ['text', 'its approval terms; empty when it has none'],
  mask_end: ['text', 'what closes a mask by this rule'],
});

export const VOCABULARY_TABLE = layRecord('Vocabulary', {
  event_count: ['u32', 'count of the events'],
  events: ['u32', 'address of their entries'],
  event_key: ['text', '`event`'],
  input_name: ['text', '`input`'],
});

export const EVENT_ENTRY = layRecord('Event of the vocabulary', {
  name: ['text', 'its name'],
  attribute_count: ['u32', 'count of its attributes'],
  attributes: ['u32', 'address of their entries'],
  group_count: ['u32', 'count of its groups'],
  groups: ['u32', 'address of their entries'],
  record_bytes: ['u32', 'bytes of its record'],
  zero: ['u32', '0'],
  required: ['u64', 'bit *i* is set when attribute *i* may not be absent'],
});

/** What opens the entries that a key of the event is looked for in. */
const NAMED = {
  name: ['text', 'key in the event or in its group; empty for an attribute that is a group by itself'],
  key: ['text', 'the same as JSON, with its colon'],
} as const;

export const NAMED_ENTRY = layRecord('Group or attribute', NAMED);

export const GROUP_ENTRY = layRecord('Group of attributes', {
  ...NAMED,
  first: ['u32', 'number of its first attribute; the others follow'],
  count: ['u32', 'count of its attributes; 0 when the group is one attribute by itself'],
});

export const ATTRIBUTE_ENTRY = layRecord('Attribute', {
  ...NAMED,
  group: ['text', 'key of its group in the event'],
  type: ['u32', 'number of its type'],
  optional: ['u32', '1 when it may be absent'],
  values: ['u32', 'address of the values of an enum: u32 count, u32 0, texts'],
  zero: ['u32', '0'],
});

export const MEMBERS_TABLE = layRecord('Class members', {
  count: ['u32', 'count of the members'],
  pattern_count: ['u32', 'count of their column patterns, whose entries follow'],
  bits: ['u32', 'address of the bits that hpol_members gives'],
  zero: ['u32', '0'],
});

export const PATTERN_ENTRY = layRecord('Column pattern', {
  member: ['u32', 'number of the member'],
  schema: ['u32', 'address of a list of globs: u32 count, u32 0, texts'],
  relation: ['u32', 'the same'],
  column: ['u32', 'the same'],
});

export const NETWORK_ENTRY = layRecord('Range of network addresses', {
  high: ['u64', 'the first 8 bytes of the address, as they are written'],
  low: ['u64', 'the last 8 bytes'],
  bits: ['u32', 'how many leading bits count'],
  zero: ['u32', '0'],
});

/** The kernel's numbers of the types. The fault of a type follows the same order: see EVENT_FAULTS. */
export const TYPE_NUMBERS = {
  bool: 0,
  int: 1,
  string: 2,
  enum: 3,
  list: 4,
  text_map: 5,
  size: 6,
  time: 7,
  ip: 8,
  int_map: 9,
} as const;
