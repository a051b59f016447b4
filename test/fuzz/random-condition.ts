// Random conditions, directed by type: an attribute that may be absent stands under a guard or has a default.
import type { Attribute, EventVocabulary, ValueType } from '../../lang/vocabulary/types.ts';
import type { Dice } from './dice.ts';

/** What a condition may name. */
export interface Names {
  readonly classes: readonly { readonly name: string; readonly members: readonly [string, ...string[]] }[];
  readonly lets: readonly string[];
}

interface Place {
  /** Only attributes that all of them have. */
  readonly events: readonly EventVocabulary[];
  /** Only what holds for a whole session. */
  readonly isMask: boolean;
  readonly names: Names;
  readonly depth: number;
}

type Make = () => string;

const TEXTS = ['ana', '', 'a"b', 'é😀', 'tab\there', 'back\\slash', 'prod', '// no comment', '}'] as const;
const PATTERNS = ['/^a+$/', '/[/"]x/i', String.raw`/\bMRN\d{8}\b/`, '/a|b/'] as const;
const ADDRESSES = ['10.0.0.0/8', 'fd00::/8', '10.1.2.3', '::1', '::/0'] as const;
const LITERALS = {
  int: ['0', '1', '1000', '9007199254740991'],
  duration: ['8h', '30m', '0s', '366d', '250ms'],
  size: ['10MB', '4KiB', '0B', '1GiB'],
  time: ['2026-12-31T18:00Z', '2026-01-01T00:00:00.5+01:00', '1999-12-31T23:59:59Z'],
} as const;

/** A random text as a literal. */
export const quoted = (dice: Dice): string => {
  const text = dice.pick(TEXTS).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\t', '\\t');
  return `"${text}${dice.oneIn(6) ? String.raw`\u{1F600}\n` : ''} because"`;
};

export function condition(dice: Dice, place: Place): string {
  const { depth } = place;
  const deeper: Make = () => condition(dice, { ...place, depth: depth - 1 });
  if (depth <= 0) return dice.pick(leavesOf(dice, place))();
  const forms: [Make, ...Make[]] = [
    () => dice.pick(leavesOf(dice, place))(),
    () => `(${deeper()})`,
    () => `not (${deeper()})`,
    () => dice.some(2, 4, () => `(${deeper()})`).join(' and '),
    () => dice.some(2, 4, () => `(${deeper()})`).join(' or '),
    () =>
      dice
        .some(2, 3, () => dice.pick(leavesOf(dice, place))())
        .map((part) => `(${part})`)
        .join(dice.pick([' and ', ' or '])),
  ];
  return dice.pick(forms)();
}

/** Conditions without parts, as many as the place allows. */
function leavesOf(dice: Dice, place: Place): [Make, ...Make[]] {
  const attributes = attributesOf(place);
  const lets = place.names.lets.map((name) => () => name);
  return [() => dice.pick(['true', 'false']), ...lets, ...attributes.flatMap((one) => testsOf(dice, one, place))];
}

function attributesOf({ events: [first, ...others], isMask }: Place): readonly Attribute[] {
  const shared = (first?.attributes ?? []).filter(({ path }) =>
    others.every(({ attributes }) => attributes.some((attribute) => attribute.path === path)),
  );
  return shared.filter(({ scope, path }) => path !== 'zone_offsets' && (!isMask || scope === 'session'));
}

/** Ways to ask about one attribute. */
function testsOf(dice: Dice, { path, type, optional }: Attribute, place: Place): Make[] {
  const tests = plainTests(dice, path, { type, place });
  if (!optional) return tests;
  const guarded = tests.flatMap((test) => [
    () => `${path} is present and (${test()})`,
    () => `${path} is absent or ${test()}`,
  ]);
  return [
    ...guarded,
    () => `${path} is ${dice.pick(['present', 'absent'])}`,
    ...plainTests(dice, `(${path} ?? ${literal(dice, type)})`, { type, place }),
  ];
}

const order = (dice: Dice): string => dice.pick(['==', '!=', '<', '<=', '>', '>=']);
const equality = (dice: Dice): string => dice.pick(['==', '!=']);

function plainTests(
  dice: Dice,
  path: string,
  { type, place }: { readonly type: ValueType; readonly place: Place },
): Make[] {
  const one: Make = () => literal(dice, type);
  const many: Make = () => `{${dice.some(1, 3, one).join(', ')}}`;
  switch (type.kind) {
    case 'bool':
      return [() => path, () => `not ${path}`, () => `${path} == ${one()}`];
    case 'enum':
      return [() => `${path} ${equality(dice)} ${one()}`, () => `${one()} == ${path}`, () => `${path} in ${many()}`];
    case 'int':
    case 'size':
      return [() => `${path} ${order(dice)} ${one()}`, () => `${path} in ${many()}`];
    case 'time':
      return timeTests(dice, path);
    case 'duration':
      return [() => `${path} > ${one()}`];
    case 'string':
      return textTests(dice, path).concat(() => `${path} ${equality(dice)} ${one()}`);
    case 'ip':
      return addressTests(dice, path);
    case 'set':
      return type.words ? wordTests(dice, path, type.words) : setTests(dice, path);
    case 'list':
      return quantifiedTests(dice, path);
    case 'map':
      return mapTests(dice, path);
    case 'columns':
      return columnTests(dice, path, place.names);
    default:
      return type satisfies never;
  }
}

const textTests = (dice: Dice, path: string): Make[] => [
  () => `${path} ${dice.pick(['starts with', 'ends with', 'contains'])} ${quoted(dice)}`,
  () => `${path} matches ${dice.pick(PATTERNS)}`,
  () => `${path} in {${dice.some(1, 3, () => quoted(dice)).join(', ')}}`,
];

const timeTests = (dice: Dice, path: string): Make[] => [
  () => `${path} ${order(dice)} ${dice.pick(LITERALS.time)}`,
  () => `${path} - ${dice.pick(LITERALS.duration)} ${order(dice)} session.started`,
  () => `${path} - session.started > ${dice.pick(LITERALS.duration)}`,
  ...(path === 'now'
    ? [
        () =>
          `now in ${dice.pick(['08:00..18:00', '22:00..6:30', '00:00..24:00'])} "${dice.pick(['UTC', 'Europe/Berlin'])}"`,
        () => `now in ${dice.pick(['mon..fri', 'sat..sun', 'fri..mon'])} "UTC"`,
      ]
    : []),
];

const addressTests = (dice: Dice, path: string): Make[] => [
  () => `${path} in "${dice.pick(ADDRESSES)}"`,
  () => `${path} in {${dice.some(1, 3, () => `"${dice.pick(ADDRESSES)}"`).join(', ')}}`,
  () => `${path} ${equality(dice)} "${dice.pick(['10.1.2.3', '::1'])}"`,
  () => `"10.1.2.3" == ${path}`,
];

const setTests = (dice: Dice, path: string): Make[] => [
  ...quantifiedTests(dice, path),
  () => `${quoted(dice)} in ${path}`,
  () => `identity.user in ${path}`,
];

/** Of a set whose elements are words. */
const wordTests = (dice: Dice, path: string, words: ValueType): Make[] => [
  () => `${literal(dice, words)} in ${path}`,
  () => `${path} ${dice.pick(['any', 'all'])} in {${dice.some(1, 3, () => literal(dice, words)).join(', ')}}`,
  () => `${path} ${dice.pick(['any', 'all'])} ${equality(dice)} ${literal(dice, words)}`,
];

const quantifiedTests = (dice: Dice, path: string): Make[] => {
  const word: Make = () => dice.pick(['any', 'all']);
  return [
    () => `${path} ${word()} ${equality(dice)} ${quoted(dice)}`,
    () => `${path} ${word()} ${dice.pick(['starts with', 'ends with', 'contains'])} ${quoted(dice)}`,
    () => `${path} ${word()} matches ${dice.pick(PATTERNS)}`,
    () => `${path} ${word()} in {${dice.some(1, 3, () => quoted(dice)).join(', ')}}`,
  ];
};

const mapTests = (dice: Dice, path: string): Make[] => {
  const entry = `${path}[${dice.pick(['"env"', '"a b"', String.raw`"q\"q"`])}]`;
  return [
    () => `${entry} is ${dice.pick(['present', 'absent'])}`,
    () => `(${entry} ?? "prod") == ${quoted(dice)}`,
    () => `${entry} ?? identity.email ?? "x" != "prod"`,
    () => `${entry} is present and ${entry} starts with "p"`,
  ];
};

const columnTests = (dice: Dice, path: string, { classes }: Names): Make[] =>
  classes.flatMap(({ name, members }) => [
    () => `${path}(${name})`,
    () => `${path}(${name}, ${name}.${dice.pick(members)})`,
  ]);

function literal(dice: Dice, type: ValueType): string {
  switch (type.kind) {
    case 'bool':
      return dice.pick(['true', 'false']);
    case 'enum':
      return type.values[dice.below(type.values.length)] ?? '';
    case 'int':
    case 'duration':
    case 'size':
    case 'time':
      return dice.pick(LITERALS[type.kind]);
    default:
      return quoted(dice);
  }
}
