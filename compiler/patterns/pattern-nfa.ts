// From a pattern's syntax to states of an NFA. Greedy and lazy quantifiers give the same states: every use of an
// automaton asks for any match or for the longest one.
import type { parsePattern } from '../../lang/patterns/regexp.ts';
import { withCaseVariants } from './case-variants.ts';
import {
  DIGITS,
  NOT_LINE_ENDS,
  SPACES,
  WORD_CHARACTERS,
  codePointSet,
  complementOf,
  single,
  type CodePointSet,
} from './code-points.ts';
import type { Assertion, NfaBuilder } from './nfa.ts';
import { utf8Ranges, type ByteRange } from './utf8-ranges.ts';

// The syntax tree's types, by way of the one file that names their package.
export type PatternSyntax = NonNullable<ReturnType<typeof parsePattern>['pattern']>;
type Alternative = PatternSyntax['alternatives'][number];
type Element = Alternative['elements'][number];
type Quantifier = Extract<Element, { type: 'Quantifier' }>;
type CharacterSet = Extract<Element, { type: 'CharacterSet' }>;
type CharacterClass = Extract<Element, { type: 'CharacterClass' }>;
type ClassElement = CharacterClass['elements'][number];

export interface PatternContext {
  readonly builder: NfaBuilder;
  readonly isCaseInsensitive: boolean;
  /** What the pattern uses although an automaton cannot do it; the caller has refused such patterns before. */
  readonly unsupported: (what: string) => never;
}

/** Adds alternatives that all lead to `next`; gives their common start. */
export function addAlternatives(alternatives: readonly Alternative[], next: number, context: PatternContext): number {
  const starts = alternatives.map((alternative) =>
    alternative.elements.reduceRight((to, element) => addElement(element, to, context), next),
  );
  const [only] = starts;
  return starts.length === 1 && only !== undefined ? only : context.builder.add({ kind: 'split', next: starts });
}

function addElement(element: Element, next: number, context: PatternContext): number {
  const { builder } = context;
  if (builder.isFull()) return next;
  switch (element.type) {
    case 'Character':
      return addSet(cased(single(element.value), context), next, builder);
    case 'CharacterSet':
      return addSet(characterSet(element, context), next, builder);
    case 'CharacterClass':
      return addSet(characterClass(element, context), next, builder);
    case 'Group':
    case 'CapturingGroup':
      return addAlternatives(element.alternatives, next, context);
    case 'Quantifier':
      return addQuantifier(element, next, context);
    case 'Assertion':
      return builder.add({ kind: 'assert', assertion: assertionOf(element, context), next });
    default:
      return context.unsupported(element.type);
  }
}

function assertionOf(element: Extract<Element, { type: 'Assertion' }>, context: PatternContext): Assertion {
  if (element.kind === 'start' || element.kind === 'end') return element.kind;
  if (element.kind === 'word') return element.negate ? 'not_word' : 'word';
  return context.unsupported(element.kind);
}

function addQuantifier({ element, min, max }: Quantifier, next: number, context: PatternContext): number {
  const { builder } = context;
  let start = next;
  if (max === Infinity) {
    const loop: number[] = [];
    start = builder.add({ kind: 'split', next: loop });
    loop.push(addElement(element, start, context), next);
  } else {
    for (let count = min; count < max && !builder.isFull(); count += 1) {
      start = builder.add({ kind: 'split', next: [addElement(element, start, context), next] });
    }
  }
  for (let count = 0; count < min && !builder.isFull(); count += 1) {
    const repeated = addElement(element, start, context);
    // An element of no states is the empty text: repeating it a billion times more adds nothing.
    if (repeated === start) break;
    start = repeated;
  }
  return start;
}

/** One code point of the set, byte by byte. Sequences of bytes that end alike share their ends. */
function addSet(set: CodePointSet, next: number, builder: NfaBuilder): number {
  const known = new Map<string, number>();
  const addByte = (to: number, range: ByteRange): number => {
    const key = `${range.from} ${range.to} ${to}`;
    const state = known.get(key) ?? builder.add({ kind: 'byte', range, next: to });
    known.set(key, state);
    return state;
  };
  const starts = set.flatMap(utf8Ranges).map((bytes) => bytes.reduceRight(addByte, next));
  const [only] = starts;
  return starts.length === 1 && only !== undefined ? only : builder.add({ kind: 'split', next: starts });
}

const cased = (set: CodePointSet, context: PatternContext): CodePointSet =>
  context.isCaseInsensitive ? withCaseVariants(set) : set;

function characterSet(element: CharacterSet, context: PatternContext): CodePointSet {
  switch (element.kind) {
    case 'any':
      return NOT_LINE_ENDS;
    case 'digit':
      return element.negate ? complementOf(DIGITS) : DIGITS;
    case 'space':
      return element.negate ? complementOf(SPACES) : SPACES;
    case 'word':
      return element.negate ? complementOf(WORD_CHARACTERS) : WORD_CHARACTERS;
    default:
      return context.unsupported(element.kind);
  }
}

function characterClass(element: CharacterClass, context: PatternContext): CodePointSet {
  const listed = codePointSet(element.elements.flatMap((each: ClassElement) => classElement(each, context)));
  return element.negate ? complementOf(listed) : listed;
}

function classElement(element: ClassElement, context: PatternContext): CodePointSet {
  switch (element.type) {
    case 'Character':
      return cased(single(element.value), context);
    case 'CharacterClassRange':
      return cased(codePointSet([{ from: element.min.value, to: element.max.value }]), context);
    case 'CharacterSet':
      return characterSet(element, context);
    default:
      return context.unsupported(element.type);
  }
}
