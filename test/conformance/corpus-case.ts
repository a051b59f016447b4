// What a case of the corpus says: the event that it means, and the whole decision that must come of it, down to the reason.
import {
  DEFAULT_ALLOW_REASON,
  DEFAULT_BLOCK_REASON,
  type ApprovalTerms,
  type Decision,
  type Effect,
} from '../../compiler/abi/decision.ts';
import { blockBecause, EVENT_FAULT_OPENING } from '../../compiler/abi/event-fault.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { compileSource } from '../../lang/check/compile-source.ts';
import { isError } from '../../lang/diagnostics/diagnostic.ts';
import { printDiagnostics } from '../../lang/diagnostics/print.ts';
import type { Program } from '../../lang/program/program.ts';
import { readLibrary } from '../../policies/library/read-library.ts';
import type { CorpusCase, CorpusFile } from './corpus-file.ts';
import { NO_ANSWER, type ConformanceEngine } from './engines.ts';
import { eventOf, type Changes } from './events.ts';

/** Compiles the policy of a file. Warnings are let through, since a case may need what nobody would write. */
export function programOfFile({ name, policy, files }: CorpusFile): Program {
  const texts: Readonly<Record<string, string>> = { 'main.hpol': policy, ...files };
  const { program, diagnostics, sources } = compileSource('main.hpol', (path) => texts[path] ?? readLibrary(path));
  const errors = diagnostics.filter(isError);
  if (program === null) throw new Error(`${name}\n${printDiagnostics(errors, sources, { color: false })}`);
  return program;
}

export function eventOfCase(file: CorpusFile, one: CorpusCase): PolicyEvent {
  if ('input' in one) return one.input as PolicyEvent;
  const taken = Object.fromEntries((one.without ?? []).map((path) => [path, undefined]));
  return eventOf(one.event ?? file.event, { ...file.given, ...one.given, ...taken } as Changes);
}

/** The decision that a case wants; throws when the case names what the policy lacks. */
export function wantedDecision(program: Program, one: CorpusCase): Decision {
  const { expect = 'allow', rules = [], masks = [], approvals = [] } = one;
  if (expect === 'no answer') return NO_ANSWER;
  if (expect.startsWith('invalid ')) return blockBecause(EVENT_FAULT_OPENING + expect.slice('invalid '.length));
  const [, effect, by] = /^(allow|approve|block)(?: by (\w+))?$/.exec(expect) ?? [];
  if (effect === undefined) throw new Error(`${one.name}: nobody knows what \`${expect}\` means`);
  const decider = by === undefined ? undefined : program.rules.find(({ name }) => name === by);
  if (by !== undefined && decider === undefined) throw new Error(`${one.name}: the policy has no rule ${by}`);
  return {
    effect: effect as Effect,
    decided_by: by ?? null,
    reason: decider?.because ?? (program.default === 'allow' ? DEFAULT_ALLOW_REASON : DEFAULT_BLOCK_REASON),
    doc: decider?.doc ?? '',
    rules,
    approvals: approvals.map(inOrder),
    masks: masks.map(maskOf),
  };
}

/** Keys in the order in which a decision has them, whatever the order in the file. */
const inOrder = ({ rule, group, count, within_ms, grant_ms, needs_reason }: ApprovalTerms): ApprovalTerms => ({
  rule,
  group,
  count,
  within_ms,
  grant_ms,
  needs_reason,
});

function maskOf(written: string): Decision['masks'][number] {
  const [, member = '', transform = '', rule = ''] = /^([\w.]+): (.+) by (\w+)$/.exec(written) ?? [];
  if (rule === '') throw new Error(`nobody knows what the mask \`${written}\` means`);
  return { member, transform, rule };
}

/** Names of the cases that an engine answers otherwise than the file wants, or not at all. */
export async function failuresOf(file: CorpusFile, program: Program, engine: ConformanceEngine): Promise<string[]> {
  const decide = await engine.open(program);
  const isRight = (one: CorpusCase): boolean => {
    try {
      return JSON.stringify(decide(eventOfCase(file, one))) === JSON.stringify(wantedDecision(program, one));
    } catch {
      return false;
    }
  };
  return file.cases.filter((one) => !isRight(one)).map(({ name }) => name);
}
