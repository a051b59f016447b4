// Reads what a Rego policy answered as a decision. Strict: a key that is not known could be a misspelt mask, so it is no decision at all.
// docs/gateway.md has the shape for people who write Rego.
import type { ApprovalTerms, Decision, Effect, MemberMask } from '../../compiler/abi/decision.ts';
import { parseTransform } from './transform-text.ts';

export interface RegoNames {
  /** `hospital/decision`; also who decided. */
  readonly entrypoint: string;
  /** Class members of the policy that a mask may name. */
  readonly members: ReadonlySet<string>;
  /** Whether `scrub` would find anything. */
  readonly hasDetectors: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with the answer: the key and the trouble, never a value. */
class Trouble extends Error {}

const MAX_REASON = 1000;
const MAX_ENTRIES = 1000;
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/;
/** A year. */
const MAX_MS = 31_536_000_000;
const EFFECTS: readonly unknown[] = ['allow', 'approve', 'block'] satisfies readonly Effect[];

/** The decision, or a sentence about why it is none. */
export function readRegoDecision(answer: unknown, names: RegoNames): Decision | string {
  try {
    return decisionOf(answer, names);
  } catch (error) {
    if (error instanceof Trouble) return error.message;
    throw error;
  }
}

function decisionOf(answer: unknown, names: RegoNames): Decision {
  const fields = objectOf(answer, 'the answer', ['effect', 'reason', 'rules', 'masks', 'approvals']);
  const { effect } = fields;
  if (!isEffect(effect)) throw new Trouble('`effect` must be allow, approve or block');
  const rules = listOf(fields, 'rules').map((rule) => ruleName(rule, names));
  const approvals = listOf(fields, 'approvals').map((entry) => approvalOf(entry, names));
  const asked = new Set(approvals.map(({ rule }) => rule));
  if (asked.size < approvals.length) throw new Trouble('each of `approvals` must have a `rule` of its own');
  if (effect === 'approve' && approvals.length === 0) throw new Trouble('`approvals` must say who approves');
  return {
    effect,
    decided_by: names.entrypoint,
    reason: textOf(fields['reason'], '`reason`', MAX_REASON),
    doc: '',
    rules: [...new Set(rules)],
    approvals: effect === 'approve' ? approvals : [],
    masks: listOf(fields, 'masks').map((entry) => maskOf(entry, names)),
  };
}

const isEffect = (value: unknown): value is Effect => EFFECTS.includes(value);

function maskOf(entry: unknown, names: RegoNames): MemberMask {
  const { member, transform, rule } = objectOf(entry, 'each of `masks`', ['member', 'transform', 'rule']);
  if (typeof member !== 'string' || !names.members.has(member)) {
    throw new Trouble('each `member` of `masks` must be a class member of the policy');
  }
  const known = typeof transform === 'string' ? parseTransform(transform) : null;
  if (typeof transform !== 'string' || known === null) {
    throw new Trouble('each `transform` of `masks` must be one that the language has');
  }
  if (known.kind === 'scrub' && !names.hasDetectors) {
    throw new Trouble('`scrub` needs a detector, and the policy has none');
  }
  return { member, transform, rule: rule === undefined ? names.entrypoint : ruleName(rule, names) };
}

const APPROVAL_KEYS = ['group', 'within_ms', 'count', 'grant_ms', 'needs_reason', 'rule'];

function approvalOf(entry: unknown, names: RegoNames): ApprovalTerms {
  const fields = objectOf(entry, 'each of `approvals`', APPROVAL_KEYS);
  const { count = 1, grant_ms: grantMs = null, needs_reason: needsReason = false, rule } = fields;
  if (typeof needsReason !== 'boolean') throw new Trouble('`needs_reason` of `approvals` must be true or false');
  return {
    rule: rule === undefined ? names.entrypoint : ruleName(rule, names),
    group: textOf(fields['group'], '`group` of `approvals`', 200),
    count: countOf(count, '`count` of `approvals`', 100),
    within_ms: countOf(fields['within_ms'], '`within_ms` of `approvals`', MAX_MS),
    grant_ms: grantMs === null ? null : countOf(grantMs, '`grant_ms` of `approvals`', MAX_MS),
    needs_reason: needsReason,
  };
}

/** Rules of the Rego policy stand apart from those of the hpol policy: no name of the latter has a slash. */
function ruleName(value: unknown, { entrypoint }: RegoNames): string {
  if (typeof value !== 'string' || !NAME.test(value))
    throw new Trouble('a rule must be a name of letters, digits, `_`, `.` and `-`');
  return `${entrypoint}:${value}`;
}

function objectOf(value: unknown, what: string, keys: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Trouble(`${what} must be an object`);
  if (Object.keys(value).some((key) => !keys.includes(key))) {
    throw new Trouble(`${what} may have the keys ${keys.join(', ')} and no other`);
  }
  return value as Fields;
}

function listOf(fields: Fields, key: string): readonly unknown[] {
  const value = fields[key] ?? [];
  if (!Array.isArray(value) || fields[key] === null) throw new Trouble(`\`${key}\` must be a list or a set`);
  if (value.length > MAX_ENTRIES) throw new Trouble(`\`${key}\` has more than ${MAX_ENTRIES} entries`);
  return value as readonly unknown[];
}

/** A control character would end a text early on the wire. */
function textOf(value: unknown, what: string, maxLength: number): string {
  if (typeof value !== 'string' || value === '' || value.length > maxLength || /\p{Cc}|\p{Cs}/u.test(value)) {
    throw new Trouble(`${what} must be a text of 1 to ${maxLength} characters without control characters`);
  }
  return value;
}

function countOf(value: unknown, what: string, max: number): number {
  if (!Number.isSafeInteger(value) || Number(value) < 1 || Number(value) > max) {
    throw new Trouble(`${what} must be a whole number from 1 to ${max}`);
  }
  return Number(value);
}
