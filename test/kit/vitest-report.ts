// Reads the counts out of the JSON report that vitest writes. A run without a readable report counts as one
// failure, so that a crash of the runner can never look like success.

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Tests that did not run here; each says why in its own name. */
  readonly skipped: number;
}

/** `report` is the JSON text, or null when there is none; `status` is the runner's exit status. */
export function countsOf(report: string | null, status: number): Counts {
  const { numPassedTests, numFailedTests, numPendingTests } = parse(report);
  // An unhandled error outside any test makes the runner fail while every test passes.
  const failed = status !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests };
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

const UNREADABLE: Report = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };

function parse(report: string | null): Report {
  try {
    const value = JSON.parse(report ?? '') as Partial<Report>;
    const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = value;
    return numPassedTests + numFailedTests === 0 ? UNREADABLE : { numPassedTests, numFailedTests, numPendingTests };
  } catch (error) {
    if (error instanceof SyntaxError) return UNREADABLE;
    throw error;
  }
}
