// What one session knows while it relays. The handlers of both directions work on it; the machine around them owns it.
import type { SessionRecorder } from '../../recording/recorder.ts';
import type { RecordBody, Repetition, ResultEnded } from '../../recording/records.ts';
import type { StatementFacts } from '../analysis/facts.ts';
import type { TransactionStatus } from '../wire/read-backend.ts';
import { Outbox } from '../wire/outbox.ts';
import { DescriptionCache } from './description-cache.ts';
import { MadeHere } from './made-here.ts';
import { QueryNames } from './query-names.ts';
import { ResponseQueue } from './response-queue.ts';
import { parseSearchPath } from './search-path.ts';
import type { SessionFacts } from '../enforcement/statement-event.ts';
import { SentMessages } from './sent-messages.ts';
import type { CatalogView, GatewayServices, Target } from './services.ts';
import type { Decided } from './session-types.ts';

export interface SessionOptions {
  readonly services: GatewayServices;
  readonly target: Target;
  readonly facts: SessionFacts;
  readonly recorder: SessionRecorder;
  /** What the target reported at login. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Whether any mask applies to this identity, by the decision on `session.open`. */
  readonly isMasked: boolean;
}

export class SessionState {
  readonly services: GatewayServices;
  readonly target: Target;
  readonly facts: SessionFacts;
  readonly recorder: SessionRecorder;
  readonly queue = new ResponseQueue();
  readonly names = new QueryNames();
  readonly descriptions = new DescriptionCache();
  readonly made = new MadeHere();
  readonly sentMessages = new SentMessages();
  readonly decided = new WeakMap<StatementFacts, Decided>();
  /** Bytes for each side that the current turn has produced. */
  readonly toClient = new Outbox();
  readonly toTarget = new Outbox();
  /** Repeated statements that only read: they go on record with their response, or before anything else does. */
  repeats: Repetition[] = [];
  /** Results that have ended and go on record with the next release. */
  results: ResultEnded[] = [];
  catalog: CatalogView;
  searchPath: readonly string[];
  status: TransactionStatus = 'I';
  isMasked: boolean;
  statements = 0;
  /** The number of the statement whose result ended last. */
  lastDone = 0;
  /** A statement that may change something is recorded but not flushed. */
  hasUnseenChange = false;
  /** A schema change has succeeded; others see it, the gateway's catalog included, once its transaction has ended. */
  hasChangedSchema = false;
  /** False for a server that does not say when search_path changes. */
  readonly isPathReported: boolean;
  /** What search_path becomes when the batch ends without an error; for servers that do not report it. */
  pathToCome: readonly string[] | null = null;
  /** The session may act in another role than the gateway's own. */
  hasChangedRole = false;
  /** The boundary that must be answered before names are sure to mean what `searchPath` says. */
  unsettledUntil = 0;
  /** Set by the machine: something that a message waited for has happened. */
  wake: () => void = () => undefined;
  #recordedCatalog = '';
  #refreshes = 0;

  constructor(options: SessionOptions) {
    this.services = options.services;
    this.target = options.target;
    this.facts = options.facts;
    this.recorder = options.recorder;
    this.isMasked = options.isMasked;
    this.catalog = options.target.catalog.current();
    const reported = options.parameters.get('search_path');
    this.isPathReported = reported !== undefined;
    this.searchPath = reported === undefined ? this.catalog.catalog.snapshot.searchPath : parseSearchPath(reported);
  }

  /** Records which catalog the next statements are analyzed with, when it changed. */
  noteCatalog(): void {
    if (this.#recordedCatalog === this.catalog.digest) return;
    this.#recordedCatalog = this.catalog.digest;
    this.record({ kind: 'catalog', catalog: this.catalog.digest });
  }

  /** Everything but responses goes on record here, behind the repetitions that came before it. */
  record(body: RecordBody): void {
    this.recordRepeats();
    this.recorder.append(body);
  }

  /** Gives repetitions that wait for a response lines of their own. */
  recordRepeats(): void {
    for (const repeat of this.repeats) this.recorder.append({ kind: 'statement.repeated', ...repeat });
    this.repeats = [];
  }

  /** Records what the client is about to be sent, what was asked for it, and the results that ended with it. */
  recordResponse(bytes: Buffer): void {
    const { repeats, results } = this;
    this.repeats = [];
    this.results = [];
    this.recorder.append({ kind: 'response', bytes: bytes.toString('base64'), repeats, results });
  }

  /** True while a catalog is being read that this session's own statements made necessary. */
  get isCatalogAwaited(): boolean {
    return this.#refreshes > 0;
  }

  /** Asks for a new catalog, then wakes the session. A target that cannot answer leaves the old one in force. */
  refreshCatalog(): void {
    this.#refreshes += 1;
    this.target.catalog
      .refresh()
      .catch((error: unknown) => {
        this.services.report({
          kind: 'catalog_refresh_failed',
          clientAddress: this.facts.session.clientAddress,
          user: this.facts.identity.user,
          message: error instanceof Error ? error.message : String(error),
        });
      })
      .finally(() => {
        this.#refreshes -= 1;
        this.wake();
      });
  }
}
