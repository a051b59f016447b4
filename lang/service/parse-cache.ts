// Remembers the last parse of each file, so that a keystroke reads only what stands around it.
import { parse, type Parse, type ParsedFile } from '../parser/parse.ts';
import type { SourceFile } from '../source/source-file.ts';
import { type CleanParse, isClean, reparse } from './reparse.ts';

interface Kept {
  readonly text: string;
  readonly parsed: ParsedFile;
  /** The last text in which nothing was wrong: while one is typing, that is the text before. */
  readonly clean: CleanParse | null;
}

/** A `Parse` that gives what `parse` gives. */
export function createParseCache(): Parse {
  const kept = new Map<string, Kept>();
  return (source) => {
    const known = kept.get(source.file);
    if (known?.text === source.text) return known.parsed;
    const parsed = parseFrom(known?.clean ?? null, source);
    const { text } = source;
    const clean = isClean(parsed) ? { text, parsed } : (known?.clean ?? null);
    kept.set(source.file, { text, parsed, clean });
    return parsed;
  };
}

const parseFrom = (clean: CleanParse | null, source: SourceFile): ParsedFile =>
  (clean && reparse(clean, source)) ?? parse(source);
