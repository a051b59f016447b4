// Offsets of time zones, across the changes of summer time.
import { expect, test } from 'vitest';
import { clockAt } from './clock.ts';

const at = (time: string, ...zones: string[]): Readonly<Record<string, number>> =>
  clockAt(Date.parse(time), zones).zoneOffsets;

test('a clock names the moment and the zones that are asked for', () => {
  expect(clockAt(0, [])).toEqual({ now: 0, zoneOffsets: {} });
  expect(at('2026-11-24T12:00Z', 'UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns')).toEqual({
    UTC: 0,
    'Europe/Berlin': 60,
    'Asia/Kathmandu': 345,
    'America/St_Johns': -210,
  });
});

test('summer time begins and ends on the minute, in either order of asking', () => {
  expect(at('2026-03-29T00:59:59.999Z', 'Europe/Berlin')).toEqual({ 'Europe/Berlin': 60 });
  expect(at('2026-03-29T01:00Z', 'Europe/Berlin')).toEqual({ 'Europe/Berlin': 120 });
  expect(at('2026-03-29T00:59Z', 'Europe/Berlin')).toEqual({ 'Europe/Berlin': 60 });
  expect(at('2026-10-25T01:00Z', 'Europe/Berlin')).toEqual({ 'Europe/Berlin': 60 });
  expect(at('2026-10-03T15:29Z', 'Australia/Lord_Howe')).toEqual({ 'Australia/Lord_Howe': 630 });
  expect(at('2026-10-03T15:30Z', 'Australia/Lord_Howe')).toEqual({ 'Australia/Lord_Howe': 660 });
});

test('every zone has an offset within a day, even in 1970', () => {
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    for (const time of ['1970-01-01T00:00Z', '2026-07-01T00:00Z']) {
      const minutes = at(time, zone)[zone];
      expect(Math.abs(minutes ?? Number.NaN)).toBeLessThanOrEqual(14 * 60);
      expect(Number.isInteger(minutes)).toBe(true);
    }
  }
});

test('an unknown zone throws', () => {
  expect(() => clockAt(0, ['Europe/Bärlin'])).toThrow(RangeError);
});
