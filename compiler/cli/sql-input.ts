// What `policyc eval --sql` decides on: a statement, analysed as the gateway would for this identity.
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { clockAt } from '../../runtime/engine/clock.ts';
import type { Identity } from '../../runtime/identity/identity.ts';
import { statementEvent } from '../../runtime/postgres/enforcement/statement-event.ts';
import { analyzeStatements, newContext } from '../../test/replay/analyze-statements.ts';
import type { Judged } from '../../test/replay/compare-outcomes.ts';
import { judgeStatement, openPolicy } from '../../test/replay/policy-under-test.ts';
import { TEST_SESSION } from '../../test/replay/test-session.ts';
import type { OpenedPolicy } from './open-policy.ts';
import { schemaCatalog, schemaTexts, type SchemaText } from './schema-catalog.ts';

export interface SqlInput {
  readonly sql: string;
  readonly identity: Identity;
  /** Beside those that the policy names. */
  readonly schemas: readonly SchemaText[];
  readonly target: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

export interface JudgedStatement extends Judged {
  readonly event: PolicyEvent;
}

export async function judgeText(opened: OpenedPolicy, input: SqlInput): Promise<readonly JudgedStatement[]> {
  const own = opened.source === null ? [] : schemaTexts(opened.source.program, opened.source.load);
  const catalog = await schemaCatalog([...own, ...input.schemas]);
  const policy = await openPolicy(opened.bundle);
  const clock = clockAt(Date.now(), policy.engine.metadata.clock.zones);
  const session = {
    identity: input.identity,
    target: input.target,
    session: { ...TEST_SESSION.session, started: clock.now },
  };
  return analyzeStatements(input.sql, catalog, newContext(catalog)).map((facts) => {
    const event = statementEvent(session, facts, { ...clock, inTransaction: false });
    return { event, ...judgeStatement(policy, event, facts) };
  });
}
