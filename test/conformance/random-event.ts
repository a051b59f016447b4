// Random events of the vocabulary: mostly valid, some with one attribute missing or of another type.
import { array, boolean, constant, constantFrom, dictionary, oneof, option, tuple, type Arbitrary } from 'fast-check';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { POSTGRES_STATEMENT } from '../../lang/vocabulary/postgres.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { Attribute, EventVocabulary } from '../../lang/vocabulary/types.ts';
import { addresses, columnNames, ints, keys, naturals, offsets, texts, times } from './random-values.ts';

function valid({ type }: Attribute): Arbitrary<unknown> {
  switch (type.kind) {
    case 'bool':
      return boolean();
    case 'int':
      return ints;
    case 'string':
      return texts;
    case 'enum':
      return constantFrom(...type.values.slice(0, 5), ...type.values.slice(-1));
    case 'size':
      return naturals;
    case 'time':
      return times;
    case 'ip':
      return addresses;
    case 'set':
    case 'list':
      return array(texts, { maxLength: 3 });
    case 'columns':
      return array(columnNames, { maxLength: 3 });
    case 'map':
      return type.values === 'int' ? offsets : dictionary(keys, texts, { maxKeys: 3 });
    default:
      throw new Error('a type without random values');
  }
}

const WRONG: readonly unknown[] = [
  null,
  1,
  1.5,
  NaN,
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
  253_402_300_800_000,
  '1.2.3',
  { a: 1.5 },
  { a: '\ud800' },
];

const UNKNOWN: readonly unknown[] = [{ extra: [1, { a: 'é' }] }, {}, { event2: null }];

const fieldsOf = (event: EventVocabulary): Arbitrary<readonly (readonly [string, unknown])[]> =>
  tuple(
    ...event.attributes.map((attribute) =>
      (attribute.optional ? option(valid(attribute), { nil: undefined }) : valid(attribute)).map(
        (value) => [attribute.path, value] as const,
      ),
    ),
  );

const groupsOf = (event: EventVocabulary): readonly string[] => [
  ...new Set(event.attributes.map(({ path }) => path.split('.')[0] ?? '')),
];

/** One attribute, a whole group or the name set to something else, or taken away. */
const damage = (event: EventVocabulary): Arbitrary<readonly (readonly [string, unknown])[]> =>
  oneof(
    { weight: 6, arbitrary: constant([]) },
    {
      weight: 1,
      arbitrary: tuple(
        constantFrom(...event.attributes.map(({ path }) => path), ...groupsOf(event), 'event'),
        constantFrom(undefined, ...WRONG),
      ).map((change) => [change]),
    },
  );

function nest(name: string, fields: readonly (readonly [string, unknown])[], unknown: unknown): PolicyEvent {
  const event: Record<string, unknown> = { event: name, ...(unknown as object) };
  for (const [path, value] of fields) {
    const [group = '', field] = path.split('.');
    if (field === undefined) {
      if (value === undefined) delete event[group];
      else event[group] = value;
      continue;
    }
    const known = event[group] ?? {};
    event[group] = { ...known, [field]: value };
  }
  return event as PolicyEvent;
}

export const events: Arbitrary<PolicyEvent> = oneof(
  ...EVENTS.map((event) => ({
    weight: event === POSTGRES_STATEMENT ? 12 : 1,
    arbitrary: tuple(fieldsOf(event), damage(event), constantFrom(...UNKNOWN)).map(([fields, change, unknown]) =>
      nest(event.name, [...fields, ...change], unknown),
    ),
  })),
);
