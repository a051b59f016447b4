// What each transform makes of each form of value: the operation of the module in text and in binary format. The gateway masks by this
// table, the checker warns by it and the reference prints it. What is not here becomes NULL, because a client decodes every value as
// the type that it was told, and a value that only looks like that type would be a lie or an error.
import type { ValueForm } from './sql-types.ts';
import type { Transform } from './transforms.ts';

/** The operations that give a value. compiler/abi/rows.ts has their numbers and says what each does. */
export type MaskOperation =
  | 'constant'
  | 'keepFirst'
  | 'keepLast'
  | 'pseudonym'
  | 'pseudonymPadded'
  | 'pseudonymInt8Text'
  | 'pseudonymInt8'
  | 'pseudonymUuidText'
  | 'pseudonymUuid'
  | 'pseudonymByteaText'
  | 'pseudonymBytea'
  | 'yearText'
  | 'yearDate'
  | 'yearTimestamp'
  | 'scrub'
  | 'zip3Text'
  | 'zip3Decimal'
  | 'zip3Int4'
  | 'zip3Int8'
  | 'zip3Numeric'
  | 'age90Text'
  | 'age90Decimal'
  | 'age90Int2'
  | 'age90Int4'
  | 'age90Int8'
  | 'age90Float4'
  | 'age90Float8'
  | 'age90Numeric';

/** The operations for text and for binary format. */
export type OperationPair = readonly [text: MaskOperation, binary: MaskOperation];

export type FormMasks = { readonly [kind in Transform['kind']]?: OperationPair };

const REDACT: FormMasks = { redact: ['constant', 'constant'] };

/** Text is spelt alike in both formats. */
const TEXT: FormMasks = {
  ...REDACT,
  pseudonym: ['pseudonym', 'pseudonym'],
  year: ['yearText', 'yearText'],
  zip3: ['zip3Text', 'zip3Text'],
  age90: ['age90Text', 'age90Text'],
  keep_first: ['keepFirst', 'keepFirst'],
  keep_last: ['keepLast', 'keepLast'],
};
const SCRUB: FormMasks = { scrub: ['scrub', 'scrub'] };

/**
 * int2 and int4 have no pseudonym: so few numbers would give strangers the same one. Neither has numeric, whose columns say how many
 * digits they hold. A name has no `scrub`, which may make it longer than 63 bytes, and nor have json and xml, which it could break.
 */
export const TYPE_MASKS: Readonly<Record<ValueForm, FormMasks>> = {
  text: { ...TEXT, ...SCRUB },
  padded: { ...TEXT, ...SCRUB, pseudonym: ['pseudonymPadded', 'pseudonymPadded'] },
  name: TEXT,
  int2: { age90: ['age90Decimal', 'age90Int2'] },
  int4: { zip3: ['zip3Decimal', 'zip3Int4'], age90: ['age90Decimal', 'age90Int4'] },
  int8: {
    pseudonym: ['pseudonymInt8Text', 'pseudonymInt8'],
    zip3: ['zip3Decimal', 'zip3Int8'],
    age90: ['age90Decimal', 'age90Int8'],
  },
  numeric: { zip3: ['zip3Decimal', 'zip3Numeric'], age90: ['age90Decimal', 'age90Numeric'] },
  float4: { age90: ['age90Decimal', 'age90Float4'] },
  float8: { age90: ['age90Decimal', 'age90Float8'] },
  date: { year: ['yearText', 'yearDate'] },
  timestamp: { year: ['yearText', 'yearTimestamp'] },
  uuid: { pseudonym: ['pseudonymUuidText', 'pseudonymUuid'] },
  bytea: { ...REDACT, pseudonym: ['pseudonymByteaText', 'pseudonymBytea'] },
  json: REDACT,
  jsonb: REDACT,
  xml: REDACT,
  other: {},
};

const FORMS = Object.keys(TYPE_MASKS) as readonly ValueForm[];

/** The forms whose values the transform alters. */
export const formsOf = ({ kind }: Transform): readonly ValueForm[] =>
  FORMS.filter((form) => TYPE_MASKS[form][kind] !== undefined);

/** False when the transform makes every value of this form NULL. */
export const alters = ({ kind }: Transform, form: ValueForm): boolean => TYPE_MASKS[form][kind] !== undefined;
