// Reads the `schema` files of policies for the language server. The SQL parser is loaded with the first policy that names one.
import type { SchemaFile } from '../../../lang/check/schema.ts';

export interface SchemaReader {
  /** What the text says; undefined until the parser is there, and then `onReady` has been called. */
  read(text: string): SchemaFile | undefined;
}

const MOST_KEPT = 16;

export function createSchemaReader(onReady: () => void): SchemaReader {
  let readDdl: ((text: string) => SchemaFile) | undefined;
  let isLoading = false;
  const kept = new Map<string, SchemaFile>();

  const load = async (): Promise<void> => {
    const [{ prepareAnalysis }, ddl] = await Promise.all([
      import('../../../runtime/postgres/analysis/analyze-query.ts'),
      import('../../../runtime/postgres/analysis/ddl-catalog.ts'),
    ]);
    await prepareAnalysis();
    readDdl = (text) => {
      const [read] = ddl.readDdl([{ file: '', text }]);
      const { relations = [], problems = [], isReadable = true } = read ?? {};
      const [unreadable] = problems;
      return isReadable || !unreadable ? { relations, problems } : { relations, problems: [], unreadable };
    };
    onReady();
  };

  return {
    read: (text) => {
      const known = kept.get(text);
      if (known) return known;
      if (!readDdl) {
        if (!isLoading) void load();
        isLoading = true;
        return undefined;
      }
      const file = readDdl(text);
      const [oldest] = kept.keys();
      if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(text, file);
      return file;
    },
  };
}
