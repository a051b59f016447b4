// What the language server answers, question by question, as plain objects of the protocol. Where a file belongs to several policies, answers
// are those of the first, and changes and places those of all.
import { join } from 'node:path';
import { codeActions } from '../../../lang/service/code-actions.ts';
import { testLenses } from '../../../lang/service/code-lenses.ts';
import { completeAt } from '../../../lang/service/completion.ts';
import { documentSymbols } from '../../../lang/service/document-symbols.ts';
import { definitionsAt, referencesAt } from '../../../lang/service/find-definition.ts';
import { foldingRanges } from '../../../lang/service/folding-ranges.ts';
import { hoverAt } from '../../../lang/service/hover.ts';
import { inlayHints } from '../../../lang/service/inlay-hints.ts';
import { renamableAt, renameAt } from '../../../lang/service/rename.ts';
import { semanticTokens } from '../../../lang/service/semantic-tokens.ts';
import { isLibraryPath } from '../../../lang/vocabulary/libraries.ts';
import { libraryFile } from '../../../policies/library/read-library.ts';
import type { AnalyzedFile, PolicyAnalysis } from '../../../lang/service/policy-analysis.ts';
import {
  actionOf,
  completionOf,
  editsOf,
  type FindFile,
  locationOf,
  type Position,
  type Range,
  rangeOf,
  smallestEdit,
  symbolOf,
  type TextEdits,
  tokenData,
} from './answers.ts';
import { type Document, type DocumentShelf, pathOf } from './documents.ts';
import type { EditorWorkspace, Membership } from './workspace.ts';

export const RUN_TEST = 'policyc.runTest';

export interface Session {
  readonly workspace: EditorWorkspace;
  readonly shelf: DocumentShelf;
}

/** A refusal that the person at the editor reads. */
export class Refusal extends Error {}

/** A file that is asked about: its text, its syntax, and the policies that it belongs to. */
export interface Asked extends Membership {
  readonly path: string;
  readonly document: Document;
  readonly source: AnalyzedFile;
  readonly policies: readonly Membership[];
}

/** Null for what is no file that can be read. */
export function askAbout({ workspace, shelf }: Session, uri: string): Asked | null {
  const path = pathOf(uri);
  const text = workspace.textOf(path);
  if (text === undefined) return null;
  const policies = workspace.policiesOf(path);
  const [first] = policies;
  const source = first?.analysis.files.get(first.file);
  return first && source ? { ...first, path, document: shelf.find(path, text), source, policies } : null;
}

/** Finds documents of a policy's files by their path from the folder. */
export const finder =
  ({ workspace, shelf }: Session, folder: string): FindFile =>
  (file) => {
    const path = isLibraryPath(file) ? libraryFile(file) : join(folder, file);
    return shelf.find(path, workspace.textOf(path) ?? '');
  };

/** Positions beyond a line or the text count as its end; what is no position is an error. */
function offsetOf({ document }: Asked, position: Position): number {
  const offset = document.places.offsetAt(position);
  if (!Number.isSafeInteger(offset)) throw new TypeError('not a position');
  return offset;
}

const spanOf = (asked: Asked, range: Range): { file: string; start: number; end: number } => ({
  file: asked.file,
  start: offsetOf(asked, range.start),
  end: offsetOf(asked, range.end),
});

export function hover(asked: Asked, position: Position) {
  const found = hoverAt(asked.analysis, asked.file, offsetOf(asked, position));
  return (
    found && {
      contents: { kind: 'markdown' as const, value: found.markdown },
      range: rangeOf(asked.document.places, found.span),
    }
  );
}

export function complete(asked: Asked, position: Position) {
  const { document, analysis } = asked;
  const found = completeAt(analysis, document.text, offsetOf(asked, position));
  return found ? completionOf(document.places, found) : [];
}

type Location = ReturnType<typeof locationOf>;

/** What each policy says about a place, each location once. */
function inAll(
  session: Session,
  asked: Asked,
  ask: (analysis: PolicyAnalysis, file: string) => ReturnType<typeof definitionsAt>,
): Location[] {
  const found = asked.policies.flatMap(({ analysis, file, folder }) =>
    ask(analysis, file).map((span) => locationOf(finder(session, folder), span)),
  );
  return [...new Map(found.map((location) => [JSON.stringify(location), location])).values()];
}

export function definition(session: Session, asked: Asked, position: Position): Location[] {
  const offset = offsetOf(asked, position);
  return inAll(session, asked, (analysis, file) => definitionsAt(analysis, file, offset));
}

export function references(
  session: Session,
  asked: Asked,
  question: { readonly position: Position; readonly includeDeclaration: boolean },
): Location[] {
  const offset = offsetOf(asked, question.position);
  return inAll(session, asked, (analysis, file) => referencesAt(analysis, { file, offset }, question));
}

export function prepareRename(asked: Asked, position: Position) {
  const found = renamableAt(asked.analysis, asked.file, offsetOf(asked, position));
  return found ? { range: rangeOf(asked.document.places, found.span), placeholder: found.name } : null;
}

export function rename(
  session: Session,
  asked: Asked,
  question: { readonly position: Position; readonly newName: string },
): { changes: TextEdits } {
  const offset = offsetOf(asked, question.position);
  const changes: TextEdits = {};
  for (const { analysis, file, folder } of asked.policies) {
    const result = renameAt(analysis, { file, offset }, question.newName);
    if (result.kind === 'refused') throw new Refusal(result.reason);
    editsOf(finder(session, folder), result.edits, changes);
  }
  return { changes };
}

export const symbols = ({ document, source }: Asked) =>
  documentSymbols(source).map((symbol) => symbolOf(document.places, symbol));

export const tokens = ({ document, analysis, file }: Asked) => ({
  data: tokenData(document.places, semanticTokens(analysis, file)),
});

export const folds = ({ document, source }: Asked) =>
  foldingRanges(source).map(({ kind, span }) => ({
    startLine: document.places.positionAt(span.start).line,
    endLine: document.places.positionAt(span.end).line,
    ...(kind === 'comment' ? { kind } : {}),
  }));

export const hints = (asked: Asked, range: Range) =>
  inlayHints(asked.source, asked.analysis, spanOf(asked, range)).map(({ offset, label, tooltip }) => ({
    position: asked.document.places.positionAt(offset),
    label,
    tooltip,
    paddingLeft: true,
  }));

export const lenses = ({ document, source }: Asked) =>
  testLenses(source).map(({ test, span }) => ({
    range: rangeOf(document.places, span),
    command: { title: 'Run test', command: RUN_TEST, arguments: [document.uri, test] },
  }));

export function actions(session: Session, asked: Asked, range: Range) {
  const span = spanOf(asked, range);
  const found = asked.policies.flatMap(({ analysis, folder }) =>
    codeActions(analysis.known().diagnostics, span).map((action) => actionOf(finder(session, folder), action)),
  );
  return [...new Map(found.map((action) => [JSON.stringify(action), action])).values()];
}

/** No edits where the text does not parse: its errors are shown already. */
export async function formatting({ document, file }: Asked) {
  const { format } = await import('../../../lang/format/format.ts');
  const { value } = format(document.text, file);
  return value === null ? [] : smallestEdit(document.places, document.text, value);
}
