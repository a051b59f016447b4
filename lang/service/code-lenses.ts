// Above each test: the offer to run it.
import type { Span } from '../source/span.ts';
import { type AnalyzedFile, declarationsIn } from './policy-analysis.ts';

export interface TestLens {
  readonly test: string;
  readonly span: Span;
}

export const testLenses = (file: AnalyzedFile): readonly TestLens[] =>
  declarationsIn(file).flatMap((node) =>
    node.kind === 'test' ? [{ test: node.name.text, span: node.name.span }] : [],
  );
