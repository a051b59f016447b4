// The corpus as a list: names that a report can be looked up by, no case that cannot run, and enough of each group.
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareParser } from '../../../runtime/postgres/analysis/parser.ts';
import { GROUPS, type LeakCase } from '../leak-case.ts';
import { modesOf } from '../modes-of.ts';
import { stepsOf } from '../steps-of.ts';
import { ALL_CASES } from './all-cases.ts';

beforeAll(() => prepareParser());

test('every name is there once', () => {
  const names = ALL_CASES.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(names.filter((name) => name.trim() !== name || name === '')).toEqual([]);
});

test('no two cases do the same', () => {
  const what = ALL_CASES.map((one) =>
    JSON.stringify([one.steps, one.startup, one.begins], (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ),
  );
  expect(ALL_CASES.filter((_, at) => what.indexOf(what[at]!) !== at).map(({ name }) => name)).toEqual([]);
});

test('every case has steps and a mode to run in', () => {
  expect(ALL_CASES.filter((one) => stepsOf(one).length === 0 || modesOf(one).length === 0)).toEqual([]);
});

test('a case that begins before the login sends bytes first', () => {
  const bare = ALL_CASES.filter(({ begins }) => begins === 'bare');
  expect(bare.filter((one) => stepsOf(one).some((step) => !('bytes' in step)))).toEqual([]);
  expect(ALL_CASES.filter((one) => one.begins === 'bare' && one.startup !== undefined)).toEqual([]);
});

test('a case that changes something around the gateway, a notification aside, says that it changes the world', () => {
  const changesAround = (one: LeakCase): boolean =>
    stepsOf(one).some((step) => 'elsewhere' in step && !step.elsewhere.every((sql) => /pg_notify/.test(sql)));
  expect(ALL_CASES.filter((one) => changesAround(one) && one.changes !== true).map(({ name }) => name)).toEqual([]);
});

test('every control shows something', () => {
  const silent = ALL_CASES.filter((one) => one.kind === 'control' && one.shows.length === 0);
  expect(silent.map(({ name }) => name)).toEqual([]);
});

describe.each(GROUPS.filter((group) => ALL_CASES.some((one) => one.group === group)))('%s', (group) => {
  const ofGroup = ALL_CASES.filter((one) => one.group === group);
  test('has thirty attacks', () => {
    expect(ofGroup.filter(({ kind }) => kind === 'attack').length).toBeGreaterThanOrEqual(30);
  });
});
