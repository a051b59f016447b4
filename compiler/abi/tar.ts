// The part of the ustar format (POSIX.1-1988) that bundles need: plain files with short names, in one buffer. Strict on
// reading: a bad checksum, a lying length or any other kind of entry is an error, given as a sentence.

const BLOCK = 512;
const NAME_BYTES = 100;
const SIZE_AT = 124;
const CHECKSUM_AT = 148;
const TYPE_AT = 156;
const MAGIC_AT = 257;
const PREFIX_AT = 345;
const MAX_ENTRIES = 1000;

export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const padded = (length: number): number => Math.ceil(length / BLOCK) * BLOCK;

/** Owners, times and modes are constant, so equal files give equal bytes. */
export function writeTar(files: readonly TarFile[]): Uint8Array<ArrayBuffer> {
  const total = files.reduce((sum, file) => sum + BLOCK + padded(file.bytes.length), 2 * BLOCK);
  const tar = new Uint8Array(total);
  let at = 0;
  for (const { name, bytes } of files) {
    tar.set(header(name, bytes.length), at);
    tar.set(bytes, at + BLOCK);
    at += BLOCK + padded(bytes.length);
  }
  return tar;
}

function header(name: string, size: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string): void => block.set(new TextEncoder().encode(text), at);
  if (new TextEncoder().encode(name).length > NAME_BYTES) throw new Error(`the name ${name} does not fit a tar header`);
  put(0, name);
  put(100, '0000644\0');
  put(108, '0000000\0');
  put(116, '0000000\0');
  put(SIZE_AT, `${octal(size, 11)}\0`);
  put(136, '00000000000\0');
  put(TYPE_AT, '0');
  put(MAGIC_AT, 'ustar\x0000');
  put(CHECKSUM_AT, `${octal(checksum(block), 6)}\0 `);
  return block;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

/** The sum of the header's bytes, its checksum field read as spaces. */
function checksum(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (const [at, byte] of block.entries()) {
    if (at < CHECKSUM_AT || at >= CHECKSUM_AT + 8) sum += byte;
  }
  return sum;
}

/** The plain files of an archive, or what is wrong with it. */
export function readTar(tar: Uint8Array): readonly TarFile[] | string {
  const files: TarFile[] = [];
  let at = 0;
  while (at + BLOCK <= tar.length) {
    const block = tar.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) return files;
    if (files.length === MAX_ENTRIES) return `it holds more than ${MAX_ENTRIES} files`;
    if (octalAt(block, CHECKSUM_AT, 8) !== checksum(block)) return 'the checksum of an entry does not fit';
    const size = octalAt(block, SIZE_AT, 12);
    if (size === null || at + BLOCK + size > tar.length) return 'an entry is longer than the archive';
    const type = block[TYPE_AT];
    const name = [textAt(block, PREFIX_AT, 155), textAt(block, 0, NAME_BYTES)].filter((part) => part !== '').join('/');
    if (type === 0x30 || type === 0) files.push({ name, bytes: tar.subarray(at + BLOCK, at + BLOCK + size) });
    else if (type !== 0x35) return `\`${name}\` is neither a file nor a folder`;
    at += BLOCK + padded(size);
  }
  return 'it ends before its end mark';
}

function octalAt(block: Uint8Array, at: number, length: number): number | null {
  const text = textAt(block, at, length).trim();
  return /^[0-7]{1,11}$/.test(text) ? Number.parseInt(text, 8) : null;
}

function textAt(block: Uint8Array, at: number, length: number): string {
  const bytes = block.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}
