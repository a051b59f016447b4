// In-language tests: given values against the vocabulary, and one event and at least one expectation in each.
import type { FieldNode, TestDeclaration, TestStep } from '../ast/test.ts';
import { COMMON_ATTRIBUTES } from '../vocabulary/common.ts';
import type { Attribute, EventVocabulary } from '../vocabulary/types.ts';
import { checkEffect } from './check-test-effect.ts';
import { checkGiven, rowOf } from './check-test-values.ts';
import { findEvent } from './check-rule.ts';
import type { PolicyTest, TestExpectation, TestValue } from '../program/program.ts';
import type { Reporter } from './reporter.ts';
import type { Scope } from './scope.ts';

/** By path; undefined for what was reported. */
type Given = ReadonlyMap<string, TestValue | undefined>;
type Step<K extends TestStep['kind']> = Extract<TestStep, { kind: K }>;

export function checkTest(node: TestDeclaration, scope: Scope, reporter: Reporter): PolicyTest {
  const stepsOf = <K extends TestStep['kind']>(kind: K): Step<K>[] =>
    node.steps.filter((step): step is Step<K> => step.kind === kind);
  const on = onlyOne(stepsOf('on'), 'on', reporter);
  const returning = onlyOne(stepsOf('returning'), 'returning', reporter);
  const event = on && findEvent(on.event, reporter);
  if (!on) reporter.report('HPOL2115', node.name.span, { missing: 'which event happens' });
  else if (event) checkInput(event, on, reporter);
  const given = givenValues(node.steps, { attributes: event ? givable(event) : COMMON_ATTRIBUTES, reporter });
  if (event) demandWords(event, given, { node, reporter });
  const expectations = node.steps.flatMap((step) => expectationOf(step, scope, reporter));
  if (expectations.length === 0) reporter.report('HPOL2115', node.name.span, { missing: 'what it expects' });
  const row = stepsOf('expect_row')[0];
  if (row && !returning) {
    const help = 'add `returning { COLUMN: VALUE }`, the row that the target is said to return';
    reporter.report('HPOL2115', row.span, { missing: 'which row is masked' }, { help });
  }
  return {
    name: node.name.text,
    given: Object.fromEntries([...given].flatMap(([path, value]) => (value === undefined ? [] : [[path, value]]))),
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

/** Where a text says what happens, the facts of the event come from it; otherwise the test gives them. */
const givable = (event: EventVocabulary): readonly Attribute[] =>
  event.testInput === null ? event.attributes : COMMON_ATTRIBUTES;

/** An attribute that a test does not give is empty, false or 0; there is no empty word. */
function demandWords(
  event: EventVocabulary,
  given: Given,
  { node, reporter }: { readonly node: TestDeclaration; readonly reporter: Reporter },
): void {
  for (const { path, type, scope, optional } of givable(event)) {
    if (scope === 'session' || type.kind !== 'enum' || optional || given.has(path)) continue;
    const help = `add \`given ${path.replace('.', ' { ')}: ${type.values.slice(0, 1).join('')} }\``;
    reporter.report('HPOL2115', node.name.span, { missing: `what \`${path}\` is` }, { help });
  }
}

function checkInput(event: EventVocabulary, on: Step<'on'>, reporter: Reporter): void {
  const takesInput = event.testInput !== null;
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

function givenValues(
  steps: readonly TestStep[],
  context: { readonly attributes: readonly Attribute[]; readonly reporter: Reporter },
): Given {
  const given = new Map<string, TestValue | undefined>();
  const give = (path: string, field: Pick<FieldNode, 'name' | 'value'>): void => {
    if (given.has(path)) context.reporter.report('HPOL2102', field.name.span, { what: path });
    given.set(path, checkGiven(path, field, context));
  };
  for (const step of steps) {
    if (step.kind === 'given_value') give(step.name.text, step);
    if (step.kind !== 'given') continue;
    for (const field of step.record.fields) give(`${step.group.text}.${field.name.text}`, field);
  }
  return given;
}
