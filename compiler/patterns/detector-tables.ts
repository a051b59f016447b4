// The detectors of a policy as the bytes that compiler/kernel/assembly/scrub.ts reads: one automaton for all patterns, and
// for each the placeholder that replaces a hit.
import type { ClassMember, Detector, Span } from '../../lang/program/program.ts';
import { DETECTORS } from '../../lang/vocabulary/detectors.ts';
import { compileAutomaton, type AutomatonTables, type PatternText } from './compile-automaton.ts';
import { encodeAutomaton } from './encode-automaton.ts';

/** What is wrong with a detector and where the policy says it. */
export interface DetectorProblem {
  readonly member: string;
  readonly reason: string;
  readonly span: Span;
}

export interface DetectorTables {
  /** Null when no member has a detector, or when there is a problem. */
  readonly value: Uint8Array | null;
  readonly problem: DetectorProblem | null;
}

const HEADER_BYTES = 8;
const PLACEHOLDER_BYTES = 8;

interface NamedPattern {
  readonly member: string;
  readonly pattern: PatternText;
  readonly span: Span;
}

export function detectorTables(members: readonly ClassMember[]): DetectorTables {
  const detectors = members.flatMap(({ name, detectors }) =>
    detectors.map((detector) => ({ member: name, pattern: patternOf(detector), span: detector.span })),
  );
  if (detectors.length === 0) return { value: null, problem: null };
  const { value, problem } = compileAutomaton(detectors.map(({ pattern }) => pattern));
  if (!value) return failed(detectors[problem?.pattern ?? 0], problem?.reason ?? 'it does not compile');
  const empty = emptyMatch(value);
  if (empty > 0) return failed(detectors[empty - 1], 'it matches the empty text, so it would be found everywhere');
  return { value: encode(detectors, encodeAutomaton(value)), problem: null };
}

function failed(detector: NamedPattern | undefined, reason: string): DetectorTables {
  if (!detector) throw new Error(`a problem of no detector: ${reason}`);
  return { value: null, problem: { member: detector.member, reason, span: detector.span } };
}

function patternOf(detector: Detector): PatternText {
  if (detector.kind === 'pattern') return detector.pattern;
  const named = DETECTORS.find(({ name }) => name === detector.name);
  if (!named) throw new Error(`the checker let the unknown detector ${detector.name} through`);
  return { source: named.pattern, flags: named.flags };
}

/** 1 + a pattern that matches the empty text somewhere, or 0. */
function emptyMatch(tables: AutomatonTables): number {
  const behindStarts = tables.matchStarts.flatMap((start) => tables.transitions[start] ?? []);
  return behindStarts.map((state) => tables.accepts[state] ?? 0).find((accepts) => accepts > 0) ?? 0;
}

function encode(detectors: readonly NamedPattern[], automaton: Uint8Array): Uint8Array {
  const texts = detectors.map(({ member }) => new TextEncoder().encode(`[${member}]`));
  const textsAt = HEADER_BYTES + PLACEHOLDER_BYTES * detectors.length;
  const automatonAt = (texts.reduce((sum, text) => sum + text.length, textsAt) + 7) & ~7;
  const bytes = new Uint8Array(automatonAt + automaton.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, automatonAt, true);
  view.setUint32(4, detectors.length, true);
  let at = textsAt;
  for (const [index, text] of texts.entries()) {
    view.setUint32(HEADER_BYTES + PLACEHOLDER_BYTES * index, at, true);
    view.setUint32(HEADER_BYTES + PLACEHOLDER_BYTES * index + 4, text.length, true);
    bytes.set(text, at);
    at += text.length;
  }
  bytes.set(automaton, automatonAt);
  return bytes;
}
