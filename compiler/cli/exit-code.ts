// What the exit status of policyc says.

export const EXIT = {
  success: 0,
  /** The answer is no: errors found, tests failed, differences. */
  no: 1,
  /** Wrong use or broken input. */
  fault: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
