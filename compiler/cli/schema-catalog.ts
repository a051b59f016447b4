// The catalog that a policy's `schema` files describe.
import type { Program } from '../../lang/check/program.ts';
import type { Content, Loader } from '../../lang/source/loader.ts';
import { prepareAnalysis } from '../../runtime/postgres/analysis/analyze-query.ts';
import { indexCatalog, type Catalog } from '../../runtime/postgres/analysis/catalog-index.ts';
import { catalogFromDdl } from '../../runtime/postgres/analysis/ddl-catalog.ts';
import { CliFault } from './cli-fault.ts';

export interface SchemaText {
  readonly file: string;
  readonly text: string;
  /** True for a schema of the policy: checking the policy has told its problems. */
  readonly isChecked?: true;
}

export const schemaTexts = ({ schemas }: Program, load: Loader): readonly SchemaText[] =>
  schemas.map((file) => ({ file, text: textOf(load(file)), isChecked: true }));

/** Checking the policy has refused what is no UTF-8. */
const textOf = (content: Content | undefined): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content);

/** Makes the analysis ready on the way, since it reads the DDL as well. */
export async function schemaCatalog(files: readonly SchemaText[]): Promise<Catalog> {
  await prepareAnalysis();
  const { value, problems } = catalogFromDdl(files);
  if (value === null) {
    throw new CliFault(
      `the schema cannot be read:\n${problems.map(({ file, line, message }) => `  ${file}:${line}: ${message}`).join('\n')}`,
    );
  }
  const told = new Set(files.filter(({ isChecked }) => isChecked).map(({ file }) => file));
  const fresh = problems.filter(({ file }) => !told.has(file));
  for (const { file, line, message } of fresh) console.error(`note: ${file}:${line}: ${message}`);
  return indexCatalog(value);
}
