// The report as JUnit XML, as CI servers read it: a suite of tests per policy, and one of differences.
import type { DifferenceGroup } from './group-differences.ts';
import { printRule } from './outcome.ts';
import { isFailure, type PolicyReport, type TestRun } from './report.ts';
import type { TestResult } from './run-policy-test.ts';
import { placeOf } from './source-frame.ts';

export function junitReport(run: TestRun): string {
  const suites = run.policies.flatMap((policy) => [testSuite(policy), ...replaySuite(policy, run)]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="policyc test">\n${suites.join('')}</testsuites>\n`;
}

interface Case {
  readonly name: string;
  /** null: it passed. */
  readonly failure: { readonly message: string; readonly body: string } | null;
}

const testSuite = (policy: PolicyReport): string =>
  suite(
    policy.file,
    policy.tests.map((result) => testCase(result, policy)),
  );

function testCase({ name, failures }: TestResult, { sources }: PolicyReport): Case {
  const [first] = failures;
  if (first === undefined) return { name, failure: null };
  const body = failures.map(({ span, wanted, got, why }) => {
    const { file, line, column } = placeOf(span, sources);
    return `${file}:${line}:${column}\nwanted ${wanted}\ngot    ${got}\nwhy    ${why}`;
  });
  return { name, failure: { message: `wanted ${first.wanted}, got ${first.got}`, body: body.join('\n\n') } };
}

/** Differences that are below the threshold are cases that pass. */
function replaySuite({ file, replay }: PolicyReport, { baseline, failOn }: TestRun): string[] {
  if (replay === null) return [];
  const cases = replay.differences.map((group): Case => {
    const name = differenceName(group);
    return { name, failure: isFailure(group.kind, failOn) ? { message: name, body: differenceBody(group) } : null };
  });
  return [suite(`${file} against ${baseline}`, cases)];
}

const differenceName = ({ kind, member, user, before, after }: DifferenceGroup): string =>
  `${kind} ${member === null ? '' : `${member} `}for ${user}: ${before.text} → ${after.text}`;

const differenceBody = ({ before, after, count, example }: DifferenceGroup): string =>
  [
    `${example.file} record ${example.record}, session ${example.session}, ${count}×`,
    example.statement,
    `before ${before.rule ? printRule(before.rule) : 'no rule'}`,
    `after  ${after.rule ? printRule(after.rule) : 'no rule'}`,
  ].join('\n');

function suite(name: string, cases: readonly Case[]): string {
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const body = cases.map(({ name: test, failure }) =>
    failure === null
      ? `    <testcase name="${escape(test)}"/>\n`
      : `    <testcase name="${escape(test)}"><failure message="${escape(failure.message)}">${escape(failure.body)}</failure></testcase>\n`,
  );
  return `  <testsuite name="${escape(name)}" tests="${cases.length}" failures="${failures}">\n${body.join('')}  </testsuite>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters, so they are replaced. */
const escape = (text: string): string =>
  text
    .replace(/[&<>"]/g, (found) => ENTITIES[found] ?? '')
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
