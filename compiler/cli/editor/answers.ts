// The results of lang/service in the shapes of the Language Server Protocol 3.17, without its package: plain objects, numbers as the protocol
// has them.
import type { Diagnostic } from '../../../lang/diagnostics/diagnostic.ts';
import type { Edit } from '../../../lang/diagnostics/fix.ts';
import type { CodeAction } from '../../../lang/service/code-actions.ts';
import type { Completion } from '../../../lang/service/completion.ts';
import type { CompletionItem } from '../../../lang/service/completion-item.ts';
import type { DocumentSymbol } from '../../../lang/service/document-symbols.ts';
import { type SemanticToken, TOKEN_KINDS } from '../../../lang/service/semantic-tokens.ts';
import type { Span } from '../../../lang/source/span.ts';

export interface Position {
  readonly line: number;
  readonly character: number;
}
export interface Range {
  start: Position;
  end: Position;
}

/** Places of one text: offsets to positions. */
export interface Places {
  positionAt(offset: number): Position;
}

/** Finds the text and the address of a file of a policy. */
export interface FileAddress {
  readonly uri: string;
  readonly places: Places;
}
export type FindFile = (file: string) => FileAddress;

export const rangeOf = (places: Places, { start, end }: Pick<Span, 'start' | 'end'>): Range => ({
  start: places.positionAt(start),
  end: places.positionAt(end),
});

export const locationOf = (find: FindFile, span: Span): { uri: string; range: Range } => {
  const { uri, places } = find(span.file);
  return { uri, range: rangeOf(places, span) };
};

export type TextEdits = Record<string, { range: Range; newText: string }[]>;

/** Edits by address; one that two policies ask for is made once. */
export function editsOf(find: FindFile, edits: readonly Edit[], into: TextEdits = {}): TextEdits {
  for (const { span, text } of edits) {
    const { uri, places } = find(span.file);
    const edit = { range: rangeOf(places, span), newText: text };
    const list = (into[uri] ??= []);
    if (!list.some((one) => JSON.stringify(one) === JSON.stringify(edit))) list.push(edit);
  }
  return into;
}

export const SEVERITY = { error: 1, warning: 2, information: 3 } as const;

export interface ShownDiagnostic {
  range: Range;
  severity: 1 | 2 | 3;
  code?: string;
  source: string;
  message: string;
  relatedInformation?: { location: { uri: string; range: Range }; message: string }[];
}

export function diagnosticOf(find: FindFile, one: Diagnostic): ShownDiagnostic {
  const { span, severity, code, message, help, labels = [] } = one;
  const related = labels.map((label) => ({ location: locationOf(find, label.span), message: label.text }));
  return {
    range: rangeOf(find(span.file).places, span),
    severity: SEVERITY[severity],
    code,
    source: 'hpol',
    message: help === undefined || help === '' ? message : `${message}\nhelp: ${help}`,
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}

/** CompletionItemKind of the protocol. */
const ITEM_KINDS: Readonly<Record<CompletionItem['kind'], 3 | 5 | 6 | 7 | 10 | 12 | 14 | 20 | 23 | 24>> = {
  keyword: 14,
  attribute: 10,
  let: 6,
  class: 7,
  member: 5,
  event: 23,
  enum_word: 20,
  transform: 24,
  detector: 3,
  rule: 3,
  column: 12,
};

/** The list in the order in which it was made, which is the order of likelihood. */
export const completionOf = (places: Places, { start, end, items }: Completion) =>
  items.map(({ label, kind, detail, doc }, index) => ({
    label,
    kind: ITEM_KINDS[kind],
    sortText: String(index).padStart(5, '0'),
    textEdit: { range: rangeOf(places, { start, end }), newText: label },
    ...(detail === '' ? {} : { detail }),
    ...(doc === '' ? {} : { documentation: { kind: 'markdown' as const, value: doc } }),
  }));

/** SymbolKind of the protocol. */
const SYMBOL_KINDS: Readonly<Record<DocumentSymbol['kind'], 3 | 5 | 6 | 8 | 12 | 13>> = {
  policy: 3,
  class: 5,
  member: 8,
  let: 13,
  rule: 12,
  test: 6,
};

export interface ShownSymbol {
  name: string;
  kind: 3 | 5 | 6 | 8 | 12 | 13;
  detail: string;
  range: Range;
  selectionRange: Range;
  children: ShownSymbol[];
}

export const symbolOf = (places: Places, symbol: DocumentSymbol): ShownSymbol => ({
  // The protocol wants a name that is not empty.
  name: symbol.name === '' ? '""' : symbol.name,
  kind: SYMBOL_KINDS[symbol.kind],
  detail: symbol.detail,
  range: rangeOf(places, symbol.span),
  selectionRange: rangeOf(places, symbol.nameSpan),
  children: symbol.children.map((child) => symbolOf(places, child)),
});

/** Five numbers a token, each place relative to the one before. */
export function tokenData(places: Places, tokens: readonly SemanticToken[]): number[] {
  let line = 0;
  let character = 0;
  return tokens.flatMap((token) => {
    const at = places.positionAt(token.start);
    const deltaLine = at.line - line;
    const deltaCharacter = deltaLine === 0 ? at.character - character : at.character;
    [line, character] = [at.line, at.character];
    return [deltaLine, deltaCharacter, token.length, TOKEN_KINDS.indexOf(token.kind), token.isDefinition ? 1 : 0];
  });
}

export const actionOf = (find: FindFile, { fix, diagnostic }: CodeAction) => ({
  title: fix.title,
  kind: 'quickfix',
  isPreferred: fix.isSafe,
  diagnostics: [diagnosticOf(find, diagnostic)],
  edit: { changes: editsOf(find, fix.edits) },
});

/** One edit that turns a text into another, as small as their common ends allow; none when they are equal. */
export function smallestEdit(places: Places, before: string, after: string): { range: Range; newText: string }[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const range = rangeOf(places, { start, end: before.length - tail });
  return [{ range, newText: after.slice(start, after.length - tail) }];
}
