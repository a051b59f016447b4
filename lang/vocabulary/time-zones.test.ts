// What names a time zone.
import { expect, test } from 'vitest';
import { isTimeZone, timeZoneNames } from './time-zones.ts';

test('names that people use are names', () => {
  expect(timeZoneNames().filter((name) => !isTimeZone(name))).toEqual([]);
  expect(timeZoneNames()).toContain('Europe/Berlin');
});

test.each(['', 'Europe/Atlantis', '+01:00', '-0500', ' UTC', 'Mars'])('%j is none', (name) => {
  expect(isTimeZone(name)).toBe(false);
});
