// Builds one message: type byte, length, fields. Layouts stand in the files that use it.

const text = (value: string): Buffer => Buffer.from(`${value}\0`, 'utf8');

/** A field of a message: a string is written with its NUL, a buffer as it is. */
export type Field = string | Buffer;

export function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export function int16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16BE(value);
  return bytes;
}

/** A message without a type byte, as the startup phase has them: Int32 length, fields. */
export function buildUntyped(fields: readonly Field[]): Buffer {
  const parts = fields.map((field) => (typeof field === 'string' ? text(field) : field));
  const length = parts.reduce((sum, part) => sum + part.length, 4);
  return Buffer.concat([int32(length), ...parts], length);
}

/** Byte1 type, Int32 length (itself included), fields. */
export const buildMessage = (type: string, fields: readonly Field[] = []): Buffer =>
  Buffer.concat([Buffer.from(type, 'latin1'), buildUntyped(fields)]);
