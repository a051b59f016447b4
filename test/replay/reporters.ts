// All reporters of `policyc test`. Adding one is one file and one line here.
import { githubReport } from './report-github.ts';
import { jsonReport } from './report-json.ts';
import { junitReport } from './report-junit.ts';
import { terminalReport } from './report-terminal.ts';
import type { TestRun } from './report.ts';

/** Prints a run as text that ends in a newline. */
export type Reporter = (run: TestRun, hasColor: boolean) => string;

export type ReporterName = 'terminal' | 'json' | 'junit' | 'github';

export const REPORTERS: Readonly<Record<ReporterName, Reporter>> = {
  terminal: terminalReport,
  json: jsonReport,
  junit: junitReport,
  github: githubReport,
};
