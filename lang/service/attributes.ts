// The vocabulary as an editor asks for it: attributes by path over all events, and which events have them.
import { EVENTS } from '../vocabulary/registry.ts';
import type { Attribute, EventVocabulary } from '../vocabulary/types.ts';

const BY_PATH: ReadonlyMap<string, Attribute> = new Map(
  EVENTS.flatMap((event) => event.attributes.map((attribute) => [attribute.path, attribute] as const)),
);

/** The attribute of a path in any event. */
export const attributeNamed = (path: string): Attribute | undefined => BY_PATH.get(path);

/** The attributes that all of the events have. */
export function attributesOf(events: readonly EventVocabulary[]): readonly Attribute[] {
  return [...BY_PATH.values()].filter((attribute) =>
    events.every((event) => event.attributes.some(({ path }) => path === attribute.path)),
  );
}

/** The names of the events that have an attribute; empty when every event has it. */
export function eventsWith(path: string): readonly string[] {
  const having = EVENTS.filter((event) => event.attributes.some((attribute) => attribute.path === path));
  return having.length === EVENTS.length ? [] : having.map(({ name }) => name);
}

/** The words of all enumerations, with the names of these. */
export const ENUM_WORDS: ReadonlyMap<string, string> = new Map(
  [...BY_PATH.values()].flatMap(({ type }) =>
    type.kind === 'enum' ? type.values.map((value) => [value, type.name] as const) : [],
  ),
);
