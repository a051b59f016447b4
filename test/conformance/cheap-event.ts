// Random events by the hundred thousand: values come from small pools and from the constants of the policy that is asked, so that
// conditions often hold. Some are not valid. Equal seeds give equal events.
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { subexpressions } from '../../lang/program/subexpressions.ts';
import type { ClassMember, Program } from '../../lang/program/program.ts';
import { POSTGRES_STATEMENT } from '../../lang/vocabulary/postgres.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { Attribute, EventVocabulary } from '../../lang/vocabulary/types.ts';
import type { Dice } from '../fuzz/dice.ts';

type Pool = readonly [string, ...string[]];
type Make = (dice: Dice) => unknown;

interface Pools {
  readonly texts: Pool;
  readonly numbers: readonly [number, ...number[]];
  readonly keys: Pool;
  readonly columns: Pool;
  readonly zones: Pool;
}

const TEXTS = [
  '',
  'a',
  'ana',
  'ANA',
  'nurses',
  'prod',
  'é😀',
  'a\u0000"\\\n',
  'x'.repeat(120),
  'é'.repeat(150),
] as const;
const NUMBERS = [
  0, 1, -1, 1000, 1001, 4_294_967_296, -4_294_967_297, 9_007_199_254_740_991, -9_007_199_254_740_991,
] as const;
const ADDRESSES = [
  '10.0.0.1',
  '10.255.255.255',
  '192.168.1.7',
  '::1',
  'fd00::1',
  '::ffff:10.1.2.3',
  '2001:db8::1',
] as const;
const ODD_COLUMNS = ['public.t.id', 'a.b', '', 'a.b.c.d', 'a."b.c', '"A b"."c""d".e'] as const;
const OFFSETS = [0, 60, 120, 345, -300, 1_440, -1_440] as const;
const TIMES = [0, 1_767_268_800_000, 1_767_311_999_999, 1_767_312_000_000, 253_402_300_799_999] as const;
/** What stands where something else belongs. */
const WRONG = [
  null,
  1.5,
  1e22,
  'x',
  '',
  true,
  [],
  ['a', 1],
  {},
  { a: 1 },
  'a\ud800',
  ['\udc00'],
  -1,
  '1.2.3',
  { a: null },
] as const;

/** One of so many events has something wrong. */
const ONE_IN_WRONG = 20;
/** One of so many knows no zone. */
const ONE_IN_WITHOUT_ZONES = 40;

function poolsOf(program: Program): Pools {
  const texts = new Set<string>(TEXTS);
  const numbers = new Set<number>(NUMBERS);
  const keys = new Set<string>(['env', '', 'toString']);
  const zones = new Set<string>(['UTC']);
  for (const part of program.rules.flatMap(({ condition }) => [...subexpressions(condition)])) {
    if (part.kind === 'string') texts.add(part.value).add(`${part.value}x`);
    if (part.kind === 'int') for (const near of [-1, 0, 1]) numbers.add(part.value + near);
    if (part.kind === 'lookup') keys.add(part.key);
    if (part.kind === 'window') zones.add(part.window.zone);
    for (const one of part.kind === 'in_constants' ? part.constants : []) {
      if (typeof one === 'string') texts.add(one);
      else numbers.add(one);
    }
  }
  const safe = [...numbers].filter(Number.isSafeInteger);
  return {
    texts: filled([...texts]),
    numbers: [safe[0] ?? 0, ...safe.slice(1)],
    keys: filled([...keys]),
    columns: filled([...ODD_COLUMNS, ...program.members.flatMap(columnsOf)]),
    zones: filled([...zones]),
  };
}

const filled = ([first = '', ...others]: readonly string[]): Pool => [first, ...others];

/** Columns that a member's patterns match, and such as they nearly do. */
function columnsOf({ columns }: ClassMember): readonly string[] {
  const written = (globs: readonly string[]): string => {
    const name = (globs.at(-1) ?? '').replaceAll('*', 'x');
    return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
  };
  return columns.flatMap(({ schema, relation, column }) => {
    const [first, second, third] = [written(schema), written(relation), written(column)];
    return [`${first}.${second}.${third}`, `${first}.${second}.other`];
  });
}

function makerOf({ type, path }: Attribute, pools: Pools): Make {
  const text: Make = (dice) => dice.pick(pools.texts);
  const few =
    (one: Make): Make =>
    (dice) =>
      dice.some(0, 3, () => one(dice));
  switch (type.kind) {
    case 'bool':
      return (dice) => dice.oneIn(2);
    case 'int':
    case 'duration':
      return (dice) => dice.pick(pools.numbers);
    case 'size':
      return (dice) => Math.abs(dice.pick(pools.numbers));
    case 'time':
      return (dice) => (dice.oneIn(2) ? dice.pick(TIMES) : 1_767_225_600_000 + 60_000 * dice.below(20_000));
    case 'string':
      return text;
    case 'ip':
      return (dice) => dice.pick(ADDRESSES);
    case 'enum':
      return (dice) => type.values[dice.below(Math.min(6, type.values.length))];
    case 'set': {
      const { words } = type;
      return words ? few((dice) => words.values[dice.below(8)]) : few(text);
    }
    case 'list':
      return few(text);
    case 'columns':
      return few((dice) => dice.pick(pools.columns));
    case 'map':
      return path === 'zone_offsets' ? offsetsMaker(pools.zones) : mapMaker(pools);
    default:
      return type satisfies never;
  }
}

const mapMaker =
  ({ keys, texts }: Pools): Make =>
  (dice) =>
    Object.fromEntries(dice.some(0, 2, () => [dice.pick(keys), dice.pick(texts)]));

const offsetsMaker =
  (zones: Pool): Make =>
  (dice) =>
    dice.oneIn(ONE_IN_WITHOUT_ZONES) ? {} : Object.fromEntries(zones.map((zone) => [zone, dice.pick(OFFSETS)]));

/** Makes events for a program, two of three for statements. */
export function eventMaker(program: Program): (dice: Dice) => PolicyEvent {
  const pools = poolsOf(program);
  const all = EVENTS.map((vocabulary) => recordMaker(vocabulary, pools));
  const statement = recordMaker(POSTGRES_STATEMENT, pools);
  return (dice) => (dice.oneIn(3) ? (all[dice.below(all.length)] ?? statement) : statement)(dice);
}

function recordMaker({ name, attributes }: EventVocabulary, pools: Pools): (dice: Dice) => PolicyEvent {
  const makers = attributes.map((attribute) => {
    const [group = '', field = ''] = attribute.path.split('.');
    return { group, field, optional: attribute.optional, make: makerOf(attribute, pools) };
  });
  return (dice) => {
    const event: Record<string, unknown> = { event: name };
    const wrong = dice.oneIn(ONE_IN_WRONG) ? dice.below(makers.length) : -1;
    for (const [number, { group, field, optional, make }] of makers.entries()) {
      if (optional && dice.oneIn(2)) continue;
      if (number === wrong && dice.oneIn(4)) continue;
      if (number === wrong && dice.oneIn(4)) {
        // The whole group, or the name of the event, instead of the one attribute.
        event[dice.oneIn(4) ? 'event' : group] = WRONG[dice.below(WRONG.length)];
        return event as PolicyEvent;
      }
      const value = number === wrong ? WRONG[dice.below(WRONG.length)] : make(dice);
      if (field === '') event[group] = value;
      else ((event[group] ??= {}) as Record<string, unknown>)[field] = value;
    }
    return event as PolicyEvent;
  };
}
