// The report for people: failed tests with their source, then differences, most dangerous first, then one line that counts.
import pc from 'picocolors';
import type { DifferenceKind, Side } from './difference.ts';
import { countKinds, type DifferenceGroup } from './group-differences.ts';
import { printRule } from './outcome.ts';
import type { ReplayReport } from './replay-files.ts';
import { failedTests, type PolicyReport, type TestRun } from './report.ts';
import type { TestFailure, TestResult } from './run-policy-test.ts';
import { sourceFrame } from './source-frame.ts';

type Colors = ReturnType<typeof pc.createColors>;

const TITLES: Readonly<Record<DifferenceKind, string>> = {
  exposed: 'newly exposed',
  blocked: 'newly blocked',
  needs_approval: 'newly needing approval',
  masked: 'newly masked',
  changed: 'reason changed',
};

export function terminalReport(run: TestRun, hasColor: boolean): string {
  const colors = pc.createColors(hasColor);
  const policies = run.policies.map((policy) => policyText(policy, run, colors));
  return `${[...policies, summaryLine(run, colors)].join('\n\n')}\n`;
}

function policyText(policy: PolicyReport, run: TestRun, colors: Colors): string {
  const tests = policy.tests.map((result) => testText(result, policy, colors));
  const replay = policy.replay === null ? [] : ['', ...replayText(policy.replay, run, colors)];
  return [colors.bold(`${policy.name} (${policy.file})`), ...tests, ...replay].join('\n');
}

function testText({ name, failures }: TestResult, policy: PolicyReport, colors: Colors): string {
  if (failures.length === 0) return `  ${colors.green('✓')} ${name}`;
  return [`  ${colors.red('✗')} ${name}`, ...failures.map((failure) => failureText(failure, policy, colors))].join(
    '\n',
  );
}

function failureText({ span, wanted, got, why }: TestFailure, { sources }: PolicyReport, colors: Colors): string {
  const lines = [
    sourceFrame(span, sources),
    `${colors.dim('wanted')}  ${wanted}`,
    `${colors.dim('got')}     ${colors.red(got)}`,
    `${colors.dim('why')}     ${why}`,
  ];
  return indent(lines.join('\n'), '      ');
}

function replayText({ recordings, events, differences, notes }: ReplayReport, run: TestRun, colors: Colors): string[] {
  const unsigned = run.signaturesChecked ? '' : '; signatures unchecked, since no --key was given';
  return [
    `  ${plural(events, 'event')} of ${plural(recordings, 'recording')} against ${run.baseline}${unsigned}`,
    ...differences.map((group) => indent(differenceText(group, colors), '  ')),
    ...notes.map(
      (note) => `  ${colors.dim('note')} ${note.message} (${note.count}×, first in ${note.file} record ${note.record})`,
    ),
  ];
}

function differenceText(group: DifferenceGroup, colors: Colors): string {
  const { kind, member, before, after, count, user, identityKind, example } = group;
  const paint = kind === 'exposed' ? (text: string) => colors.bold(colors.red(text)) : colors.yellow;
  const more = count === 1 ? '' : ` and ${count - 1} more`;
  return [
    '',
    `${paint(TITLES[kind])}  ${member === null ? '' : `${member}: `}${before.text} → ${after.text}`,
    `  ${colors.dim('who')}     ${user} (${identityKind}), session ${example.session}, record ${example.record}${more}`,
    `  ${colors.dim('what')}    ${example.statement}`,
    `  ${colors.dim('before')}  ${ruleText(before)}`,
    `  ${colors.dim('after')}   ${ruleText(after)}`,
  ].join('\n');
}

const ruleText = ({ rule }: Side): string => (rule === null ? 'no rule' : printRule(rule));

function summaryLine(run: TestRun, colors: Colors): string {
  const total = run.policies.reduce((sum, { tests }) => sum + tests.length, 0);
  const failed = failedTests(run);
  const tests = `${plural(total - failed, 'test')} passed, ${failed} failed`;
  const replays = run.policies.flatMap(({ replay }) => replay ?? []);
  const counts = countKinds(replays.flatMap(({ differences }) => differences));
  const found = Object.entries(TITLES).flatMap(([kind, title]) => {
    const count = counts[kind as DifferenceKind];
    return count === 0 ? [] : [`${count} ${title}`];
  });
  const differences =
    replays.length === 0 ? '' : `; replay: ${found.length === 0 ? 'no difference' : found.join(', ')}`;
  const paint = failed > 0 || counts.exposed > 0 ? colors.red : colors.green;
  return paint(tests + differences);
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const indent = (text: string, by: string): string => text.replace(/^(?=.)/gm, by);
