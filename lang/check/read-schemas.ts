// The `schema` files of a policy, as the checks see them: what they could not be read for is said where the policy names them.
import type { PolicyFile } from '../ast/declaration.ts';
import { resolvePath } from '../source/resolve-path.ts';
import type { Span } from '../source/span.ts';
import type { Reporter } from './reporter.ts';
import type { SchemaLoader, SchemaRelation } from './schema.ts';

/** A dump may hold many statements of one kind; the first ones show what is wrong. */
const MAX_REPORTED = 20;

/** All relations of all schemas, and those given beside them. Null where one of them could not be read: then nothing is known to be missing. */
export function readSchemas(
  files: readonly PolicyFile[],
  loadSchema: SchemaLoader,
  reporter: Reporter,
  given: readonly SchemaRelation[],
): readonly SchemaRelation[] | null {
  const relations = [...given];
  let isComplete = true;
  for (const [path, span] of namedSchemas(files)) {
    const schema = loadSchema(path);
    if (!schema || schema.unreadable) isComplete = false;
    if (schema?.unreadable) reporter.report('HPOL2119', span, { path, ...schema.unreadable });
    for (const problem of schema?.problems.slice(0, MAX_REPORTED) ?? [])
      reporter.report('HPOL2120', span, { path, ...problem });
    relations.push(...(schema?.relations ?? []));
  }
  return isComplete ? relations : null;
}

/** Each path with the first place that names it; one that leads out of the project is an error that has been told. */
function namedSchemas(files: readonly PolicyFile[]): ReadonlyMap<string, Span> {
  const named = new Map<string, Span>();
  for (const { file, declarations } of files) {
    for (const declaration of declarations) {
      const path = declaration.kind === 'schema' ? resolvePath(file, declaration.path.text) : null;
      if (declaration.kind === 'schema' && path !== null && !named.has(path)) named.set(path, declaration.path.span);
    }
  }
  return named;
}
