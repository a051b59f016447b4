// The detectors of a policy as the bytes that compiler/kernel/assembly/detection.ts reads: automata for all patterns together, what lets them skip text, and
// for each detector the placeholder that replaces a hit, the validator that must accept it, and the validator's words.
import type { ClassMember, Detector, Span } from '../../lang/program/program.ts';
import { DETECTORS, type NamedDetector } from '../../lang/vocabulary/detectors.ts';
import { VALIDATORS } from '../../lang/vocabulary/validators.ts';
import { encodeBreaks } from './breaks.ts';
import type { PatternText } from './compile-automaton.ts';
import { compileDetectors, type CompiledDetectors } from './compile-detectors.ts';
import type { Dfa } from './dfa.ts';
import { encodeAutomaton } from './encode-automaton.ts';
import { encodePrefilter } from './encode-prefilter.ts';
import { encodeStartable } from './startable.ts';
import { encodeWords } from './word-list.ts';

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

const HEADER_BYTES = 24;
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
  const { value, problem } = compileDetectors(detectors.map(({ pattern }) => pattern));
  if (!value) return failed(detectors[problem?.pattern ?? 0], problem?.reason ?? 'it does not compile');
  const empty = value.machines.flatMap(emptyMatch)[0];
  if (empty !== undefined) {
    return failed(detectors[empty], 'it matches the empty text, so it would be found everywhere');
  }
  return { value: encode(detectors, value), problem: null };
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

/** The patterns that match the empty text somewhere. */
function emptyMatch({ starts, transitions, columns, accepts, sets }: Dfa): readonly number[] {
  return starts
    .flatMap((start) => Array.from(transitions.subarray(start * columns, (start + 1) * columns)))
    .flatMap((state) => sets[accepts[state] ?? 0] ?? []);
}

/** Header, detectors, offsets of the automata; then what they lead to. */
function encode(detectors: readonly NamedPattern[], { machines, prefilter }: CompiledDetectors): Uint8Array {
  const parts: Uint8Array[] = [];
  let end = HEADER_BYTES + DETECTOR_BYTES * detectors.length + 4 * machines.length;
  const add = (part: Uint8Array): number => {
    parts.push(part);
    end += part.length;
    return end - part.length;
  };
  const addAligned = (part: Uint8Array): number => {
    add(new Uint8Array(-end & 7));
    return add(part);
  };
  const words = detectors.flatMap(({ member, validator, context }) => {
    const placeholder = new TextEncoder().encode(`[${member}]`);
    return [
      add(placeholder),
      placeholder.length,
      validator,
      context.length === 0 ? 0 : addAligned(encodeWords(context)),
    ];
  });
  const header = Uint32Array.of(
    detectors.length,
    machines.length,
    addAligned(encodePrefilter(prefilter)),
    addAligned(encodeBreaks(machines)),
    addAligned(encodeStartable(machines)),
    0,
    ...words,
    ...machines.map((dfa) => addAligned(encodeAutomaton(dfa))),
  );
  return Buffer.concat([new Uint8Array(header.buffer), ...parts]);
}
