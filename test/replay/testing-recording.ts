// For tests: recordings made by the real recorder, as a gateway under a given policy would have made them, without a target.
import { join } from 'node:path';
import type { Identity } from '../../runtime/identity/identity.ts';
import { loadSigner } from '../../runtime/evidence/signing-key.ts';
import { indexCatalog } from '../../runtime/postgres/analysis/catalog-index.ts';
import type { CatalogSnapshot } from '../../runtime/postgres/analysis/catalog.ts';
import type { QueryDefinition, StatementFacts } from '../../runtime/postgres/analysis/facts.ts';
import { sessionEvent, statementEvent } from '../../runtime/postgres/enforcement/statement-event.ts';
import { openRecording } from '../../runtime/recording/open-recording.ts';
import { storeCatalog } from '../../runtime/recording/store-catalog.ts';
import { analyzeStatements } from './analyze-statements.ts';
import { judgeEvent, judgeStatement, type PolicyUnderTest } from './policy-under-test.ts';
import { TEST_NOW, TEST_SESSION } from './test-session.ts';

export interface SessionToRecord {
  readonly folder: string;
  readonly sessionId: string;
  readonly policy: PolicyUnderTest;
  readonly catalog: CatalogSnapshot;
  readonly identity: Identity;
  /** One statement each. */
  readonly statements: readonly string[];
}

const CLOCK = { now: TEST_NOW, zoneOffsets: {} };

export const person = (user: string, groups: readonly string[]): Identity => ({
  ...TEST_SESSION.identity,
  user,
  groups,
});

/** Needs `prepareAnalysis`. Writes a closed recording, its catalog and the keys (in `keys/`); every statement completes unless it was refused. */
export function recordSession(wanted: SessionToRecord): void {
  const { folder, sessionId, policy, identity } = wanted;
  const session = { ...TEST_SESSION, identity, session: { ...TEST_SESSION.session, id: sessionId } };
  const recorder = openRecording({ folder, sessionId, signer: loadSigner(join(folder, 'keys')) });
  const event = sessionEvent(session, CLOCK);
  recorder.append({
    kind: 'session.open',
    session: sessionId,
    protocol: 'postgres',
    identity,
    target: session.target.name,
    clientAddress: '127.0.0.1',
    application: null,
    tls: { client: false, target: false },
    policy: policy.engine.digest,
    policyName: policy.engine.metadata.name,
    event,
    decision: judgeEvent(policy, event).outcome.decision,
  });
  recorder.append({ kind: 'catalog', catalog: storeCatalog(folder, wanted.catalog) });
  const catalog = indexCatalog(wanted.catalog);
  const prepared = new Map<string, StatementFacts>();
  const cursors = new Map<string, StatementFacts>();
  const remember = ({ kind, name, facts }: QueryDefinition): Map<string, StatementFacts> =>
    (kind === 'prepared' ? prepared : cursors).set(name, facts);
  const { searchPath } = wanted.catalog;
  for (const [index, sql] of wanted.statements.entries()) {
    const [facts] = analyzeStatements(sql, catalog, { searchPath, prepared, cursors });
    const statement = index + 1;
    const asked = statementEvent(session, facts, { ...CLOCK, inTransaction: false });
    const { decision, enforcement } = judgeStatement(policy, asked, facts).outcome;
    const place = { policy: policy.engine.digest, searchPath, parameters: [], via: 'query' as const };
    recorder.append({ kind: 'statement', statement, ...place, event: asked, decision, enforcement });
    const outcome = enforcement.action === 'refuse' ? 'refused' : 'complete';
    if (facts.defines !== null && outcome === 'complete') remember(facts.defines);
    const result = { statement, outcome, tag: 'SELECT 0', rows: 0, masked: {} } as const;
    recorder.append({ kind: 'response', bytes: '', repeats: [], results: [result] });
  }
  recorder.close('the client left');
}
