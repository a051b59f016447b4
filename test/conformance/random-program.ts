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

const scopeOf = (event: EventVocabulary): Scope => ({ attributes: event.attributes });
const STATEMENT_SCOPE = scopeOf(POSTGRES_STATEMENT);
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
      build.orElse(build.orElse(first, second), build.text(text)),
    ),
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
      ...ofKind(scope, 'set').map((set) => constant(build.inSet(value, set))),
      constantFrom('an', '^a', 'a$', String.raw`\bana\b`, '[^a-z]+', 'É|ç').chain((source) =>
        constantFrom('', 'i').map((flags) => build.matches(value, source, flags)),
      ),
    );
};

const sizeTests: Test = (value) =>
  tuple(constantFrom(...ORDER), naturals).map(([operator, right]) => build.compare(value, operator, build.int(right)));

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
  constantFrom(...scope.attributes.filter(({ type, optional }) => type.kind === 'enum' && !optional)).chain((found) => {
    const values = found.type.kind === 'enum' ? found.type.values.slice(0, 4) : [];
    const value = build.attribute(found.path);
    return oneof(
      tuple(constantFrom(...EQUALITY), constantFrom(...values)).map(([operator, word]) =>
        build.compare(value, operator, build.text(word)),
      ),
      someOf(values).map((words) => build.oneOf(value, words)),
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

const condition = (scope: Scope, depth: number): Arbitrary<Expression> => {
  if (depth === 0) return leaf(scope);
  const inner = condition(scope, depth - 1);
  return oneof(
    { weight: 3, arbitrary: leaf(scope) },
    { weight: 1, arbitrary: inner.map(build.not) },
    { weight: 2, arbitrary: tuple(inner, inner).map(([left, right]) => build.and(left, right)) },
    { weight: 2, arbitrary: tuple(inner, inner).map(([left, right]) => build.or(left, right)) },
  );
};

const TRANSFORMS: readonly Transform[] = [
  { kind: 'redact' },
  { kind: 'pseudonym' },
  { kind: 'year' },
  { kind: 'zip3' },
  { kind: 'age90' },
  { kind: 'keep_last', count: 4 },
  { kind: 'scrub' },
];

const rules: Arbitrary<readonly Rule[]> = array(
  oneof(
    tuple(constantFrom('block', 'allow', 'flag'), condition(STATEMENT_SCOPE, 2)).map(
      ([kind, when]) =>
        (name: string) =>
          build.plain(kind, name, when),
    ),
    constantFrom(...SSH_EVENTS).chain((event) =>
      condition(scopeOf(event), 2).map(
        (when) =>
          (name: string): Rule =>
            build.plain('flag', name, when, [event.name]),
      ),
    ),
    tuple(condition(SESSION_SCOPE, 2), boolean()).map(
      ([when, isBlock]) =>
        (name: string) =>
          build.plain(isBlock ? 'block' : 'allow', name, when, ['session.open', 'postgres.statement']),
    ),
    tuple(condition(STATEMENT_SCOPE, 2), option(constant(3_600_000)), boolean()).map(
      ([when, grantMs, needsReason]) =>
        (name: string) =>
          build.approve(name, when, { grantMs, needsReason }),
    ),
    tuple(
      condition(SESSION_SCOPE, 2),
      array(tuple(constantFrom(0, 1, 2), constantFrom(...TRANSFORMS)), { maxLength: 3 }),
    ).map(
      ([when, entries]) =>
        (name: string) =>
          build.mask(name, when, entries),
    ),
  ),
  { maxLength: 8 },
).map((makers) => makers.map((make, number) => make(`rule_${number}`)));

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
