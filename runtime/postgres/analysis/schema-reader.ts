// Reads the `schema` files of a policy for the checks of the language, whose shape of a schema this has.
import { isUtf8 } from 'node:buffer';
import { prepareAnalysis } from './analyze-query.ts';
import type { CatalogRelation } from './catalog.ts';
import { readDdl, type DdlProblem } from './ddl-catalog.ts';

export interface ReadSchema {
  readonly relations: readonly CatalogRelation[];
  readonly problems: readonly DdlProblem[];
  readonly unreadable?: DdlProblem;
}

export interface SchemaContent {
  readonly file: string;
  readonly content: string | Uint8Array;
}

/** What each of the files says, by its path; each is read against those before it. */
export async function schemaReader(files: readonly SchemaContent[]): Promise<(path: string) => ReadSchema | undefined> {
  await prepareAnalysis();
  const texts = files.map(({ file, content }) => ({ file, content, text: textOf(content) }));
  const isText = ({ content }: SchemaContent): boolean => typeof content === 'string' || isUtf8(content);
  const broken = texts
    .filter((file) => !isText(file))
    .map(({ file, text }): [string, ReadSchema] => {
      const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
      return [file, unreadable({ file, line, message: 'it is not UTF-8 text' })];
    });
  const read = readDdl(texts.filter(isText)).map(({ file, relations, problems, isReadable }): [string, ReadSchema] => {
    const [problem] = problems;
    return [file, isReadable || !problem ? { relations, problems } : unreadable(problem)];
  });
  const byPath = new Map([...broken, ...read]);
  return (path) => byPath.get(path);
}

const textOf = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content);

const unreadable = (problem: DdlProblem): ReadSchema => ({ relations: [], problems: [], unreadable: problem });
