// Drives the records of one session through two policies and reports every difference. The baseline is another policy, or what the
// gateway decided at the time. Statements are analysed again, with the catalog and search path of the recording.
import type { EventField, PolicyEvent } from '../../compiler/abi/event.ts';
import type { Catalog } from '../../runtime/postgres/analysis/catalog-index.ts';
import type { QueryDefinition, StatementFacts } from '../../runtime/postgres/analysis/facts.ts';
import { statementEvent } from '../../runtime/postgres/enforcement/statement-event.ts';
import { RecordingFault } from '../../runtime/recording/read-recording.ts';
import type { WholeRecord, ResultEnded, SessionOpened, StatementDecided } from '../../runtime/recording/records.ts';
import { analyzeStatements } from './analyze-statements.ts';
import { compareOutcomes, type Judged } from './compare-outcomes.ts';
import type { Difference } from './difference.ts';
import { shorten, type Occurrence } from './group-differences.ts';
import { judgeEvent, judgeStatement, sessionOutcome, type PolicyUnderTest } from './policy-under-test.ts';
import { TEST_SESSION } from './test-session.ts';

export interface Comparison {
  readonly policy: PolicyUnderTest;
  /** null: what the recording says was decided. */
  readonly baseline: PolicyUnderTest | null;
}

/** What replay of one recording needs from outside and gives back as it goes. */
export interface ReplayPort {
  readonly file: string;
  /** Throws when the snapshot is missing or altered. */
  catalog(digest: string): Catalog;
  found(difference: Difference, occurrence: Occurrence): void;
  /** Something that a reader of the result should know; `record` says where. */
  note(message: string, record: number): void;
}

/** Feeds all records of one recording; gives the number of events that were decided. Throws RecordingFault only. */
export function replayRecording(records: Iterable<WholeRecord>, comparison: Comparison, port: ReplayPort): number {
  const session = new RecordedSession(comparison, port);
  let events = 0;
  for (const record of records) {
    try {
      events += session.take(record);
    } catch (error) {
      // A chain that holds says nothing about what the records hold: without a key anybody may have written them.
      throw error instanceof RecordingFault ? error : faultAt(port.file, record.seq, textOf(error));
    }
  }
  return events;
}

const faultAt = (file: string, record: number, problem: string): RecordingFault =>
  new RecordingFault(`${file}: record ${record} cannot be replayed: ${problem}`);

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

class RecordedSession {
  readonly #comparison: Comparison;
  readonly #port: ReplayPort;
  readonly #prepared = new Map<string, StatementFacts>();
  readonly #cursors = new Map<string, StatementFacts>();
  /** Names that take effect when their statement has succeeded, by statement number. */
  readonly #pending = new Map<number, QueryDefinition>();
  #opened: SessionOpened | null = null;
  #catalog: Catalog | null = null;

  constructor(comparison: Comparison, port: ReplayPort) {
    this.#comparison = comparison;
    this.#port = port;
  }

  /** Number of events decided: 0 or 1. */
  take(record: WholeRecord): number {
    if (record.kind === 'session.open') return this.#open(record, record.seq);
    if (record.kind === 'statement') return this.#statement(record, record.seq);
    if (record.kind === 'catalog') this.#catalog = this.#readCatalog(record.catalog, record.seq);
    if (record.kind === 'response') for (const result of record.results) this.#resultEnded(result);
    return 0;
  }

  #open(record: SessionOpened, seq: number): number {
    this.#opened = record;
    const { policy, baseline } = this.#comparison;
    const { name } = policy.engine.metadata;
    if (record.policyName !== name)
      this.#port.note(`recorded under policy \`${record.policyName}\`, not \`${name}\``, seq);
    const after = judgeEvent(policy, record.event);
    // A recording holds no enforcement for the opening, so it is read off the recorded decision.
    const before = baseline === null ? recordedOpening(record, policy) : judgeEvent(baseline, record.event);
    this.#compare(before, after, seq, record.event.event);
    return 1;
  }

  #statement(record: StatementDecided, seq: number): number {
    if (record.via === 'function') {
      this.#port.note('function calls of the protocol are refused whatever the policy says, and are not replayed', seq);
      return 0;
    }
    const facts = this.#analyze(record, seq);
    if (facts.defines !== null) this.#pending.set(record.statement, facts.defines);
    const event = { ...record.event, statement: this.#statementGroup(record.event, facts) };
    if (!isSame(event.statement, record.event['statement'])) {
      this.#port.note('the analysis finds other facts today than the gateway recorded; today’s are used', seq);
    }
    const { policy, baseline } = this.#comparison;
    const after = judgeStatement(policy, event, facts, record.parameters);
    const before =
      baseline === null ? recorded(record, policy) : judgeStatement(baseline, event, facts, record.parameters);
    this.#compare(before, after, seq, facts.text);
    return 1;
  }

  #analyze(record: StatementDecided, seq: number): StatementFacts {
    if (this.#catalog === null) throw this.#fault(seq, 'no catalog was recorded before it');
    const text = fieldOf(record.event, 'text');
    if (typeof text !== 'string') throw this.#fault(seq, 'its event has no statement text');
    const context = { searchPath: record.searchPath, prepared: this.#prepared, cursors: this.#cursors };
    const [facts, more] = analyzeStatements(text, this.#catalog, context);
    if (more !== undefined) throw this.#fault(seq, 'its text is more than one statement');
    return facts;
  }

  #statementGroup(event: PolicyEvent, facts: StatementFacts): Readonly<Record<string, EventField>> {
    // Identity, session and target stay as recorded; only what analysis found is computed anew.
    const moment = { inTransaction: fieldOf(event, 'in_transaction') === true, now: 0, zoneOffsets: {} };
    const group = statementEvent(TEST_SESSION, facts, moment)['statement'];
    return typeof group === 'object' ? group : {};
  }

  #resultEnded({ statement, outcome }: ResultEnded): void {
    const defined = this.#pending.get(statement);
    if (defined === undefined || outcome !== 'complete') return;
    (defined.kind === 'prepared' ? this.#prepared : this.#cursors).set(defined.name, defined.facts);
    this.#pending.delete(statement);
  }

  #readCatalog(digest: string, seq: number): Catalog {
    try {
      return this.#port.catalog(digest);
    } catch (error) {
      throw this.#fault(seq, `its catalog cannot be used: ${textOf(error)}`);
    }
  }

  #compare(before: Judged, after: Judged, record: number, text: string): void {
    const opened = this.#opened;
    if (opened === null) throw this.#fault(record, 'it comes before its session was opened');
    const { user, kind } = opened.identity;
    const place = { file: this.#port.file, record, session: opened.session };
    const occurrence = { ...place, user, identityKind: kind, statement: shorten(text) };
    for (const difference of compareOutcomes(before, after)) this.#port.found(difference, occurrence);
  }

  #fault(record: number, problem: string): RecordingFault {
    return faultAt(this.#port.file, record, problem);
  }
}

function fieldOf(event: PolicyEvent, name: string): unknown {
  const group = event['statement'];
  return typeof group === 'object' ? group[name] : undefined;
}

/** Rules of a recorded decision can be placed only when the recording was made under the very policy that is tested. */
const rulesOf = (digest: string, { engine, rules }: PolicyUnderTest): Judged['rules'] =>
  digest === engine.digest ? rules : new Map();

const recorded = ({ decision, enforcement, policy: digest }: StatementDecided, policy: PolicyUnderTest): Judged => ({
  outcome: { decision, enforcement },
  rules: rulesOf(digest, policy),
});

const recordedOpening = ({ decision, policy: digest }: SessionOpened, policy: PolicyUnderTest): Judged => ({
  outcome: sessionOutcome(decision),
  rules: rulesOf(digest, policy),
});

/** Equality of JSON values whatever the order of keys. */
function isSame(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  const [one, other] = [left as Record<string, unknown>, right as Record<string, unknown>];
  return Array.isArray(left) === Array.isArray(right) && [...keys].every((key) => isSame(one[key], other[key]));
}
