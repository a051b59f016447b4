// Byte layouts as data. One declaration of a record gives the offsets to TypeScript, the constants to the kernel
// (compiler/kernel/layout-file.ts) and the table to docs/abi.md, so that writer and reader cannot disagree.

/** `text` is u32 address and u32 byte length. All integers are little-endian. */
export type FieldType = 'u16' | 'u32' | 'u64' | 'text';

const FIELD_BYTES: Readonly<Record<FieldType, number>> = { u16: 2, u32: 4, u64: 8, text: 8 };

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** From the start of the record. */
  readonly offset: number;
  /** What it holds, for the documentation. */
  readonly holds: string;
}

export interface RecordLayout<Name extends string = string> {
  /** `event record`, as the documentation names it. */
  readonly title: string;
  readonly bytes: number;
  readonly fields: readonly Field[];
  /** The offset of each field. */
  readonly at: Readonly<Record<Name, number>>;
}

type Declared = Readonly<Record<string, readonly [type: FieldType, holds: string]>>;

/** Lays the fields out in order. Throws where a field would not be aligned: padding is declared, never implied. */
export function layRecord<const Fields extends Declared>(
  title: string,
  declared: Fields,
): RecordLayout<keyof Fields & string> {
  const fields: Field[] = [];
  let bytes = 0;
  for (const [name, [type, holds]] of Object.entries(declared)) {
    const size = FIELD_BYTES[type];
    if (bytes % size !== 0) throw new Error(`${title}: ${name} is not aligned`);
    fields.push({ name, type, offset: bytes, holds });
    bytes += size;
  }
  const at = Object.fromEntries(fields.map(({ name, offset }) => [name, offset]));
  return { title, bytes, fields, at: at as Readonly<Record<keyof Fields & string, number>> };
}

/** What a record is filled with: a number, a u64 as a bigint, or where a text lies. */
export type FieldValue = number | bigint | { readonly address: number; readonly length: number };

export type RecordValues<Name extends string> = Readonly<Record<Name, FieldValue>>;

/** The values of a record of this layout. */
export type ValuesOf<Layout> = Layout extends RecordLayout<infer Name> ? RecordValues<Name> : never;

/** The bytes of a record with every field set. */
export function recordBytes<Name extends string>(layout: RecordLayout<Name>, values: RecordValues<Name>): Uint8Array {
  const bytes = new Uint8Array(layout.bytes);
  const view = new DataView(bytes.buffer);
  for (const { name, type, offset } of layout.fields) {
    const value: FieldValue = values[name as Name];
    if (typeof value === 'object') {
      if (type !== 'text') throw new Error(`${layout.title}: ${name} is no text`);
      view.setUint32(offset, value.address, true);
      view.setUint32(offset + 4, value.length, true);
    } else if (type === 'u16') view.setUint16(offset, Number(value), true);
    else if (type === 'u32') view.setUint32(offset, Number(value), true);
    else if (type === 'u64') view.setBigUint64(offset, BigInt(value), true);
    else throw new Error(`${layout.title}: ${name} is a text`);
  }
  return bytes;
}

/** Records one behind the other. */
export function recordList<Name extends string>(
  layout: RecordLayout<Name>,
  list: readonly RecordValues<Name>[],
): Uint8Array {
  const bytes = new Uint8Array(layout.bytes * list.length);
  for (const [index, values] of list.entries()) bytes.set(recordBytes(layout, values), layout.bytes * index);
  return bytes;
}
