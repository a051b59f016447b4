// The report for machines. Its fields are stable: they are added to, never renamed; `format` counts what is not so.
import type { Side } from './difference.ts';
import { countKinds, type DifferenceGroup } from './group-differences.ts';
import { failedTests, hasPassed, type PolicyReport, type TestRun } from './report.ts';
import { placeOf } from './source-frame.ts';

export function jsonReport(run: TestRun): string {
  const { baseline, failOn, signaturesChecked, policies } = run;
  const passed = hasPassed(run);
  const report = { format: 1, passed, baseline, failOn, signaturesChecked, failedTests: failedTests(run) };
  return `${JSON.stringify({ ...report, policies: policies.map(policyJson) }, null, 2)}\n`;
}

const policyJson = ({ name, file, digest, sources, tests, replay }: PolicyReport): object => ({
  name,
  file,
  digest,
  tests: tests.map((test) => ({
    name: test.name,
    ...placeOf(test.span, sources),
    passed: test.failures.length === 0,
    failures: test.failures.map(({ span, wanted, got, why }) => ({ ...placeOf(span, sources), wanted, got, why })),
  })),
  replay: replay && {
    recordings: replay.recordings,
    events: replay.events,
    counts: countKinds(replay.differences),
    differences: replay.differences.map(differenceJson),
    notes: replay.notes,
  },
});

const differenceJson = ({
  kind,
  member,
  user,
  identityKind,
  before,
  after,
  count,
  example,
}: DifferenceGroup): object => ({
  kind,
  member,
  identity: { user, kind: identityKind },
  before: sideJson(before),
  after: sideJson(after),
  count,
  example: { file: example.file, record: example.record, session: example.session, statement: example.statement },
});

const sideJson = ({ text, rule }: Side): object => ({ text, rule });
