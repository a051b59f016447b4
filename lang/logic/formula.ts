// Conditions as the decision procedure takes them: `not` stands at the leaves only, and a leaf is a test of one variable.
import type { TextOperator } from '../ast/expression.ts';
import { ABSENT, complement, contains, intersect, isSame, type Ranges } from './ranges.ts';
import type { Variable } from './variables.ts';

/** Tests that are no set of values. Equal tests of a variable have one number. */
export type Test =
  | { readonly kind: 'text'; readonly number: number; readonly operator: TextOperator; readonly operand: string }
  /** A set of columns touches one of these members. */
  | { readonly kind: 'touches'; readonly number: number; readonly members: readonly number[] };

export type Literal =
  | { readonly kind: 'value'; readonly variable: Variable; readonly ranges: Ranges; readonly size: 1 }
  | {
      readonly kind: 'test';
      readonly variable: Variable;
      readonly test: Test;
      readonly holds: boolean;
      readonly size: 1;
    };

export interface Choice {
  readonly kind: 'some';
  readonly parts: readonly Part[];
  readonly size: number;
}

/** `size` counts the leaves, so that what grew too large is seen before anybody walks through it. */
export type Part = Literal | Choice | { readonly kind: 'all'; readonly parts: readonly Part[]; readonly size: number };

/** A constant is never a part of something larger. */
export type Formula = Part | { readonly kind: 'constant'; readonly holds: boolean; readonly size: 1 };

export const ALWAYS: Formula = { kind: 'constant', holds: true, size: 1 };
export const NEVER: Formula = { kind: 'constant', holds: false, size: 1 };

/** The variable has one of these values; they lie in its domain. */
export function valueIn(variable: Variable, ranges: Ranges): Formula {
  if (ranges.length === 0) return NEVER;
  if (isSame(ranges, variable.domain)) return ALWAYS;
  return { kind: 'value', variable, ranges, size: 1 };
}

export const all = (parts: readonly Formula[]): Formula => join('all', parts);
export const some = (parts: readonly Formula[]): Formula => join('some', parts);

function join(kind: 'all' | 'some', parts: readonly Formula[]): Formula {
  const kept: Part[] = [];
  for (const part of parts) {
    if (part.kind === 'constant') {
      if (part.holds !== (kind === 'all')) return part;
    } else if (part.kind === kind) kept.push(...part.parts);
    else kept.push(part);
  }
  const [only] = kept;
  if (only === undefined) return kind === 'all' ? ALWAYS : NEVER;
  if (kept.length === 1) return only;
  return { kind, parts: kept, size: kept.reduce((sum, { size }) => sum + size, 0) };
}

export function negate(formula: Formula): Formula {
  if (formula.kind === 'constant') return formula.holds ? NEVER : ALWAYS;
  return opposite(formula);
}

function opposite(part: Part): Part {
  if (part.kind === 'value') return { ...part, ranges: complement(part.ranges, part.variable.domain) };
  if (part.kind === 'test') return { ...part, holds: !part.holds };
  return { kind: part.kind === 'all' ? 'some' : 'all', parts: part.parts.map(opposite), size: part.size };
}

/** The leaves that must hold for a formula to hold. */
export function needs(formula: Formula): readonly Literal[] {
  const parts = formula.kind === 'all' ? formula.parts : [formula];
  return parts.filter((part): part is Literal => part.kind === 'value' || part.kind === 'test');
}

/** The variables that a formula speaks about, each once. */
export function variablesOf(formula: Formula): readonly Variable[] {
  if (formula.kind === 'constant') return [];
  if (formula.kind === 'value' || formula.kind === 'test') return [formula.variable];
  return [...new Set(formula.parts.flatMap(variablesOf))];
}

/** True when a formula asks whether something is there at all. */
export function speaksOfPresence(formula: Formula): boolean {
  if (formula.kind === 'all' || formula.kind === 'some') return formula.parts.some(speaksOfPresence);
  if (formula.kind !== 'value' || formula.variable.domain === formula.variable.present) return false;
  const { ranges, variable } = formula;
  return contains(ranges, ABSENT)
    ? intersect(ranges, variable.present).length === 0
    : complement(ranges, variable.present).length === 0;
}
