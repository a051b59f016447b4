// Waiting for people: files the approval requests of a statement, tells the client, and settles to a go or a refusal.
import { setImmediate } from 'node:timers/promises';
import type { ApprovalOutcome, PendingApproval } from '../../approvals/approvals.ts';
import { noticeResponse, type ServerReport } from '../wire/backend-messages.ts';
import type { SessionState } from './session-state.ts';
import type { StatementRun } from './session-types.ts';

/** A message that may be sent only when every approval of its statements is granted. */
export interface HoldRequest {
  readonly runs: readonly StatementRun[];
  readonly text: string;
  readonly parameters: readonly (string | null)[];
  readonly send: () => void;
  readonly refuse: (report: ServerReport) => void;
}

export interface Hold {
  /** Null means granted; never rejects for want of a grant. */
  readonly verdict: Promise<ServerReport | null>;
  withdraw(): void;
  /** For a session that ends now and cannot wait for the outcome. */
  recordWithdrawal(): void;
}

interface Ask {
  readonly run: StatementRun;
  readonly rule: string;
  readonly because: string;
  readonly pending: PendingApproval;
}

/** `announce` sends what is in `state.toClient`. Throws when the store cannot be reached. */
export function startHold(state: SessionState, request: HoldRequest, announce: () => void): Hold {
  const asks = request.runs.flatMap((run) => fileRequests(state, request, run));
  const withdraw = (): void => {
    for (const { pending } of asks) pending.withdraw();
  };
  const recordWithdrawal = (): void => {
    for (const ask of asks) record(state, ask, { id: ask.pending.id, state: 'withdrawn', votes: [] });
  };
  return { verdict: settle(state, asks, { announce, withdraw }), withdraw, recordWithdrawal };
}

function fileRequests(state: SessionState, request: HoldRequest, run: StatementRun): Ask[] {
  const { decision, engine } = run.decided;
  return decision.approvals.map((terms) => {
    const because = engine.metadata.rules.find((rule) => rule.name === terms.rule)?.because ?? decision.reason;
    const pending = state.services.approvals.request({
      identity: state.facts.identity,
      sessionId: state.recorder.sessionId,
      target: state.target.name,
      terms,
      because,
      statement: request.text,
      parameters: request.parameters,
      policyDigest: engine.digest,
    });
    record(state, { run, rule: terms.rule, because, pending }, { id: pending.id, state: 'pending', votes: [] });
    return { run, rule: terms.rule, because, pending };
  });
}

function record(state: SessionState, ask: Ask, outcome: ApprovalOutcome): void {
  state.record({ kind: 'approval', statement: ask.run.number, rule: ask.rule, ...outcome });
}

async function settle(
  state: SessionState,
  asks: readonly Ask[],
  { announce, withdraw }: { readonly announce: () => void; readonly withdraw: () => void },
): Promise<ServerReport | null> {
  const outcomes = Promise.all(
    asks.map(async (ask) => {
      const outcome = await ask.pending.outcome;
      // One refusal decides; nobody else needs to look at the others.
      if (outcome.state !== 'approved') withdraw();
      return { ask, outcome };
    }),
  );
  const isKnown = await Promise.race([outcomes.then(() => true), setImmediate(false)]);
  if (!isKnown) {
    for (const ask of asks) state.toClient.push(waitingNotice(ask));
    announce();
  }
  const settled = await outcomes;
  for (const { ask, outcome } of settled) record(state, ask, outcome);
  const refused = settled.find(({ outcome }) => outcome.state !== 'approved');
  if (refused) return notGranted(refused.ask, refused.outcome);
  return useAll(state, asks);
}

/** A grant is used up before the statement is sent, so that it can never serve twice. */
function useAll(state: SessionState, asks: readonly Ask[]): ServerReport | null {
  for (const ask of asks) {
    if (!state.services.approvals.use(ask.pending.id)) {
      return notGranted(ask, { id: ask.pending.id, state: 'expired', votes: [] });
    }
    record(state, ask, { id: ask.pending.id, state: 'used', votes: [] });
  }
  return null;
}

const waitingNotice = ({ rule, because, pending }: Ask): Buffer =>
  noticeResponse({
    severity: 'NOTICE',
    sqlstate: '00000',
    message: `waiting for approval ${pending.id} by policy rule ${rule}: ${because}`,
    hint: `An approver runs: policyd approvals approve ${pending.id}`,
  });

function notGranted({ rule, because }: Ask, outcome: ApprovalOutcome): ServerReport {
  const votes = outcome.votes.filter(({ verdict }) => verdict === 'deny').map(({ by, reason }) => `${by}: ${reason}`);
  const isWithdrawn = outcome.state === 'withdrawn';
  return {
    severity: 'ERROR',
    sqlstate: isWithdrawn ? '57014' : '42501',
    message: `approval ${outcome.id} for policy rule ${rule} was not granted: ${isWithdrawn ? 'withdrawn' : outcome.state}`,
    detail: [because, ...votes].join('\n'),
    hint: 'Run the statement again to ask again.',
  };
}
