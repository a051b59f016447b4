// What one run of `policyc test` found, as data that every reporter prints, and whether it passes.
import type { SourceFile } from '../../lang/source/source-file.ts';
import type { DifferenceKind } from './difference.ts';
import type { ReplayReport } from './replay-files.ts';
import type { TestResult } from './run-policy-test.ts';

export interface PolicyReport {
  readonly name: string;
  /** The root file, as the user named it. */
  readonly file: string;
  /** SHA-256, hex, of the module that was tested. */
  readonly digest: string;
  readonly sources: readonly SourceFile[];
  readonly tests: readonly TestResult[];
  /** null when no recordings were replayed. */
  readonly replay: ReplayReport | null;
}

export const FAIL_ON = ['exposure', 'any', 'none'] as const;
/** Which differences make a run fail. */
export type FailOn = (typeof FAIL_ON)[number];

export interface TestRun {
  readonly policies: readonly PolicyReport[];
  /** What differences are measured against: `recorded decisions`, `main`, `old.bundle.tar.gz`. */
  readonly baseline: string;
  readonly failOn: FailOn;
  /** False: recordings were checked for their chain only, since no key was given. */
  readonly signaturesChecked: boolean;
}

export const failedTests = ({ policies }: TestRun): number =>
  policies.flatMap(({ tests }) => tests).filter(({ failures }) => failures.length > 0).length;

/** True when a difference of this kind makes a run fail. */
export const isFailure = (kind: DifferenceKind, failOn: FailOn): boolean =>
  failOn === 'any' || (failOn === 'exposure' && kind === 'exposed');

export function hasPassed(run: TestRun): boolean {
  const differences = run.policies.flatMap(({ replay }) => replay?.differences ?? []);
  return failedTests(run) === 0 && !differences.some(({ kind }) => isFailure(kind, run.failOn));
}
