// The report as annotations of GitHub Actions: failed tests at their line, differences at the rule that made them.
import type { DifferenceGroup } from './group-differences.ts';
import { failedTests, hasPassed, isFailure, type PolicyReport, type TestRun } from './report.ts';
import { placeOf, type Place } from './source-frame.ts';

export function githubReport(run: TestRun): string {
  const lines = run.policies.flatMap((policy) => [...testLines(policy), ...replayLines(policy, run)]);
  const verdict = hasPassed(run) ? 'passed' : `failed: ${failedTests(run)} tests failed`;
  return `${[...lines, `policyc test ${verdict}, ${lines.length} annotations`].join('\n')}\n`;
}

const testLines = ({ tests, sources }: PolicyReport): string[] =>
  tests.flatMap(({ name, failures }) =>
    failures.map(({ span, wanted, got, why }) =>
      annotation('error', placeOf(span, sources), {
        title: `test failed: ${name}`,
        text: `wanted ${wanted}\ngot ${got}\n${why}`,
      }),
    ),
  );

const replayLines = ({ replay }: PolicyReport, { failOn }: TestRun): string[] =>
  (replay?.differences ?? []).map((group) => differenceLine(group, isFailure(group.kind, failOn) ? 'error' : 'notice'));

function differenceLine(
  { kind, member, before, after, count, user, example }: DifferenceGroup,
  level: 'error' | 'notice',
): string {
  const rule = after.rule ?? before.rule;
  const place =
    rule?.file === undefined || rule.file === null || rule.line === null
      ? null
      : { file: rule.file, line: rule.line, column: 1 };
  const change = `${member === null ? '' : `${member}: `}${before.text} → ${after.text}`;
  const text = `${change}\n${user}, session ${example.session}, ${count}×\n${example.statement}`;
  return annotation(level, place, { title: `replay: ${kind}`, text });
}

interface Words {
  readonly title: string;
  readonly text: string;
}

/** `::error file=…,line=…,col=…,title=…::text`, escaped as the runner's toolkit does. */
function annotation(level: 'error' | 'notice', place: Place | null, { title, text }: Words): string {
  const where = place === null ? '' : `file=${property(place.file)},line=${place.line},col=${place.column},`;
  return `::${level} ${where}title=${property(title)}::${data(text)}`;
}

const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
