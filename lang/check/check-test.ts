// In-language tests: given values against the vocabulary, and one event and at least one expectation in each.
import type { TestDeclaration, TestStep } from '../ast/test.ts';
import type { EventVocabulary } from '../vocabulary/types.ts';
import { checkEffect } from './check-test-effect.ts';
import { checkGiven, rowOf } from './check-test-values.ts';
import { findEvent } from './check-rule.ts';
import type { PolicyTest, TestExpectation, TestValue } from './program.ts';
import type { Reporter } from './reporter.ts';
import type { Scope } from './scope.ts';

type Step<K extends TestStep['kind']> = Extract<TestStep, { kind: K }>;

export function checkTest(node: TestDeclaration, scope: Scope, reporter: Reporter): PolicyTest {
  const stepsOf = <K extends TestStep['kind']>(kind: K): Step<K>[] =>
    node.steps.filter((step): step is Step<K> => step.kind === kind);
  const on = onlyOne(stepsOf('on'), 'on', reporter);
  const returning = onlyOne(stepsOf('returning'), 'returning', reporter);
  const event = on && findEvent(on.event, reporter);
  if (!on) reporter.report('HPOL2115', node.name.span, { missing: 'which event happens' });
  else if (event) checkInput(event, on, reporter);
  const expectations = node.steps.flatMap((step) => expectationOf(step, scope, reporter));
  if (expectations.length === 0) reporter.report('HPOL2115', node.name.span, { missing: 'what it expects' });
  const row = stepsOf('expect_row')[0];
  if (row && !returning) {
    const help = 'add `returning { COLUMN: VALUE }`, the row that the target is said to return';
    reporter.report('HPOL2115', row.span, { missing: 'which row is masked' }, { help });
  }
  return {
    name: node.name.text,
    given: givenValues(stepsOf('given'), reporter),
    event: on?.event.text ?? '',
    input: on?.input?.text ?? '',
    returning: returning ? rowOf(returning.record, reporter) : null,
    expectations,
    span: node.span,
  };
}

function onlyOne<S extends TestStep>(steps: readonly S[], what: string, reporter: Reporter): S | undefined {
  for (const step of steps.slice(1)) reporter.report('HPOL2102', step.span, { what });
  return steps[0];
}

/** An event that has attributes of its own gets them from a text. */
function checkInput(event: EventVocabulary, on: Step<'on'>, reporter: Reporter): void {
  const takesInput = event.attributes.some((attribute) => attribute.scope === 'event');
  if (takesInput && !on.input) {
    const help = `write the text after the event, as in \`on ${event.name} "…"\``;
    reporter.report('HPOL2115', on.span, { missing: 'what happens' }, { help });
  }
  if (!takesInput && on.input) reporter.report('HPOL2116', on.input.span, { event: event.name });
}

function expectationOf(step: TestStep, scope: Scope, reporter: Reporter): TestExpectation[] {
  if (step.kind === 'expect_row') return [{ kind: 'row', row: rowOf(step.record, reporter), span: step.span }];
  if (step.kind !== 'expect_effect') return [];
  checkEffect(step, scope, reporter);
  return [{ kind: 'effect', effect: step.effect, by: step.by?.text ?? null, span: step.span }];
}

function givenValues(steps: readonly Step<'given'>[], reporter: Reporter): Readonly<Record<string, TestValue>> {
  const given = new Map<string, TestValue>();
  for (const { group, record } of steps) {
    for (const field of record.fields) {
      const path = `${group.text}.${field.name.text}`;
      if (given.has(path)) reporter.report('HPOL2102', field.name.span, { what: path });
      const value = checkGiven(path, field, reporter);
      if (value !== undefined) given.set(path, value);
    }
  }
  return Object.fromEntries(given);
}
