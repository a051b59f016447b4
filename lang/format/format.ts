// The one layout of policy text. Formatting twice changes nothing, and formatted text means what the text meant.
import { isError, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { readSource } from '../parser/read-source.ts';
import type { Content } from '../source/loader.ts';
import type { SourceFile } from '../source/source-file.ts';
import { declarationLines } from './declaration-lines.ts';
import { weave } from './weave.ts';

export interface Formatted {
  /** Null when the text cannot be parsed. */
  readonly value: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What was formatted, as text. */
  readonly source: SourceFile;
}

/** Lines end in line feeds alone, and there is no mark of the byte order. `file` is only named in diagnostics. */
export function format(content: Content, file: string = 'input.hpol'): Formatted {
  const { value, comments, diagnostics, source } = readSource(file, content);
  if (diagnostics.some(isError)) return { value: null, diagnostics, source };
  const { text } = source;
  const blocks = value.declarations.map((node) => declarationLines(node, ({ start, end }) => text.slice(start, end)));
  const found = comments.map(({ startOffset, image }) => ({ start: startOffset, text: image }));
  return { value: weave(blocks, found, text), diagnostics, source };
}
