// Every diagnostic of the policies in some folders, each once, with the project that its file belongs to.
import { join } from 'node:path';
import type { SchemaRelation } from '../../lang/check/schema.ts';
import { checkPolicy, type Found } from './compile-policy.ts';
import { findPolicies, folderLoader, type PolicyFile, type PolicyTree } from './policy-files.ts';

export interface FoundIn extends Found {
  /** The folder that the files are named from. */
  readonly root: string;
}

export interface CheckedTree {
  readonly policies: number;
  readonly found: readonly FoundIn[];
  /** As the user would name them: files that no policy imports, of which only the syntax was checked. */
  readonly unimported: readonly string[];
}

export const checkPaths = (paths: readonly string[], given: readonly SchemaRelation[]): Promise<CheckedTree> =>
  checkTree(findPolicies(paths), given);

async function checkTree({ policies, parts }: PolicyTree, given: readonly SchemaRelation[]): Promise<CheckedTree> {
  const found: FoundIn[] = [];
  const seen = new Set<string>();
  const read = new Set<string>();
  for (const { root, ...policy } of policies) {
    const { sources, diagnostics } = await checkPolicy({ root, ...policy }, folderLoader(root), given);
    for (const { file } of sources) read.add(join(root, file));
    // A file that several policies import is reported once.
    const fresh = diagnostics.filter((one) => isNew(seen, [root, one.code, one.span, one.message]));
    found.push({ root, sources, diagnostics: fresh });
  }
  const unimported = parts.filter(({ root, file }) => !read.has(join(root, file)));
  for (const part of unimported) found.push(await checkPart(part));
  return { policies: policies.length, found, unimported: unimported.map(({ shown }) => shown) };
}

function isNew(seen: Set<string>, thing: unknown): boolean {
  const key = JSON.stringify(thing);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

/** A file that no policy imports has no context to check names in; its syntax is checked. */
async function checkPart({ root, file }: PolicyFile): Promise<FoundIn> {
  const { format } = await import('../../lang/format/format.ts');
  const { diagnostics, source } = format(folderLoader(root)(file) ?? '', file);
  return { root, diagnostics, sources: [source] };
}
