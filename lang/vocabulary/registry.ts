// The list of all events. Adding a protocol is one vocabulary file and one line here.
import { SESSION_OPEN } from './common.ts';
import { POSTGRES_STATEMENT } from './postgres.ts';
import { SSH_EVENTS } from './ssh.ts';
import type { Attribute, EventVocabulary } from './types.ts';

/** The position of an event in this list is its number in the binary layout. */
export const EVENTS: readonly EventVocabulary[] = [SESSION_OPEN, POSTGRES_STATEMENT, ...SSH_EVENTS];

/** Finds an event by name, or `undefined`. */
export const eventNamed = (name: string): EventVocabulary | undefined => EVENTS.find((event) => event.name === name);

/** Finds an attribute of an event by its path, or `undefined`. */
export const attributeOf = (event: EventVocabulary, path: string): Attribute | undefined =>
  event.attributes.find((attribute) => attribute.path === path);

/** True for `now`: a word that is an attribute of some event on its own, without a group. */
export const isAttributeWord = (word: string): boolean =>
  EVENTS.some((event) => attributeOf(event, word) !== undefined);
