// One row in PostgreSQL's text format as the DataRow message that the module masks: Byte1('D') Int32 length Int16 columns, then per
// column Int32 length (-1 for NULL) and the bytes.

export type TextRow = readonly (string | null)[];

export function encodeDataRow(row: TextRow): Uint8Array {
  const cells = row.map((value) => (value === null ? null : Buffer.from(value, 'utf8')));
  const size = cells.reduce((bytes, cell) => bytes + 4 + (cell?.length ?? 0), 6);
  const message = Buffer.alloc(1 + size);
  let offset = message.write('D', 0);
  offset = message.writeInt32BE(size, offset);
  offset = message.writeInt16BE(cells.length, offset);
  for (const cell of cells) {
    offset = message.writeInt32BE(cell?.length ?? -1, offset);
    if (cell) offset += cell.copy(message, offset);
  }
  return message;
}

/** Throws when the bytes are not exactly one DataRow: then the module has written what no client could read. */
export function decodeDataRow(bytes: Uint8Array): TextRow {
  const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (message.readUInt8(0) !== 0x44 || message.readInt32BE(1) !== message.length - 1)
    throw new Error('not one DataRow');
  let offset = 7;
  const row = Array.from({ length: message.readInt16BE(5) }, () => {
    const length = message.readInt32BE(offset);
    offset += 4;
    if (length < 0) return null;
    const text = message.toString('utf8', offset, offset + length);
    offset += length;
    return text;
  });
  if (offset !== message.length) throw new Error('a DataRow with bytes behind its last column');
  return row;
}
