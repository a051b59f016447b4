// The list of all events. Adding a protocol is one vocabulary file and one line here.
import { SESSION_OPEN } from './common.ts';
import { POSTGRES_STATEMENT } from './postgres.ts';
import { SSH_EVENTS } from './ssh.ts';
import type { Attribute, EventVocabulary } from './types.ts';

/** The position of an event in this list is its number in the binary layout. */
export const EVENTS: readonly EventVocabulary[] = [SESSION_OPEN, POSTGRES_STATEMENT, ...SSH_EVENTS];

const BY_NAME = new Map(EVENTS.map((event) => [event.name, event]));
const BY_PATH = new Map(
  EVENTS.map(({ name, attributes }) => [name, new Map(attributes.map((one) => [one.path, one]))]),
);
const ANYWHERE = new Map(
  EVENTS.flatMap(({ attributes }) => attributes.map((attribute) => [attribute.path, attribute])),
);

/** Finds an event by name, or `undefined`. */
export const eventNamed = (name: string): EventVocabulary | undefined => BY_NAME.get(name);

/** Finds an attribute of an event by its path, or `undefined`. */
export const attributeOf = (event: EventVocabulary, path: string): Attribute | undefined =>
  BY_PATH.get(event.name)?.get(path);

/** Finds an attribute that some event has. All events that have it mean the same by it. */
export const attributeAnywhere = (path: string): Attribute | undefined => ANYWHERE.get(path);

/** True for `now`: a word that is an attribute of some event on its own, without a group. */
export const isAttributeWord = (word: string): boolean => ANYWHERE.has(word);
