// Random checked programs, directed by type as the checker would demand: an optional value stands under a guard or has
// a default. What a generated condition may read depends on the scope: a mask sees the session only.
import { array, boolean, constant, constantFrom, oneof, option, record, tuple, type Arbitrary } from 'fast-check';
import type {
  ClassMember,
  CompareOperator,
  Expression,
  Program,
  Rule,
  TextOperator,
} from '../../lang/program/program.ts';
import { SESSION_OPEN } from '../../lang/vocabulary/common.ts';
import { POSTGRES_STATEMENT } from '../../lang/vocabulary/postgres.ts';
import { SSH_EVENTS } from '../../lang/vocabulary/ssh.ts';
import type { Transform } from '../../lang/vocabulary/transforms.ts';
import type { Attribute, EventVocabulary } from '../../lang/vocabulary/types.ts';
import * as build from './build-program.ts';
import {
  COLUMNS,
  RELATIONS,
  SCHEMAS,
  ZONES,
  durations,
  ints,
  keys,
  naturals,
  someOf,
  texts,
  times,
} from './random-values.ts';

const ORDER: readonly CompareOperator[] = ['==', '!=', '<', '<=', '>', '>='];
const EQUALITY: readonly CompareOperator[] = ['==', '!='];
const TEXT_OPERATORS: readonly TextOperator[] = ['starts_with', 'ends_with', 'contains'];
const NETWORKS = [
  '10.0.0.0/8',
  '10.0.0.1',
  '0.0.0.0/0',
  '::/0',
  '::1',
  'fd00::/8',
  '192.168.1.0/29',
  'fe80::/10',
  '1::/17',
];
const MEMBER_COUNT = 3;

interface Scope {
  readonly attributes: readonly Attribute[];
}

const scopes = new Map<EventVocabulary, Scope>();

function scopeOf(event: EventVocabulary): Scope {
  const scope = scopes.get(event) ?? { attributes: event.attributes };
  scopes.set(event, scope);
  return scope;
}

const STATEMENT_SCOPE = scopeOf(POSTGRES_STATEMENT);
/** What both events have. */
const EITHER_SCOPE = scopeOf(SESSION_OPEN);
const SESSION_SCOPE: Scope = { attributes: POSTGRES_STATEMENT.attributes.filter(({ scope }) => scope === 'session') };

const ofKind = (scope: Scope, kind: Attribute['type']['kind'], optional?: boolean): readonly string[] =>
  scope.attributes
    .filter((found) => found.type.kind === kind && (optional === undefined || found.optional === optional))
    .map(({ path }) => path);

const attributeFrom = (paths: readonly string[]): Arbitrary<Expression> => constantFrom(...paths).map(build.attribute);

/** An optional text: an attribute or a map's value. */
const optionalText = (scope: Scope): Arbitrary<Expression> =>
  oneof(
    attributeFrom(ofKind(scope, 'string', true)),
    tuple(
      constantFrom(...ofKind(scope, 'map')).filter((map) => map !== 'zone_offsets'),
      keys,
    ).map(([map, key]) => build.lookup(map, key)),
  );

const textValue = (scope: Scope): Arbitrary<Expression> =>
  oneof(
    texts.map(build.text),
    attributeFrom(ofKind(scope, 'string', false)),
    attributeFrom(ofKind(scope, 'enum', false)),
    tuple(optionalText(scope), texts).map(([value, text]) => build.orElse(value, build.text(text))),
    tuple(optionalText(scope), optionalText(scope), texts).map(([first, second, text]) =>
      build.orElse(first, build.orElse(second, build.text(text))),
    ),
    tuple(optionalText(scope), optionalText(scope), texts).map(([first, second, text]) =>
      build.orElse(build.orElse(first, second), build.text(text)),
    ),
    tuple(optionalText(scope), attributeFrom(ofKind(scope, 'string', false))).map((parts) => build.orElse(...parts)),
  );

/** A condition that tests a value once it is known to be there. */
type Test = (value: Expression) => Arbitrary<Expression>;

const textTests = (scope: Scope): Test => {
  const other = textValue(scope);
  return (value) =>
    oneof(
      tuple(constantFrom(...ORDER), other).map(([operator, right]) => build.compare(value, operator, right)),
      tuple(constantFrom(...TEXT_OPERATORS), other).map(([operator, right]) => build.textTest(value, operator, right)),
      array(texts, { maxLength: 3 }).map((constants) => build.oneOf(value, constants)),
      ...[...ofKind(scope, 'set'), ...ofKind(scope, 'list')].map((set) => constant(build.inSet(value, set))),
      constantFrom('an', '^a', 'a$', String.raw`\bana\b`, '[^a-z]+', 'É|ç').chain((source) =>
        constantFrom('', 'i').map((flags) => build.matches(value, source, flags)),
      ),
    );
};

const sizeTests: Test = (value) =>
  oneof(
    tuple(constantFrom(...ORDER), naturals).map(([operator, right]) =>
      build.compare(value, operator, build.int(right)),
    ),
    array(naturals, { maxLength: 3 }).map((constants) => build.oneOf(value, constants)),
  );

/** A moment: an attribute, a constant, or one of them less a duration. */
const timeValue = (scope: Scope): Arbitrary<Expression> => {
  const moment = oneof(attributeFrom(ofKind(scope, 'time', false)), times.map(build.int));
  return oneof(
    moment,
    tuple(moment, durations).map(([left, right]) => build.minus(left, build.int(right))),
  );
};

const timeTests = (scope: Scope): Arbitrary<Expression> =>
  oneof(
    tuple(timeValue(scope), constantFrom(...ORDER), timeValue(scope)).map((parts) => build.compare(...parts)),
    tuple(timeValue(scope), timeValue(scope), constantFrom(...ORDER), durations).map(
      ([left, right, operator, duration]) => build.compare(build.minus(left, right), operator, build.int(duration)),
    ),
    tuple(timeValue(scope), array(times, { maxLength: 3 })).map((parts) => build.oneOf(...parts)),
    tuple(timeValue(scope), timeValue(scope), array(durations, { maxLength: 3 })).map(([left, right, constants]) =>
      build.oneOf(build.minus(left, right), constants),
    ),
  );

const windows: Arbitrary<Expression> = oneof(
  tuple(constantFrom(0, 480, 719, 720, 1_439), constantFrom(1, 480, 720, 1_080, 1_440)).map(
    ([from, to]) => ['clock', from, to] as const,
  ),
  tuple(constantFrom(0, 1, 3, 5, 6), constantFrom(0, 2, 4, 6)).map(([from, to]) => ['weekday', from, to] as const),
).chain(([unit, from, to]) => constantFrom(...ZONES).map((zone) => build.window({ unit, from, to, zone })));

const networkTests = (scope: Scope): Arbitrary<Expression> =>
  tuple(attributeFrom(ofKind(scope, 'ip')), someOf(NETWORKS)).map(([value, texts]) => build.inNetworks(value, texts));

/** One test about each element of a set or list. */
const quantified = (scope: Scope): Arbitrary<Expression> =>
  tuple(
    constantFrom('any', 'all'),
    constantFrom(...ofKind(scope, 'set'), ...ofKind(scope, 'list')),
    textTests(scope)(build.element),
  ).map((parts) => build.quantified(...parts));

const intTests: Test = (value) =>
  oneof(
    tuple(constantFrom(...ORDER), ints).map(([operator, right]) => build.compare(value, operator, build.int(right))),
    array(ints, { maxLength: 3 }).map((constants) => build.oneOf(value, constants)),
  );

const enumTests = (scope: Scope): Arbitrary<Expression> =>
  constantFrom(...scope.attributes.filter(({ type }) => type.kind === 'enum')).chain((found) => {
    const [first = '', ...others] = found.type.kind === 'enum' ? found.type.values.slice(0, 4) : [];
    const words = constantFrom(first, ...others);
    const test: Test = (value) =>
      oneof(
        tuple(constantFrom(...EQUALITY), words).map(([operator, word]) =>
          build.compare(value, operator, build.text(word)),
        ),
        words.map((word) => build.compare(build.text(word), '==', value)),
        someOf([first, ...others]).map((chosen) => build.oneOf(value, chosen)),
      );
    const value = build.attribute(found.path);
    if (!found.optional) return test(value);
    return oneof(
      guarded(value, test),
      words.chain((word) => test(build.orElse(value, build.text(word)))),
    );
  });

/** An optional value under each of the ways in which a policy can make sure of it. */
const guarded = (value: Expression, test: Test): Arbitrary<Expression> =>
  oneof(
    constant(build.present(value)),
    test(value).map((then) => build.and(build.present(value), then)),
    test(value).map((then) => build.or(build.not(build.present(value)), then)),
  );

const leaf = (scope: Scope): Arbitrary<Expression> => {
  const arms: Arbitrary<Expression>[] = [
    boolean().map((value) => (value ? build.yes : build.no)),
    attributeFrom(ofKind(scope, 'bool')),
    tuple(attributeFrom(ofKind(scope, 'bool')), constantFrom(...EQUALITY), boolean()).map(([value, operator, right]) =>
      build.compare(value, operator, right ? build.yes : build.no),
    ),
    textValue(scope).chain(textTests(scope)),
    optionalText(scope).chain((value) => guarded(value, textTests(scope))),
    enumTests(scope),
    timeTests(scope),
    networkTests(scope),
    quantified(scope),
  ];
  if (ofKind(scope, 'time').includes('now')) arms.push(windows);
  for (const path of ofKind(scope, 'size')) {
    const value = build.attribute(path);
    arms.push(
      guarded(value, sizeTests),
      naturals.chain((fallback) => sizeTests(build.orElse(value, build.int(fallback)))),
    );
  }
  if (scope.attributes.some(({ path }) => path === 'zone_offsets')) {
    const value = constantFrom(...ZONES).map((zone) => build.lookup('zone_offsets', zone));
    arms.push(
      value.chain((offset) => guarded(offset, intTests)),
      tuple(value, ints).chain(([offset, fallback]) => intTests(build.orElse(offset, build.int(fallback)))),
    );
  }
  for (const path of ofKind(scope, 'int')) {
    const value = build.attribute(path);
    arms.push(
      guarded(value, intTests),
      ints.chain((fallback) => intTests(build.orElse(value, build.int(fallback)))),
    );
  }
  const columns = ofKind(scope, 'columns');
  if (columns.length > 0) {
    const members = someOf([0, 1, 2]);
    arms.push(tuple(constantFrom(...columns), members).map(([path, asked]) => build.touches(path, asked)));
  }
  return oneof(...arms);
};

/** By scope, from leaves to the deepest made so far: making an arbitrary costs far more than asking it. */
const known = new Map<Scope, Arbitrary<Expression>[]>();

function condition(scope: Scope, depth: number): Arbitrary<Expression> {
  const made = known.get(scope) ?? [];
  known.set(scope, made);
  const arbitrary =
    made[depth] ?? (depth === 0 ? leaf(scope) : deeper(condition(scope, 0), condition(scope, depth - 1)));
  made[depth] = arbitrary;
  return arbitrary;
}

const deeper = (flat: Arbitrary<Expression>, inner: Arbitrary<Expression>): Arbitrary<Expression> =>
  oneof(
    { weight: 3, arbitrary: flat },
    { weight: 1, arbitrary: inner.map(build.not) },
    { weight: 2, arbitrary: tuple(inner, inner).map(([left, right]) => build.and(left, right)) },
    { weight: 2, arbitrary: tuple(inner, inner).map(([left, right]) => build.or(left, right)) },
  );

const TRANSFORMS: readonly Transform[] = [
  { kind: 'redact' },
  { kind: 'null' },
  { kind: 'pseudonym' },
  { kind: 'year' },
  { kind: 'zip3' },
  { kind: 'age90' },
  { kind: 'keep_first', count: 2 },
  { kind: 'keep_last', count: 4 },
  { kind: 'scrub' },
];

/** Conditions that several rules of one program share, as they are, negated or as a part. */
interface Pool {
  readonly statement: Expression;
  readonly either: Expression;
  readonly session: Expression;
}

const pools: Arbitrary<Pool> = record({
  statement: condition(STATEMENT_SCOPE, 1),
  either: condition(EITHER_SCOPE, 1),
  session: condition(SESSION_SCOPE, 1),
});

const sharing = (own: Arbitrary<Expression>, shared: Expression): Arbitrary<Expression> =>
  oneof(
    { weight: 5, arbitrary: own },
    { weight: 1, arbitrary: constantFrom(shared, build.not(shared), structuredClone(shared)) },
    { weight: 1, arbitrary: own.map((one) => build.and(structuredClone(shared), one)) },
    { weight: 1, arbitrary: own.map((one) => build.or(one, shared)) },
  );

const plainKinds = constantFrom('block', 'allow', 'flag');
const BOTH = ['session.open', 'postgres.statement'];

/** What becomes a rule once it has a name. */
type Maker = (name: string) => Rule;

const makers = ({ statement, either, session }: Pool): Arbitrary<Maker> =>
  oneof(
    tuple(plainKinds, sharing(condition(STATEMENT_SCOPE, 2), statement)).map(
      ([kind, when]): Maker =>
        (name) =>
          build.plain(kind, name, when),
    ),
    tuple(constantFrom(...SSH_EVENTS), plainKinds).chain(([event, kind]) =>
      sharing(condition(scopeOf(event), 2), either).map(
        (when): Maker =>
          (name) =>
            build.plain(kind, name, when, [event.name]),
      ),
    ),
    tuple(plainKinds, sharing(condition(EITHER_SCOPE, 2), either)).map(
      ([kind, when]): Maker =>
        (name) =>
          build.plain(kind, name, when, BOTH),
    ),
    tuple(sharing(condition(STATEMENT_SCOPE, 2), statement), option(constant(3_600_000)), boolean()).map(
      ([when, grantMs, needsReason]): Maker =>
        (name) =>
          build.approve(name, when, { grantMs, needsReason }),
    ),
    tuple(
      sharing(condition(SESSION_SCOPE, 2), session),
      array(tuple(constantFrom(0, 1, 2), constantFrom(...TRANSFORMS)), { maxLength: 3 }),
    ).map(
      ([when, entries]): Maker =>
        (name) =>
          build.mask(name, when, entries),
    ),
  );

const rules: Arbitrary<readonly Rule[]> = pools
  .chain((pool) => array(makers(pool), { maxLength: 8 }))
  .map((made) => made.map((make, number) => make(`rule_${number}`)));

const patterns = array(
  tuple(someOf(SCHEMAS), someOf(RELATIONS), someOf(COLUMNS)).map((parts) => build.columns(...parts)),
  { maxLength: 2 },
);

const members: Arbitrary<readonly ClassMember[]> = array(patterns, {
  minLength: MEMBER_COUNT,
  maxLength: MEMBER_COUNT,
}).map((lists) => lists.map((list, number) => build.member(`phi.m${number}`, list)));

export const programs: Arbitrary<Program> = record({ rules, members, byDefault: constantFrom('allow', 'block') }).map(
  (parts) => build.program(parts.rules, { members: parts.members, default: parts.byDefault }),
);
