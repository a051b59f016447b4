// Random in-language tests that are right.
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { Attribute, EventVocabulary } from '../../lang/vocabulary/types.ts';
import type { Dice } from './dice.ts';
import { quoted } from './random-condition.ts';

interface Decider {
  readonly name: string;
  readonly effect: 'allow' | 'approve' | 'block';
}

export function randomTest(dice: Dice, number: number, rules: readonly Decider[]): string {
  const event = EVENTS[dice.below(EVENTS.length)] ?? EVENTS[0];
  if (!event) throw new Error('there are no events');
  const rule = rules[dice.below(rules.length + 1)];
  const isWithRow = dice.oneIn(3);
  const steps = [
    ...givenSteps(dice, event),
    `on ${event.name}${event.testInput === 'sql' ? ` "SELECT 1 -- \\"${number}\\""` : ''}`,
    ...(isWithRow ? [`returning ${row(dice)}`, `expect row ${row(dice)}`] : []),
    rule ? `expect ${rule.effect} by ${rule.name}` : `expect ${dice.pick(['allow', 'approve', 'block'])}`,
  ];
  return `test "number ${number}" {\n  ${steps.join('\n  ')}\n}`;
}

const row = (dice: Dice): string =>
  `{ ssn: ${quoted(dice)}, "A b": ${dice.pick(['null', 'true', '12'])}${dice.pick([',', ''])} policy: false }`;

/** Some attributes, and those that no test may leave out. */
function givenSteps(dice: Dice, event: EventVocabulary): string[] {
  const isFree = ({ path, scope }: Attribute): boolean =>
    path.includes('.') && (event.testInput === null || scope === 'session');
  const groups = Map.groupBy(event.attributes.filter(isFree), ({ path }) => path.split('.')[0] ?? '');
  const steps = [...groups].flatMap(([group, attributes]) => {
    const fields = attributes.flatMap((attribute) => {
      const isNeeded = attribute.type.kind === 'enum' && attribute.scope === 'event' && !attribute.optional;
      const value = valueOf(dice, attribute);
      return value !== null && (isNeeded || dice.oneIn(3)) ? [`${attribute.path.split('.')[1] ?? ''}: ${value}`] : [];
    });
    return fields.length > 0 || dice.oneIn(4)
      ? [`given ${group} { ${fields.join(dice.pick([', ', ' ', '\n    ']))} }`]
      : [];
  });
  return dice.oneIn(3) ? [...steps, 'given now 2026-12-31T18:00Z'] : steps;
}

function valueOf(dice: Dice, { type, optional }: Attribute): string | null {
  if (optional && dice.oneIn(3)) return 'null';
  switch (type.kind) {
    case 'bool':
      return dice.pick(['true', 'false']);
    case 'int':
      return dice.pick(['0', '22', '1000']);
    case 'size':
      return dice.pick(['10MB', '0B']);
    case 'time':
      return '2026-12-31T18:00+01:00';
    case 'string':
      return quoted(dice);
    case 'ip':
      return dice.pick(['"10.1.2.3"', '"::1"']);
    case 'enum':
      return type.values[dice.below(type.values.length)] ?? null;
    case 'set':
    case 'list':
      return dice.pick(['{}', '{"a"}', '{"a", "b c"}']);
    case 'map':
      return type.values === 'string' ? dice.pick(['{}', '{ env: "prod" }', '{ "a b": "c", with: "d" }']) : null;
    case 'columns':
    case 'duration':
      return null;
    default:
      return type satisfies never;
  }
}
