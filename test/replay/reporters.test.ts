// What each reporter prints for one run that holds a passed test, a failed one, an exposure, a block and a note.
import { expect, test } from 'vitest';
import type { DifferenceGroup } from './group-differences.ts';
import { hasPassed, type FailOn, type PolicyReport, type TestRun } from './report.ts';
import { REPORTERS } from './reporters.ts';

const text = 'policy clinical\ntest "a" { expect allow }\ntest "b <&> c" { expect block by x }\n';
const start = text.indexOf('expect block');
const span = { file: 'clinical.hpol', start, end: start + 'expect block by x'.length };
const example = {
  file: 'r/s1.jsonl',
  record: 4,
  session: 's1',
  user: 'ana',
  identityKind: 'person',
  statement: 'SELECT ssn FROM p',
};
const rule = { name: 'mask_phi', file: 'clinical.hpol', line: 3 };

const exposed: DifferenceGroup = {
  kind: 'exposed',
  member: 'phi.ssn',
  before: { text: 'keep last 4', rule },
  after: { text: 'clear', rule: null },
  user: 'ana',
  identityKind: 'person',
  count: 3,
  example,
};
const blocked: DifferenceGroup = {
  ...exposed,
  kind: 'blocked',
  member: null,
  before: { text: 'allowed', rule: null },
  after: { text: 'blocked', rule: { name: 'stop', file: 'clinical.hpol', line: 9 } },
  count: 1,
};

const policy: PolicyReport = {
  name: 'clinical',
  file: 'clinical.hpol',
  digest: 'd1',
  sources: [{ file: 'clinical.hpol', text }],
  tests: [
    { name: 'a', span: { ...span, start: 16, end: 41 }, failures: [] },
    {
      name: 'b <&> c',
      span,
      failures: [{ span, wanted: 'block by x', got: 'allow', why: 'the policy allows by default' }],
    },
  ],
  replay: {
    recordings: 1,
    events: 5,
    differences: [exposed, blocked],
    notes: [{ message: 'other facts', count: 2, file: 'r/s1.jsonl', record: 3 }],
  },
};
const run: TestRun = { policies: [policy], baseline: 'main', failOn: 'exposure', signaturesChecked: false };
const clean: TestRun = { ...run, policies: [{ ...policy, tests: policy.tests.slice(0, 1), replay: null }] };

test('terminal', () => {
  expect(REPORTERS.terminal(run, false)).toBe(`clinical (clinical.hpol)
  ✓ a
  ✗ b <&> c
      clinical.hpol:3:18
        |
      3 | test "b <&> c" { expect block by x }
        |                  ^^^^^^^^^^^^^^^^^
      wanted  block by x
      got     allow
      why     the policy allows by default

  5 events of 1 recording against main; signatures unchecked, since no --key was given

  newly exposed  phi.ssn: keep last 4 → clear
    who     ana (person), session s1, record 4 and 2 more
    what    SELECT ssn FROM p
    before  mask_phi (clinical.hpol:3)
    after   no rule

  newly blocked  allowed → blocked
    who     ana (person), session s1, record 4
    what    SELECT ssn FROM p
    before  no rule
    after   stop (clinical.hpol:9)
  note other facts (2×, first in r/s1.jsonl record 3)

1 test passed, 1 failed; replay: 1 newly exposed, 1 newly blocked
`);
  expect(REPORTERS.terminal(clean, false)).toBe('clinical (clinical.hpol)\n  ✓ a\n\n1 test passed, 0 failed\n');
  expect(REPORTERS.terminal(clean, true)).toContain('\u001B[32m✓');
});

test('json has these fields and no others', () => {
  expect(JSON.parse(REPORTERS.json(run, false))).toEqual({
    format: 1,
    passed: false,
    baseline: 'main',
    failOn: 'exposure',
    signaturesChecked: false,
    failedTests: 1,
    policies: [
      {
        name: 'clinical',
        file: 'clinical.hpol',
        digest: 'd1',
        tests: [
          { name: 'a', file: 'clinical.hpol', line: 2, column: 1, passed: true, failures: [] },
          {
            name: 'b <&> c',
            file: 'clinical.hpol',
            line: 3,
            column: 18,
            passed: false,
            failures: [
              {
                file: 'clinical.hpol',
                line: 3,
                column: 18,
                wanted: 'block by x',
                got: 'allow',
                why: 'the policy allows by default',
              },
            ],
          },
        ],
        replay: {
          recordings: 1,
          events: 5,
          counts: { exposed: 1, blocked: 1, needs_approval: 0, masked: 0, changed: 0 },
          differences: [
            {
              kind: 'exposed',
              member: 'phi.ssn',
              identity: { user: 'ana', kind: 'person' },
              before: { text: 'keep last 4', rule },
              after: { text: 'clear', rule: null },
              count: 3,
              example: { file: 'r/s1.jsonl', record: 4, session: 's1', statement: 'SELECT ssn FROM p' },
            },
            {
              kind: 'blocked',
              member: null,
              identity: { user: 'ana', kind: 'person' },
              before: { text: 'allowed', rule: null },
              after: { text: 'blocked', rule: { name: 'stop', file: 'clinical.hpol', line: 9 } },
              count: 1,
              example: { file: 'r/s1.jsonl', record: 4, session: 's1', statement: 'SELECT ssn FROM p' },
            },
          ],
          notes: [{ message: 'other facts', count: 2, file: 'r/s1.jsonl', record: 3 }],
        },
      },
    ],
  });
});

test('junit escapes, and counts a difference below the threshold as passed', () => {
  const xml = REPORTERS.junit(run, false);
  expect(xml).toContain('<testsuite name="clinical.hpol" tests="2" failures="1">');
  expect(xml).toContain('<testcase name="b &lt;&amp;&gt; c"><failure message="wanted block by x, got allow">');
  expect(xml).toContain('<testsuite name="clinical.hpol against main" tests="2" failures="1">');
  expect(xml).toContain('<testcase name="blocked for ana: allowed → blocked"/>');
  const control = { ...policy, tests: [{ name: 'bell \u0007', span, failures: [] }] };
  expect(REPORTERS.junit({ ...run, policies: [control] }, false)).toContain('bell \uFFFD"');
});

test('github annotates tests at their line and differences at their rule', () => {
  const lines = REPORTERS.github(run, false).split('\n');
  expect(lines[0]).toBe(
    '::error file=clinical.hpol,line=3,col=18,title=test failed%3A b <&> c::wanted block by x%0Agot allow%0Athe policy allows by default',
  );
  expect(lines[1]).toMatch(
    /^::error file=clinical.hpol,line=3,col=1,title=replay%3A exposed::phi.ssn: keep last 4 → clear%0Aana/,
  );
  expect(lines[2]).toMatch(/^::notice file=clinical.hpol,line=9,/);
});

test.each<[FailOn, DifferenceGroup[], boolean]>([
  ['exposure', [exposed], false],
  ['exposure', [blocked], true],
  ['any', [blocked], false],
  ['any', [], true],
  ['none', [exposed, blocked], true],
])('--fail-on %s', (failOn, differences, passed) => {
  const replay = { recordings: 1, events: 1, differences, notes: [] };
  const tests = policy.tests.slice(0, 1);
  expect(hasPassed({ ...run, failOn, policies: [{ ...policy, tests, replay }] })).toBe(passed);
});

test('a failed test fails the run whatever --fail-on says', () => {
  expect(hasPassed({ ...run, failOn: 'none' })).toBe(false);
});
