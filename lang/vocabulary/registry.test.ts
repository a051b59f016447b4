// The vocabulary as a whole: what is looked up by a path alone must mean the same in every event.
import { expect, test } from 'vitest';
import { attributeAnywhere, attributeOf, eventNamed, EVENTS, isAttributeWord } from './registry.ts';

test('an attribute means the same in every event that has it', () => {
  for (const event of EVENTS) {
    for (const attribute of event.attributes) {
      expect(attributeAnywhere(attribute.path)).toEqual(attribute);
      expect(attributeOf(event, attribute.path)).toBe(attribute);
    }
  }
});

test('names are unique', () => {
  expect(new Set(EVENTS.map(({ name }) => name)).size).toBe(EVENTS.length);
  for (const { attributes } of EVENTS) expect(new Set(attributes.map(({ path }) => path)).size).toBe(attributes.length);
});

test('what there is and what there is not', () => {
  expect(EVENTS.map(({ name }) => eventNamed(name))).toEqual(EVENTS);
  expect([eventNamed('mcp.call'), attributeAnywhere('toString')]).toEqual([undefined, undefined]);
  expect(EVENTS.map((event) => attributeOf(event, 'identity'))).toEqual(EVENTS.map(() => undefined));
  expect(['now', 'identity', 'constructor'].map(isAttributeWord)).toEqual([true, false, false]);
});
