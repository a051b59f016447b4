// The outline of a file: its declarations, and the members of its classes.
import type { Declaration } from '../ast/declaration.ts';
import type { Span } from '../source/span.ts';
import { type AnalyzedFile, declarationsIn } from './policy-analysis.ts';

export interface DocumentSymbol {
  readonly name: string;
  readonly kind: 'policy' | 'class' | 'member' | 'let' | 'rule' | 'test';
  /** What stands before the name: `mask`, `let`. */
  readonly detail: string;
  /** The whole declaration. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

export const documentSymbols = (file: AnalyzedFile): readonly DocumentSymbol[] =>
  declarationsIn(file).flatMap(symbolsOf);

function symbolsOf(node: Declaration): readonly DocumentSymbol[] {
  switch (node.kind) {
    case 'default':
    case 'import':
    case 'schema':
      return [];
    case 'policy':
    case 'let':
    case 'test':
      return [symbol(node.kind, node, node.kind)];
    case 'rule':
      return [symbol('rule', node, node.ruleKind)];
    case 'class':
      return [
        { ...symbol('class', node, 'class'), children: node.members.map((member) => symbol('member', member, '')) },
      ];
    default:
      return node satisfies never;
  }
}

const symbol = (
  kind: DocumentSymbol['kind'],
  node: { readonly name: { readonly text: string; readonly span: Span }; readonly span: Span },
  detail: string,
): DocumentSymbol => ({ name: node.name.text, kind, detail, span: node.span, nameSpan: node.name.span, children: [] });
