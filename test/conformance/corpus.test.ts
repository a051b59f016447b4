// The corpus on every engine. What is wanted was written down from the reference of the language, never recorded from an engine.
import { beforeAll, describe, expect, test } from 'vitest';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { corpusFiles, orphans, readCorpusFile } from './corpus-file.ts';
import { eventOfCase, programOfFile, wantedDecision } from './corpus-case.ts';
import { ENGINES, EXCEPTIONS, type Decide } from './engines.ts';

const FILES = corpusFiles().map((file) => ({ file, program: programOfFile(file) }));

describe.each(FILES)('$file.name: $file.about', ({ file, program }) => {
  const engines: { readonly name: string; readonly decide: Decide }[] = [];
  beforeAll(async () => {
    for (const { name, open } of ENGINES) engines.push({ name, decide: await open(program) });
  });

  test.each(file.cases.map((one) => ({ name: one.name, one })))('$name', ({ one }) => {
    const event: PolicyEvent = eventOfCase(file, one);
    const wanted = wantedDecision(program, one);
    for (const { name, decide } of engines) {
      if (EXCEPTIONS.includes(`${name}: ${file.name}: ${one.name}`)) continue;
      const decision = decide(event);
      expect({ name, decision }).toEqual({ name, decision: wanted });
      expect(JSON.stringify({ name, decision })).toBe(JSON.stringify({ name, decision: wanted }));
    }
  });

  test('every rule fires in some case, and a rule with a condition is silent in some', () => {
    const fired = new Set(file.cases.flatMap(({ rules = [] }) => rules));
    const idle = program.rules.filter(({ name }) => !fired.has(name)).map(({ name }) => name);
    expect(idle).toEqual([]);
    const always = program.rules
      .filter(({ condition }) => condition.kind !== 'bool')
      .filter(({ name, events }) =>
        file.cases.every(
          ({ event = file.event, rules = [], expect: effect = '' }) =>
            !events.includes(event) || rules.includes(name) || /^(invalid|no answer)/.test(effect),
        ),
      );
    expect(always.map(({ name }) => name)).toEqual(file.always);
  });
});

test('no engine is excused from any case', () => expect(EXCEPTIONS).toEqual([]));
test('there is no file that nobody reads', () => expect(orphans()).toEqual([]));
test('several hundred cases', () => {
  const count = FILES.reduce((sum, { file }) => sum + file.cases.length, 0);
  expect(count).toBeGreaterThanOrEqual(400);
});

describe('a file that says nothing is refused', () => {
  test.each([
    ['a misspelt key', 'about: x\npolicy: x\ncases: [{ name: a, give: {} }]', /key give/],
    ['no cases', 'about: x\npolicy: x\ncases: []', /lacks/],
    ['a name twice', 'about: x\npolicy: x\ncases: [{ name: a }, { name: a }]', /name of its own/],
  ])('%s', (_, text, message) => {
    expect(() => readCorpusFile('x.yaml', text)).toThrow(message);
  });
});
