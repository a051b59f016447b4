// For tests: compiles a policy with its DDL, both given as text, into what a test runs against.
import { writeBundle } from '../../compiler/bundle/write-bundle.ts';
import { compileModule } from '../../compiler/compile.ts';
import { compileSource } from '../../lang/check/compile-source.ts';
import type { Program } from '../../lang/check/program.ts';
import { withLibrary } from '../../policies/library/read-library.ts';
import { prepareAnalysis } from '../../runtime/postgres/analysis/analyze-query.ts';
import { indexCatalog } from '../../runtime/postgres/analysis/catalog-index.ts';
import { catalogFromDdl } from '../../runtime/postgres/analysis/ddl-catalog.ts';
import { openPolicy } from './policy-under-test.ts';
import type { TestSubject } from './run-policy-test.ts';

export async function subjectOf(policy: string, ddl: string): Promise<TestSubject & { readonly program: Program }> {
  const load = withLibrary((path) => (path === 'p.hpol' ? policy : undefined));
  const { program, diagnostics } = compileSource('p.hpol', load);
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  await prepareAnalysis();
  const { value, problems } = catalogFromDdl([{ file: 'schema.sql', text: ddl }]);
  if (value === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return { program, policy: await openPolicy(writeBundle(compileModule(program))), catalog: indexCatalog(value) };
}
