// Reads the `schema` files of a policy for the checks of the language, whose shape of a schema this has.
import { prepareAnalysis } from './analyze-query.ts';
import type { CatalogRelation } from './catalog.ts';
import { readDdl, type DdlFile, type DdlProblem } from './ddl-catalog.ts';

export interface ReadSchema {
  readonly relations: readonly CatalogRelation[];
  readonly problems: readonly DdlProblem[];
  readonly unreadable?: DdlProblem;
}

/** What each of the files says, by its path; each is read against those before it. */
export async function schemaReader(files: readonly DdlFile[]): Promise<(path: string) => ReadSchema | undefined> {
  await prepareAnalysis();
  const schemas = readDdl(files).map(({ file, relations, problems, isReadable }): [string, ReadSchema] => {
    const [problem] = problems;
    return [file, isReadable || !problem ? { relations, problems } : { relations, problems: [], unreadable: problem }];
  });
  const byPath = new Map(schemas);
  return (path) => byPath.get(path);
}
