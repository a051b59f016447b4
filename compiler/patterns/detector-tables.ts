// The detectors of a policy as the bytes that compiler/kernel/assembly/scrub.ts reads: one automaton for all patterns, and
// for each the placeholder that replaces a hit, the validator that must accept it, and the validator's words.
import type { ClassMember, Detector, Span } from '../../lang/program/program.ts';
import { DETECTORS, type NamedDetector } from '../../lang/vocabulary/detectors.ts';
import { VALIDATORS } from '../../lang/vocabulary/validators.ts';
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
const DETECTOR_BYTES = 16;
const NAMED: readonly NamedDetector[] = DETECTORS;

interface NamedPattern {
  readonly member: string;
  readonly pattern: PatternText;
  readonly validator: number;
  readonly context: readonly string[];
  readonly span: Span;
}

export function detectorTables(members: readonly ClassMember[]): DetectorTables {
  const detectors = members.flatMap(({ name, detectors }) =>
    detectors.map((detector) => ({ member: name, ...definitionOf(detector), span: detector.span })),
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

function definitionOf(detector: Detector): Pick<NamedPattern, 'pattern' | 'validator' | 'context'> {
  if (detector.kind === 'pattern') return { pattern: detector.pattern, validator: 0, context: [] };
  const named = NAMED.find(({ name }) => name === detector.name);
  if (!named) throw new Error(`the checker let the unknown detector ${detector.name} through`);
  return {
    pattern: { source: named.pattern, flags: named.flags },
    validator: VALIDATORS.indexOf(named.validator ?? 'none'),
    context: named.context ?? [],
  };
}

/** 1 + a pattern that matches the empty text somewhere, or 0. */
function emptyMatch(tables: AutomatonTables): number {
  const behindStarts = tables.matchStarts.flatMap((start) => tables.transitions[start] ?? []);
  return behindStarts.map((state) => tables.accepts[state] ?? 0).find((accepts) => accepts > 0) ?? 0;
}

/** Header, detectors, placeholders and word lists, automaton. */
function encode(detectors: readonly NamedPattern[], automaton: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let end = HEADER_BYTES + DETECTOR_BYTES * detectors.length;
  const add = (part: Uint8Array): number => {
    parts.push(part);
    end += part.length;
    return end - part.length;
  };
  const words = detectors.flatMap(({ member, validator, context }) => {
    const placeholder = new TextEncoder().encode(`[${member}]`);
    return [add(placeholder), placeholder.length, validator, context.length === 0 ? 0 : add(wordList(context))];
  });
  add(new Uint8Array(-end & 7));
  const header = Uint32Array.of(add(automaton), detectors.length, ...words);
  return Buffer.concat([new Uint8Array(header.buffer), ...parts]);
}

/** u8 word count, then per word u8 length and its bytes. */
function wordList(words: readonly string[]): Uint8Array {
  const bytes = words.map((word) => new TextEncoder().encode(word));
  return Uint8Array.from([bytes.length, ...bytes.flatMap((word) => [word.length, ...word])]);
}
