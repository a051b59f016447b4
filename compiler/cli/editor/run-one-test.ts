// Runs one test of a checked policy, as `policyc test` does, for the language server. The rooms that compile and run are loaded here.
import type { Program } from '../../../lang/program/program.ts';
import type { Loader } from '../../../lang/source/loader.ts';
import type { TestResult } from '../../../test/replay/run-policy-test.ts';

export type OneTest =
  | { readonly kind: 'ran'; readonly result: TestResult }
  /** The policy cannot be compiled, its schema cannot be read, or it has no such test. */
  | { readonly kind: 'not_run'; readonly reason: string };

const notRun = (reason: string): OneTest => ({ kind: 'not_run', reason });

export async function runOneTest(program: Program, name: string, load: Loader): Promise<OneTest> {
  const test = program.tests.find((one) => one.name === name);
  if (!test) return notRun('the policy has no such test');
  const [{ compileModule }, { CompileLimit }, { writeBundle }, { openPolicy }, { runPolicyTest }] = await Promise.all([
    import('../../compile.ts'),
    import('../../ir/compile-limit.ts'),
    import('../../bundle/write-bundle.ts'),
    import('../../../test/replay/policy-under-test.ts'),
    import('../../../test/replay/run-policy-test.ts'),
  ]);
  try {
    const catalog = await catalogOf(program, load);
    if (!catalog) return notRun('the schema of the policy cannot be read');
    const policy = await openPolicy(writeBundle(compileModule(program)));
    return { kind: 'ran', result: runPolicyTest(test, { policy, catalog }) };
  } catch (error) {
    if (error instanceof CompileLimit) return notRun(error.diagnostic.message);
    throw error;
  }
}

async function catalogOf({ schemas }: Program, load: Loader) {
  const [{ prepareAnalysis }, { indexCatalog }, { catalogFromDdl }] = await Promise.all([
    import('../../../runtime/postgres/analysis/analyze-query.ts'),
    import('../../../runtime/postgres/analysis/catalog-index.ts'),
    import('../../../runtime/postgres/analysis/ddl-catalog.ts'),
  ]);
  await prepareAnalysis();
  const decoder = new TextDecoder();
  const texts = schemas.map((file) => ({ file, content: load(file) ?? '' }));
  const { value } = catalogFromDdl(
    texts.map(({ file, content }) => ({ file, text: typeof content === 'string' ? content : decoder.decode(content) })),
  );
  return value && indexCatalog(value);
}
