// What an editor does with a text while somebody types in it: questions at some places, and a parse after each change that
// must be what a parse from scratch would be. Fails by throwing.
import { isDeepStrictEqual } from 'node:util';
import { parse } from '../../lang/parser/parse.ts';
import { completeAt } from '../../lang/service/completion.ts';
import { documentSymbols } from '../../lang/service/document-symbols.ts';
import { referencesAt } from '../../lang/service/find-definition.ts';
import { foldingRanges } from '../../lang/service/folding-ranges.ts';
import { hoverAt } from '../../lang/service/hover.ts';
import { createParseCache } from '../../lang/service/parse-cache.ts';
import { analyzePolicy } from '../../lang/service/policy-analysis.ts';
import { semanticTokens } from '../../lang/service/semantic-tokens.ts';

const ROOT = 'main.hpol';
/** Places in a text that are asked about. */
const PLACES = 7;

export function useInEditor(text: string): void {
  const load = (path: string): string | undefined => (path === ROOT ? text : undefined);
  const analysis = analyzePolicy(ROOT, { load, parse });
  const file = analysis.files.get(ROOT);
  if (!file) throw new Error('the root was not read');
  documentSymbols(file);
  foldingRanges(file);
  semanticTokens(analysis, ROOT);
  for (let place = 0; place <= PLACES; place += 1) {
    const offset = Math.floor((text.length * place) / PLACES);
    completeAt(analysis, text, offset);
    hoverAt(analysis, ROOT, offset);
    referencesAt(analysis, { file: ROOT, offset }, { includeDeclaration: true });
  }
  typeIn(text);
}

/** Takes a character out, puts it back and doubles it, at some places. */
function typeIn(text: string): void {
  const cached = createParseCache();
  cached({ file: ROOT, text });
  for (let place = 0; place < PLACES; place += 1) {
    const at = Math.floor((text.length * place) / PLACES);
    const changes = [text.slice(0, at) + text.slice(at + 1), text, text.slice(0, at + 1) + text.slice(at)];
    for (const changed of changes) {
      const source = { file: ROOT, text: changed };
      const [fast, slow] = [cached(source), parse(source)].map(({ value, diagnostics }) => ({ ...value, diagnostics }));
      if (!isDeepStrictEqual(fast, slow))
        throw new Error(`after a change at ${at} the parse is another one:\n${changed}`);
    }
  }
}
