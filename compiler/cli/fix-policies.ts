// `policyc check --fix`: makes the changes that are safe, checks again, and goes on until nothing is left to change.
import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { SchemaRelation } from '../../lang/check/schema.ts';
import { applyEdits, safeFixes, type SafeFix } from '../../lang/diagnostics/apply-edits.ts';
import { positionOf } from '../../lang/source/source-file.ts';
import { isLibraryPath } from '../../lang/vocabulary/libraries.ts';
import { checkPaths, type CheckedTree, type FoundIn } from './check-tree.ts';
import { readBytes, writeWhole } from './files.ts';

/** A change may make room for another; more rounds than this would be changes that undo each other. */
const MAX_ROUNDS = 10;
const BYTE_ORDER_MARK = '\uFEFF';

/** `tell` hears of each change. Gives what is left. */
export async function fixPolicies(
  paths: readonly string[],
  given: readonly SchemaRelation[],
  tell: (line: string) => void,
): Promise<CheckedTree> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const tree = await checkPaths(paths, given);
    const written = new Set<string>();
    const changed = tree.found.filter((found) => fixFiles(found, written, tell));
    if (changed.length === 0) return tree;
  }
  return checkPaths(paths, given);
}

/** True when a file was written. A file that was written in this round is not the text that a diagnostic of another policy speaks of. */
function fixFiles(
  { root, sources, diagnostics }: FoundIn,
  written: Set<string>,
  tell: (line: string) => void,
): boolean {
  const canChange = (file: string): boolean => isInside(root, file) && !written.has(join(root, file));
  const fixes = safeFixes(diagnostics).filter((one) => filesOf(one).every(canChange));
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  for (const file of new Set(fixes.flatMap(filesOf))) {
    const edits = fixes.flatMap(({ fix }) => fix.edits.filter(({ span }) => span.file === file));
    replaceText(join(root, file), applyEdits(texts.get(file) ?? '', edits));
    written.add(join(root, file));
  }
  for (const { code, span, fix } of fixes) {
    const { line, column } = positionOf(texts.get(span.file) ?? '', span.start);
    tell(`fixed ${span.file}:${line}:${column}: ${fix.title} (${code})`);
  }
  return fixes.length > 0;
}

const filesOf = ({ fix }: SafeFix): readonly string[] => fix.edits.map(({ span }) => span.file);

/** The library belongs to the program, and a link may lead out of the project: neither is written. */
function isInside(root: string, file: string): boolean {
  return !isLibraryPath(file) && realpathSync(join(root, file)).startsWith(realpathSync(root) + sep);
}

/** Writes what a link leads to, not the link, and keeps a mark of the byte order, which the text does not hold. */
function replaceText(path: string, text: string): void {
  const isMarked = new TextDecoder('utf-8', { ignoreBOM: true }).decode(readBytes(path)).startsWith(BYTE_ORDER_MARK);
  writeWhole(realpathSync(path), isMarked ? BYTE_ORDER_MARK + text : text);
}
