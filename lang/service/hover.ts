// What the editor shows about the word under the cursor.
import { tokenize } from '../lexer/tokenize.ts';
import { KEYWORD, SIGN } from '../lexer/tokens.ts';
import type { Span } from '../source/span.ts';
import { describeThing } from './describe-thing.ts';
import { KEYWORD_DOCS } from './keyword-docs.ts';
import { nameAt } from './name-at.ts';
import type { PolicyAnalysis } from './policy-analysis.ts';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

export function hoverAt(analysis: PolicyAnalysis, file: string, offset: number): Hover | undefined {
  const found = nameAt(analysis, file, offset);
  if (!found) return keywordAt(analysis, file, offset);
  const markdown = describeThing(found.thing, analysis);
  return markdown === undefined ? undefined : { span: found.span, markdown };
}

const KEYWORDS = new Set(Object.values(KEYWORD));

function keywordAt({ files }: PolicyAnalysis, file: string, offset: number): Hover | undefined {
  const { tokens } = tokenize({ file, text: files.get(file)?.text ?? '' });
  const at = tokens.findLastIndex(
    ({ startOffset, image, tokenType }) =>
      KEYWORDS.has(tokenType) && startOffset <= offset && offset <= startOffset + image.length,
  );
  const token = tokens[at];
  if (!token || tokens[at - 1]?.tokenType === SIGN.dot) return undefined;
  const { startOffset: start, image } = token;
  const doc = KEYWORD_DOCS[image];
  return doc === undefined ? undefined : { span: { file, start, end: start + image.length }, markdown: doc };
}
