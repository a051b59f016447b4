// A file as the loader gives it → what it declares. Bytes become text here and nowhere else, so that every command says alike what is no text.
import { diagnose } from '../diagnostics/diagnostic.ts';
import type { Content } from '../source/loader.ts';
import { positionOf, type SourceFile } from '../source/source-file.ts';
import { parse, refused, type Parse, type ParsedFile } from './parse.ts';

export interface ReadSource extends ParsedFile {
  /** The text, without a mark of its byte order; what is no text in it stands as U+FFFD. */
  readonly source: SourceFile;
}

const BYTE_ORDER_MARK = '\uFEFF';
const REPLACEMENT = '\uFFFD';

export function readSource(file: string, content: Content, parseFile: Parse = parse): ReadSource {
  const parsed = (source: SourceFile): ReadSource => ({ ...parseFile(source), source });
  if (typeof content === 'string') return parsed({ file, text: content });
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  const marked = decoded.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const source = { file, text: decoded.slice(marked) };
  const fault = firstFault(decoded, content);
  if (fault === null) return parsed(source);
  const start = fault.offset - marked;
  const { line } = positionOf(source.text, start);
  const diagnostic = diagnose('HPOL1010', { file, start, end: start + 1 }, { line, byte: fault.byte });
  return { ...refused(diagnostic), source };
}

/** Where decoding put a replacement for what is no UTF-8: an offset of the text, and one of the bytes from 0. */
function firstFault(text: string, bytes: Uint8Array): { readonly offset: number; readonly byte: number } | null {
  if (!text.includes(REPLACEMENT)) return null;
  const encoder = new TextEncoder();
  let offset = 0;
  let byte = 0;
  for (const character of text) {
    const written = encoder.encode(character);
    if (written.some((value, index) => bytes[byte + index] !== value)) return { offset, byte };
    offset += character.length;
    byte += written.length;
  }
  return null;
}
