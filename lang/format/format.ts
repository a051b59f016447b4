// The one layout of policy text. Formatting twice changes nothing, and formatted text means what the text meant.
import { isError, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { parse } from '../parser/parse.ts';
import { declarationLines } from './declaration-lines.ts';
import { weave } from './weave.ts';

/** The formatted text, or null and the reasons when the text cannot be parsed. `file` is only named in diagnostics. */
export function format(
  text: string,
  file: string = 'input.hpol',
): { value: string | null; diagnostics: readonly Diagnostic[] } {
  const { value, comments, diagnostics } = parse({ file, text });
  if (diagnostics.some(isError)) return { value: null, diagnostics };
  const blocks = value.declarations.map((node) => declarationLines(node, ({ start, end }) => text.slice(start, end)));
  const found = comments.map(({ startOffset, image }) => ({ start: startOffset, text: image }));
  return { value: weave(blocks, found, text), diagnostics };
}
