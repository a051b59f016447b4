// Policies of as many rules as fill words of bits exactly, nearly and by one more, whose rules ask few attributes for many values: what an
// index of rules or a shared condition could get wrong. What is wanted comes from a second spelling of each condition, in JavaScript.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Effect } from '../../compiler/abi/decision.ts';
import { compile } from '../../lang/check/testing.ts';
import { ENGINES, type Decide } from './engines.ts';
import { eventOf } from './events.ts';

/** What the rules ask about. */
interface World {
  readonly event: 'session.open' | 'postgres.statement';
  readonly user: string;
  readonly target: string;
  readonly env: string | null;
  readonly groups: readonly string[];
  readonly command: string;
  readonly limit: number | null;
}

interface Condition {
  readonly text: string;
  readonly holds: (world: World) => boolean;
  /** True where the opening of a session has all that it asks for. */
  readonly isCommon: boolean;
}

const COMMANDS = ['SELECT', 'INSERT', 'DROP'] as const;

const CONDITIONS: readonly ((number: number) => Condition)[] = [
  (n) => ({ text: `identity.user == "u${n}"`, holds: ({ user }) => user === `u${n}`, isCommon: true }),
  (n) => ({
    text: `statement.command == ${COMMANDS[n % 3]} and "g${n}" in identity.groups`,
    holds: ({ command, groups }) => command === COMMANDS[n % 3] && groups.includes(`g${n}`),
    isCommon: false,
  }),
  (n) => ({
    text: `target.name in {"t${n}", "t${n + 1}", "t${n + 7}"}`,
    holds: ({ target }) => [n, n + 1, n + 7].some((one) => target === `t${one}`),
    isCommon: true,
  }),
  (n) => ({
    text: `identity.user != "u${n - 3}" and identity.user != "u0"`,
    holds: ({ user }) => user !== `u${n - 3}` && user !== 'u0',
    isCommon: true,
  }),
  (n) => ({
    text: `(target.labels["env"] ?? "e${n % 16}") == "e${n % 8}"`,
    holds: ({ env }) => (env ?? `e${n % 16}`) === `e${n % 8}`,
    isCommon: true,
  }),
  (n) => ({
    text: `not (target.name in {"t${n}", "t1"}) and "all" in identity.groups`,
    holds: ({ target, groups }) => ![`t${n}`, 't1'].includes(target) && groups.includes('all'),
    isCommon: true,
  }),
  (n) => ({
    text: `statement.limit is absent or statement.limit == ${n} or identity.user == "u${n}"`,
    holds: ({ limit, user }) => limit === null || limit === n || user === `u${n}`,
    isCommon: false,
  }),
  (n) => ({
    text: `identity.user == "u${n - 7}" and target.name == "t${n - 7}" or identity.user == "u${n}"`,
    holds: ({ user, target }) => (user === `u${n - 7}` && target === `t${n - 7}`) || user === `u${n}`,
    isCommon: true,
  }),
];

interface ManyRule extends Condition {
  readonly name: string;
  readonly kind: 'flag' | 'allow' | 'approve' | 'block';
}

const KINDS = ['flag', 'flag', 'allow', 'flag', 'approve', 'flag', 'flag', 'flag', 'block'] as const;

const ruleOf = (number: number): ManyRule => {
  const condition = CONDITIONS[number % CONDITIONS.length]!(number);
  return { ...condition, name: `r${number}`, kind: KINDS[number % KINDS.length]! };
};

function textOf(rules: readonly ManyRule[]): string {
  const texts = rules.map(({ name, kind, text, isCommon }) => {
    const terms = kind === 'approve' ? 'by 1 of "o" within 1m for once' : '';
    const events = isCommon ? 'session.open, postgres.statement' : 'postgres.statement';
    return `${kind} ${name} on ${events} when ${text} ${terms} because "${name}"`;
  });
  return ['policy many default block', ...texts].join('\n');
}

function wantedOf(rules: readonly ManyRule[], world: World): { effect: Effect; by: string | null; fired: string[] } {
  const firing = rules.filter(({ holds, isCommon }) => (isCommon || world.event !== 'session.open') && holds(world));
  const first = (kind: ManyRule['kind']): ManyRule | undefined => firing.find((rule) => rule.kind === kind);
  const decider = first('block') ?? first('approve') ?? first('allow');
  const effect = decider === undefined ? 'block' : (decider.kind as Effect);
  return { effect, by: decider?.name ?? null, fired: firing.map(({ name }) => name) };
}

/** Worlds around the first rule, the last, the ends of words of bits, and none. */
function worldsOf(count: number): readonly World[] {
  const numbers = [0, 1, 2, 7, 8, 30, 31, 32, 33, 63, 64, 65, count - 2, count - 1, count, 5_000];
  return numbers.flatMap((number) =>
    (['session.open', 'postgres.statement'] as const).flatMap((event) => {
      const base = { event, user: `u${number}`, target: `t${number}`, command: COMMANDS[Math.abs(number) % 3]! };
      return [
        { ...base, env: null, groups: [`g${number}`], limit: null },
        { ...base, env: `e${number % 8}`, groups: ['all', `g${number}`, `g${number + 1}`], limit: number },
        { ...base, user: '', env: '', groups: [], limit: 0 },
        { ...base, target: `t${number + 1}`, env: 'e7', groups: ['all'], limit: -1 },
      ];
    }),
  );
}

const eventFor = ({ event, user, target, env, groups, command, limit }: World): ReturnType<typeof eventOf> =>
  eventOf(event, {
    'identity.user': user,
    'identity.groups': groups,
    'target.name': target,
    'target.labels': env === null ? {} : { env },
    ...(event === 'session.open'
      ? {}
      : { 'statement.command': command, ...(limit === null ? {} : { 'statement.limit': limit }) }),
  });

describe.each([1, 2, 8, 31, 32, 33, 63, 64, 65, 1_000])('%i rules', (count) => {
  const rules = Array.from({ length: count }, (_, number) => ruleOf(number));
  const engines: { readonly name: string; readonly decide: Decide }[] = [];
  beforeAll(async () => {
    const { program } = compile(textOf(rules));
    if (program === null) throw new Error('the policy does not compile');
    for (const { name, open } of ENGINES) engines.push({ name, decide: await open(program) });
  });

  test.each(ENGINES.map(({ name }) => name))('%s', (name) => {
    const { decide } = engines.find((engine) => engine.name === name)!;
    for (const world of worldsOf(count)) {
      const { effect, decided_by: by, rules: fired } = decide(eventFor(world));
      expect({ world, effect, by, fired }).toEqual({ world, ...wantedOf(rules, world) });
    }
  });
});

test('among the worlds rules fire and are silent, and every effect is wanted', () => {
  const rules = Array.from({ length: 65 }, (_, number) => ruleOf(number));
  const wanted = worldsOf(65).map((world) => wantedOf(rules, world));
  const fired = new Set(wanted.flatMap((one) => one.fired));
  const always = rules.filter(({ name }) => wanted.every((one) => one.fired.includes(name)));
  expect(rules.filter(({ name }) => !fired.has(name)).length).toBeLessThan(rules.length / 2);
  expect(always).toEqual([]);
  const few = worldsOf(8).map((world) => wantedOf(rules.slice(0, 8), world));
  expect(new Set([...wanted, ...few].map(({ effect, by }) => by !== null && effect))).toEqual(
    new Set(['allow', 'approve', 'block', false]),
  );
});
