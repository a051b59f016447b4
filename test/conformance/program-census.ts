// What programs are made of, counted: kinds of expressions, operators by the type that they compare, attributes by event,
// transforms and kinds of rules. Tests ask it whether the corpus and the random programs leave anything out.
import { attributeAnywhere, EVENTS } from '../../lang/vocabulary/registry.ts';
import type { ValueType } from '../../lang/vocabulary/types.ts';
import { subexpressions } from '../../lang/program/subexpressions.ts';
import type { CompareOperator, Expression, Program, Rule, TextOperator } from '../../lang/program/program.ts';
import type { Transform } from '../../lang/vocabulary/transforms.ts';

/** Everything that a program can be made of, in words. A new kind does not compile until it stands here. */
const KINDS: Readonly<Record<Expression['kind'], true>> = {
  bool: true,
  int: true,
  string: true,
  attribute: true,
  lookup: true,
  element: true,
  minus: true,
  present: true,
  default: true,
  not: true,
  and: true,
  or: true,
  compare: true,
  in_constants: true,
  in_attribute: true,
  in_networks: true,
  window: true,
  quantified: true,
  text: true,
  matches: true,
  touches: true,
};
const TEXT_OPERATORS: Readonly<Record<TextOperator, true>> = { starts_with: true, ends_with: true, contains: true };
const ORDER: Readonly<Record<CompareOperator, true>> = {
  '==': true,
  '!=': true,
  '<': true,
  '<=': true,
  '>': true,
  '>=': true,
};
const TRANSFORMS: Readonly<Record<Transform['kind'], true>> = {
  redact: true,
  null: true,
  keep_first: true,
  keep_last: true,
  pseudonym: true,
  year: true,
  zip3: true,
  age90: true,
  scrub: true,
};
const RULES: Readonly<Record<Rule['kind'], true>> = { mask: true, block: true, approve: true, allow: true, flag: true };

const ORDERED: readonly ValueType['kind'][] = ['int', 'duration', 'size', 'time'];
const EQUAL: readonly ValueType['kind'][] = ['bool', 'string', 'enum'];
const EQUALITY: readonly CompareOperator[] = ['==', '!='];

/** Every word that a census can hold. */
export const WHOLE_CENSUS: readonly string[] = [
  ...Object.keys(KINDS).map((kind) => `expression ${kind}`),
  ...Object.keys(TEXT_OPERATORS).map((operator) => `text ${operator}`),
  ...ORDERED.flatMap((type) => Object.keys(ORDER).map((operator) => `${type} ${operator}`)),
  ...EQUAL.flatMap((type) => EQUALITY.map((operator) => `${type} ${operator}`)),
  ...[...EQUAL.slice(1), ...ORDERED].map((type) => `${type} in constants`),
  ...['any', 'all'].flatMap((quantifier) => ['set', 'list', 'words'].map((type) => `${quantifier} of ${type}`)),
  ...['clock', 'weekday'].flatMap((unit) => [`window ${unit}`, `window ${unit} over its end`]),
  ...['', 'i'].map((flags) => `pattern /${flags}`),
  ...['set', 'list', 'words'].map((type) => `in ${type}`),
  ...['attribute', 'lookup'].map((kind) => `default of ${kind}`),
  ...['attribute', 'default', 'string', 'int'].map((kind) => `default to ${kind}`),
  ...['attribute', 'lookup'].map((kind) => `present ${kind}`),
  ...['mapped', 'wide'].map((family) => `network ${family}`),
  ...Object.keys(TRANSFORMS).map((kind) => `transform ${kind}`),
  ...Object.keys(RULES).map((kind) => `rule ${kind}`),
  ...['once', 'again', 'with reason'].map((term) => `approval ${term}`),
  ...['allow', 'block'].map((effect) => `default ${effect}`),
  ...EVENTS.flatMap(({ name, attributes }) => attributes.map(({ path }) => `${name}: ${path}`)),
];

export function censusOf(program: Program): ReadonlySet<string> {
  const words = new Set<string>([`default ${program.default}`]);
  for (const rule of program.rules) {
    words.add(`rule ${rule.kind}`);
    if (rule.kind === 'mask') for (const { transform } of rule.entries) words.add(`transform ${transform.kind}`);
    if (rule.kind === 'approve') {
      words.add(rule.grantMs === null ? 'approval once' : 'approval again');
      if (rule.needsReason) words.add('approval with reason');
    }
    for (const part of subexpressions(rule.condition)) {
      words.add(`expression ${part.kind}`);
      for (const word of wordsOf(part)) words.add(word);
      for (const path of pathsOf(part)) for (const event of rule.events) words.add(`${event}: ${path}`);
    }
  }
  return words;
}

function pathsOf(part: Expression): readonly string[] {
  switch (part.kind) {
    case 'attribute':
      return [part.path];
    case 'lookup':
      return [part.map];
    case 'in_attribute':
    case 'quantified':
      return [part.set];
    case 'touches':
      return [part.columns];
    case 'window':
      return ['now'];
    default:
      return [];
  }
}

function collectionOf(path: string): string {
  const type = attributeAnywhere(path)?.type;
  return type?.kind === 'set' && type.words ? 'words' : (type?.kind ?? 'unknown');
}

function wordsOf(part: Expression): readonly string[] {
  switch (part.kind) {
    case 'text':
      return [`text ${part.operator}`];
    case 'compare':
      return [`${typeOf(part.left, part.right)} ${part.operator}`];
    case 'in_constants':
      return [`${typeOf(part.value)} in constants`];
    case 'quantified':
      return [`${part.quantifier} of ${collectionOf(part.set)}`];
    case 'in_attribute':
      return [`in ${collectionOf(part.set)}`];
    case 'window': {
      const { unit, from, to } = part.window;
      return [from > to ? `window ${unit} over its end` : `window ${unit}`];
    }
    case 'matches':
      return [`pattern /${part.pattern.flags}`];
    case 'default':
      return [`default of ${part.value.kind}`, `default to ${part.fallback.kind}`];
    case 'present':
      return [`present ${part.value.kind}`];
    case 'in_networks':
      return part.networks.map(({ prefixBits, address }) =>
        prefixBits >= 96 && address.startsWith('0000000000000000') ? 'network mapped' : 'network wide',
      );
    default:
      return [];
  }
}

/** The type of what is compared, by whichever side tells it. */
function typeOf(...sides: readonly Expression[]): string {
  const kinds = sides.map(kindOf);
  return kinds.find((kind) => kind !== undefined && kind !== 'constant') ?? kinds[0] ?? 'unknown';
}

function kindOf(side: Expression): string | undefined {
  switch (side.kind) {
    case 'attribute':
      return side.type.kind;
    case 'minus':
      return kindOf(side.right) === 'time' ? 'duration' : 'time';
    case 'default':
      return typeOf(side.value, side.fallback);
    case 'bool':
      return 'bool';
    case 'lookup':
    case 'element':
      return 'string';
    case 'int':
      return 'constant';
    case 'string':
      return 'constant';
    default:
      return 'bool';
  }
}
