// What `policyc eval --sql` decides on: a statement, analysed as the gateway would for this identity.
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { statementEvent } from '../../runtime/postgres/enforcement/statement-event.ts';
import { analyzeStatements, newContext } from '../../test/replay/analyze-statements.ts';
import type { Judged } from '../../test/replay/compare-outcomes.ts';
import { judgeStatement, openPolicy } from '../../test/replay/policy-under-test.ts';
import { TEST_SESSION } from '../../test/replay/test-session.ts';
import { readText } from './files.ts';
import { readIdentity } from './identity-input.ts';
import type { OpenedPolicy } from './open-policy.ts';
import { schemaCatalog, schemaTexts } from './schema-catalog.ts';

export interface SqlInput {
  readonly sql: string;
  readonly identityPath: string;
  readonly schemaPaths: readonly string[];
  readonly target: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

export interface JudgedStatement extends Judged {
  readonly event: PolicyEvent;
}

export async function judgeText(opened: OpenedPolicy, input: SqlInput): Promise<readonly JudgedStatement[]> {
  const identity = await readIdentity(input.identityPath);
  const own = opened.source === null ? [] : schemaTexts(opened.source.program, opened.source.load);
  const given = input.schemaPaths.map((file) => ({ file, text: readText(file) }));
  const catalog = await schemaCatalog([...own, ...given]);
  const policy = await openPolicy(opened.bundle);
  return analyzeStatements(input.sql, catalog, newContext(catalog)).map((facts) => {
    const event = statementEvent({ ...TEST_SESSION, identity, target: input.target }, facts, false);
    return { event, ...judgeStatement(policy, event, facts) };
  });
}
