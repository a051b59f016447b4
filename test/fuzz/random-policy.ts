// Random policies that are right: every form of the grammar, names that are declared, types that agree.
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { EventVocabulary } from '../../lang/vocabulary/types.ts';
import type { Dice } from './dice.ts';
import { condition, type Names, quoted } from './random-condition.ts';
import { randomTest } from './random-test.ts';

/** Members may be named like the words of the language. */
const MEMBERS = [
  'ssn',
  'mrn',
  'name',
  'birth',
  'notes',
  'policy',
  'mask',
  'with',
  'on',
  'schema',
  'given',
  'null',
] as const;
const NAMES = ['a', 'b', 'schema', 'column', 'row', 'once', 'last', 'expect', 'clinician', 'x_1', 'Z9'] as const;
const SEGMENTS = [
  'clinical',
  '*',
  'pat*',
  '"My Table"',
  '{first_name, last_name}',
  '{a, "B c", *d}',
  'default',
  'x',
] as const;
const DETECTORS = ['us_ssn', 'email', 'us_phone', String.raw`/\bMRN\d{8}\b/`, '/a[/]b|c/i'] as const;
const LEVELS = ['block', 'equality', 'allow'] as const;
const FUNCTIONS = ['care.f', 'pg_catalog.length', '"My Schema"."f g"', 'mask.block', 'x.of'] as const;
const RULE_KINDS = ['block', 'approve', 'allow', 'flag'] as const;
const EFFECTS = { block: 'block', approve: 'approve', allow: 'allow', flag: null, mask: null } as const;

export function randomPolicy(dice: Dice): string {
  const classes = dice.some(0, 2, (index) => ({ name: `${dice.pick(NAMES)}_c${index}`, members: membersOf(dice) }));
  const lets = dice.some(0, 2, (index) => `${dice.pick(NAMES)}_l${index}`);
  const names: Names = { classes, lets };
  const rules = dice.some(1, 4, (index) => ({ name: `${dice.pick(NAMES)}_r${index}`, kind: dice.pick(RULE_KINDS) }));
  const parts = [
    ...classes.map((one) => classText(dice, one)),
    ...lets.map((name, index) => `let ${name} = ${letValue(dice, { classes, lets: lets.slice(0, index) })}`),
    ...classes.flatMap(({ name, members }, index) =>
      dice.oneIn(2) ? maskText(dice, { name: `m${index}`, of: name, members, names }) : [],
    ),
    ...rules.map(({ name, kind }) => ruleText(dice, { name, kind, names })),
    ...dice.some(0, 2, (index) =>
      randomTest(
        dice,
        index,
        rules.flatMap(({ name, kind }) => (EFFECTS[kind] ? { name, effect: EFFECTS[kind] } : [])),
      ),
    ),
    ...(dice.oneIn(3) ? ['schema "clinical.sql"'] : []),
    ...(dice.oneIn(3) ? ['import "./part.hpol"'] : []),
  ];
  const shuffled = parts.map((part) => ({ part, at: dice.below(1_000) })).sort((a, b) => a.at - b.at);
  const documented = shuffled.map(({ part }) => (dice.oneIn(3) ? `/// What it is for.\n/// And more.\n${part}` : part));
  return ['policy p', `default ${dice.pick(['allow', 'block'])}`, ...documented, ''].join(dice.pick(['\n', '\n\n']));
}

const membersOf = (dice: Dice): [string, ...string[]] => {
  const start = dice.below(MEMBERS.length);
  return [MEMBERS[start] ?? 'ssn', ...MEMBERS.slice(start + 1, start + 1 + dice.below(4))];
};

function classText(dice: Dice, { name, members }: Names['classes'][number]): string {
  const column = (): string => dice.some(3, 3, () => dice.pick(SEGMENTS)).join('.');
  const member = (word: string): string => {
    const columns = dice.oneIn(4) ? [] : [`column ${dice.some(1, 3, column).join(', ')}`];
    const detectors = dice.some(columns.length === 0 ? 1 : 0, 2, () => `detect ${dice.pick(DETECTORS)}`);
    return `  ${word}: ${[...columns, ...detectors].join(' ')}`;
  };
  return `class ${name} {\n${members.map(member).join('\n')}\n}`;
}

/** A `let` may stand in any rule, so it asks about the session only. */
const letValue = (dice: Dice, names: Names): string =>
  condition(dice, { events: EVENTS, isMask: true, names, depth: 2 });

const TRANSFORMS = ['redact', 'null', 'pseudonym', 'year', 'zip3', 'age90', 'keep first 3', 'keep last 4'] as const;

interface MaskNames {
  readonly name: string;
  readonly of: string;
  readonly members: readonly string[];
  readonly names: Names;
}

function maskText(dice: Dice, { name, of, members, names }: MaskNames): string {
  const entry = (member: string): string =>
    `    ${dice.oneIn(3) ? `${of}.` : ''}${member}: ${dice.pick(TRANSFORMS)}${dice.oneIn(3) ? ',' : ''}`;
  const some = members.filter((_, index) => index === 0 || dice.oneIn(2));
  const clauses = [
    `of ${dice.oneIn(3) ? members.map((member) => `${of}.${member}`).join(', ') : of}`,
    dice.oneIn(2) ? `with ${dice.pick(TRANSFORMS)}` : `with {\n${some.map(entry).join('\n')}\n  }`,
    ...(dice.oneIn(2) ? [`when ${condition(dice, { events: EVENTS, isMask: true, names, depth: 3 })}`] : []),
    ...(dice.oneIn(2) ? [`unless ${condition(dice, { events: EVENTS, isMask: true, names, depth: 2 })}`] : []),
    ...(dice.oneIn(3) ? [`predicates ${dice.pick(LEVELS)}`] : []),
    ...(dice.oneIn(3) ? [`trusts ${dice.pick(FUNCTIONS)}, ${dice.pick(FUNCTIONS)}`] : []),
    ...(dice.oneIn(3) ? [`reveals ${dice.pick(FUNCTIONS)}`] : []),
    `because ${quoted(dice)}`,
  ];
  return [`mask ${name}`, ...shuffle(dice, clauses)].join('\n  ');
}

interface RuleNames {
  readonly name: string;
  readonly kind: (typeof RULE_KINDS)[number];
  readonly names: Names;
}

function ruleText(dice: Dice, { name, kind, names }: RuleNames): string {
  const events = shuffle(dice, EVENTS).slice(0, dice.oneIn(3) ? 2 : 1);
  const place = { events, isMask: false, names };
  const clauses = [
    `on ${events.map((event: EventVocabulary) => event.name).join(', ')}`,
    ...(dice.oneIn(4) ? [] : [`when ${condition(dice, { ...place, depth: 4 })}`]),
    ...(dice.oneIn(3) ? [`unless ${condition(dice, { ...place, depth: 3 })}`] : []),
    ...(kind === 'approve' ? approvalClauses(dice) : []),
    `because ${quoted(dice)}`,
  ];
  return [`${kind} ${name}`, ...shuffle(dice, clauses)].join('\n  ');
}

const approvalClauses = (dice: Dice): string[] => [
  `by ${1 + dice.below(3)} of "privacy-office"`,
  `within ${dice.pick(['30m', '90s', '1d', '500ms'])}`,
  `for ${dice.pick(['once', '1h', '2d'])}`,
  ...(dice.oneIn(2) ? ['with reason'] : []),
];

const shuffle = <T>(dice: Dice, items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: dice.below(1_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
