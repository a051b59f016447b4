// Test support: a small real engine and a small real analysis, so that the gateway can be run against a real PostgreSQL without
// a compiled policy. They know one table by its columns' names, and rules written as functions.
import { createHash } from 'node:crypto';
import type { Decision } from '../../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../../compiler/abi/event.ts';
import type { PolicyMetadata } from '../../../compiler/abi/metadata.ts';
import { ROW_OPERATION, ROWS_STATUS, type ColumnOperation } from '../../../compiler/abi/rows.ts';
import type { Approvals } from '../../approvals/approvals.ts';
import type { Engine, MaskedRows, RowPlan } from '../../engine/engine.ts';
import type { Identity } from '../../identity/identity.ts';
import { RecorderFault, type SessionRecorder } from '../../recording/recorder.ts';
import type { RecordBody } from '../../recording/records.ts';
import { indexCatalog } from '../analysis/catalog-index.ts';
import type { StatementFacts } from '../analysis/facts.ts';
import type { ColumnEnforcement, Enforcement, Refusal } from '../enforcement/enforcement.ts';
import type { ResultPlan } from '../enforcement/plan-result.ts';
import { testMetadata } from '../enforcement/testing-metadata.ts';
import { emptyFacts } from '../analysis/empty-facts.ts';
import type { CatalogView, GatewayReport, GatewayServices, Inspection, Target } from './services.ts';

export const METADATA: PolicyMetadata = testMetadata(['phi.ssn'], { transforms: [{ kind: 'redact' }] });

export const ALLOW: Decision = {
  effect: 'allow',
  decided_by: null,
  reason: 'the policy allows by default',
  rules: [],
  doc: '',
  approvals: [],
  masks: [],
};

/** The test policy: `ana` is masked; DROP is blocked; a text with `bulk` needs approval. */
export function testDecision(event: PolicyEvent): Decision {
  const user = (event['identity'] as { user: string }).user;
  const statement = event['statement'] as { command: string; text: string } | undefined;
  const masks = user === 'ana' ? [{ member: 'phi.ssn', transform: 'redact', rule: 'phi' }] : [];
  if (user === 'mallory')
    return { ...ALLOW, effect: 'block', decided_by: 'nobody', reason: 'not today', rules: ['nobody'] };
  if (statement?.command === 'DROP') {
    return { ...ALLOW, effect: 'block', decided_by: 'no_drop', reason: 'migrations only', rules: ['no_drop'], masks };
  }
  if (statement?.text.includes('bulk')) {
    const terms = { rule: 'bulk', group: 'privacy', count: 1, within_ms: 1000, grant_ms: null, needs_reason: false };
    return {
      ...ALLOW,
      effect: 'approve',
      decided_by: 'bulk',
      reason: 'bulk reads',
      rules: ['bulk'],
      approvals: [terms],
      masks,
    };
  }
  return { ...ALLOW, masks };
}

export function testEngine(decide = testDecision): Engine {
  return {
    metadata: METADATA,
    digest: createHash('sha256').update(decide.toString()).digest('hex'),
    decide,
    explain: () => ({ fired: [], stopped: [] }),
    membersOf: (column) => (column.endsWith('.ssn') ? [0] : []),
    plan: (columns) => ({ columns, address: 1 }),
    release: () => undefined,
    maskRows,
    openCopy: () => {
      throw new Error('the gateway masks no COPY');
    },
    scrub: (text) => text,
    openScan: () => ({ write: (chunk) => chunk, end: () => new Uint8Array() }),
    setKey: () => undefined,
  };
}

/** The slow, obvious walker. */
function maskRows(plan: RowPlan, input: Uint8Array): MaskedRows {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const output: Buffer[] = [];
  let at = 0;
  while (at + 5 <= bytes.length && bytes[at] === 0x44 && at + 1 + bytes.readInt32BE(at + 1) <= bytes.length) {
    const length = bytes.readInt32BE(at + 1);
    if (bytes.readInt16BE(at + 5) !== plan.columns.length)
      return { consumed: at, rows: output.length, output: Buffer.concat(output), status: ROWS_STATUS.malformed };
    output.push(maskRow(plan, bytes.subarray(at + 7, at + 1 + length)));
    at += 1 + length;
  }
  const isOther = at < bytes.length && bytes[at] !== 0x44;
  return {
    consumed: at,
    rows: output.length,
    output: Buffer.concat(output),
    status: isOther ? ROWS_STATUS.otherMessage : ROWS_STATUS.needInput,
  };
}

function maskRow(plan: RowPlan, values: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (const column of plan.columns) {
    const length = values.readInt32BE(at);
    const value = length < 0 ? null : values.subarray(at + 4, at + 4 + length);
    at += 4 + Math.max(length, 0);
    const kept = value && column.operation === ROW_OPERATION.constant ? Buffer.from(column.constant) : value;
    const header = Buffer.alloc(4);
    header.writeInt32BE(kept ? kept.length : -1);
    parts.push(header, ...(kept ? [kept] : []));
  }
  const body = Buffer.concat(parts);
  const front = Buffer.alloc(7);
  front.write('D');
  front.writeInt32BE(body.length + 6, 1);
  front.writeInt16BE(plan.columns.length, 5);
  return Buffer.concat([front, body]);
}

const READS = new Set(['SELECT', 'VALUES', 'TABLE', 'FETCH', 'EXECUTE']);

/** One statement by its words: `ssn` anywhere is the protected column, and a bare `ssn` in the select list is direct. */
export function testFacts(text: string, named: ReadonlyMap<string, StatementFacts>): StatementFacts {
  const words = text.trim().split(/\s+/);
  const command = (words[0] ?? '').toUpperCase().replace(/^END$/, 'COMMIT') || 'EMPTY';
  const base = {
    ...emptyFacts(text),
    command,
    category: command === 'INSERT' ? 'write' : 'read',
    copiesTo: /to stdout$/i.test(text.trim()) ? ('stdout' as const) : null,
  };
  const define = /^(?:prepare|declare)\s+(\w+)\s+(?:no scroll\s+)?(?:as|cursor for)\s+([^]*)$/i.exec(text.trim());
  if (define) {
    const facts = testFacts(define[2] ?? '', named);
    const kind = command === 'PREPARE' ? 'prepared' : 'cursor';
    return { ...base, defines: { kind, name: define[1] ?? '', facts } };
  }
  const reused = command === 'EXECUTE' || command === 'FETCH' ? named.get(words.at(-1) ?? '') : undefined;
  const copied = /^copy\s+\(([^]*)\)\s+to\s+stdout$/i.exec(text.trim())?.[1];
  if (copied !== undefined) {
    const constant = { name: 'column1', sources: [], origin: null, typeOid: 0 };
    return { ...base, outputs: testFacts(copied, named).outputs ?? [constant], copyOptions: { format: 'text' } };
  }
  if (reused) return { ...reused, text, command };
  const list = /^select\s+([^]*?)(?:\s+from\s|$)/i.exec(text.trim())?.[1];
  if (!READS.has(command) || list === undefined)
    return { ...base, analyzed: command !== 'EXECUTE' && command !== 'FETCH' };
  const outputs = list.split(', ').map((item) => {
    const isProtected = item.includes('ssn');
    const how = item.trim() === 'ssn' ? ('direct' as const) : ('derived' as const);
    const sources = isProtected ? [{ column: 'public.people.ssn', how, via: '', through: null, position: 0 }] : [];
    return { name: item.trim(), sources, origin: null, typeOid: 0 };
  });
  return { ...base, outputs, reads: text.includes('ssn') ? ['public.people.ssn'] : [] };
}

const refusal = (message: string, rule: string | null): Refusal => ({
  source: rule === null ? 'contract' : 'policy',
  rule,
  message,
  detail: '',
  hint: '',
  position: null,
  cause: null,
});

function testEnforce(decision: Decision, facts: StatementFacts): Enforcement {
  const isMasked = decision.masks.length > 0;
  const hideServerText = isMasked && (facts.reads.length > 0 || !facts.analyzed);
  if (decision.effect === 'block') {
    const words = refusal(`blocked by policy rule ${decision.decided_by}: ${decision.reason}`, decision.decided_by);
    return { action: 'refuse', refusal: words, columns: null, hideServerText };
  }
  if (isMasked && !facts.analyzed) {
    return {
      action: 'refuse',
      refusal: refusal('the statement is not understood', null),
      columns: null,
      hideServerText,
    };
  }
  const columns: readonly ColumnEnforcement[] = (facts.outputs ?? []).map(({ sources }) =>
    sources.length > 0 ? { kind: 'mask', member: 'phi.ssn', transform: { kind: 'redact' } } : { kind: 'pass' },
  );
  const isNeeded = isMasked && columns.some(({ kind }) => kind !== 'pass');
  const action = decision.effect === 'approve' ? 'hold' : 'forward';
  return { action, refusal: null, columns: isNeeded ? columns : null, hideServerText };
}

function testPlan(input: Parameters<Inspection['plan']>[0]): ResultPlan {
  const { facts, fields, enforcement } = input;
  if ((facts.outputs?.length ?? 0) !== fields.length)
    return { kind: 'mismatch', message: 'other columns than expected' };
  if (!enforcement.columns) return { kind: 'none' };
  const operations = enforcement.columns.map((column): ColumnOperation => {
    const isMasked = column.kind !== 'pass';
    return {
      operation: isMasked ? ROW_OPERATION.constant : ROW_OPERATION.pass,
      count: 0,
      constant: isMasked ? '[phi.ssn]' : '',
    };
  });
  return { kind: 'mask', operations };
}

export const testInspection: Inspection = {
  analyze: (sql, _catalog, { prepared, cursors }) =>
    sql
      .split(';')
      .filter((text) => text.trim() !== '')
      .map((text) => testFacts(text, new Map([...prepared, ...cursors]))),
  enforce: ({ decision, facts }) => testEnforce(decision, facts),
  plan: testPlan,
  sessionEvent: ({ identity }) => ({ event: 'session.open', identity: { user: identity.user } }),
  statementEvent: ({ identity }, facts, { inTransaction }) => ({
    event: 'postgres.statement',
    identity: { user: identity.user },
    statement: { command: facts.command, text: facts.text, in_transaction: inTransaction },
  }),
};

/** Keeps records in memory, and which of them were flushed; `failAfter` makes a later write fail. */
export class TestRecorder implements SessionRecorder {
  readonly sessionId = 'test-session';
  readonly records: RecordBody[] = [];
  flushed = 0;
  failAfter = Number.POSITIVE_INFINITY;
  closedBecause: string | null = null;

  append(body: RecordBody): number {
    if (this.closedBecause !== null) throw new RecorderFault('closed');
    return this.records.push(body) - 1;
  }

  flush(): void {
    if (this.records.length > this.failAfter) throw new RecorderFault('the disk is full');
    this.flushed = this.records.length;
  }

  close(reason: string): void {
    if (this.closedBecause === null) this.flush();
    this.closedBecause ??= reason;
  }
}

export const identityOf = (user: string): Identity => ({
  user,
  kind: 'person',
  groups: [],
  email: null,
  mfa: false,
  claims: {},
  onBehalfOf: null,
});

export const testCatalog: CatalogView = {
  digest: 'catalog',
  catalog: indexCatalog({
    format: 2,
    serverVersion: 180000,
    database: 'test',
    user: 'postgres',
    searchPath: ['public'],
    relations: [],
    functions: [],
    operators: [],
    casts: [],
    types: [],
  }),
};

export const testTarget = (overrides: Partial<Target> = {}): Target => ({
  name: 'clinic',
  labels: {},
  host: '127.0.0.1',
  port: 1,
  database: 'postgres',
  tls: { mode: 'disable', ca: null },
  credential: () => Promise.resolve({ user: 'postgres', password: { reveal: () => 'secret' } }),
  catalog: { current: () => testCatalog, ensureFresh: () => Promise.resolve(), refresh: () => Promise.resolve() },
  ...overrides,
});

export const noApprovals: Approvals = {
  request: () => {
    throw new Error('the approval store is unreachable');
  },
  use: () => false,
};

export interface TestServices extends GatewayServices {
  readonly recorders: TestRecorder[];
  readonly reports: GatewayReport[];
}

/** Tickets are `ticket-<user>`. */
export function testServices(overrides: Partial<GatewayServices> = {}): TestServices {
  const recorders: TestRecorder[] = [];
  const reports: GatewayReport[] = [];
  const engine = testEngine();
  return {
    engine: () => engine,
    identities: {
      method: () => ({ kind: 'ticket' }),
      verifyTicket: (user, secret) => (secret === `ticket-${user}` ? identityOf(user) : null),
      identity: identityOf,
    },
    approvals: noApprovals,
    openRecorder: (opened) => {
      const recorder = new TestRecorder();
      recorder.append(opened);
      recorders.push(recorder);
      return recorder;
    },
    target: (name) => (name === 'clinic' ? testTarget() : undefined),
    inspect: testInspection,
    report: (report) => void reports.push(report),
    recorders,
    reports,
    ...overrides,
  };
}
