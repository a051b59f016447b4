// What the exit status of policyd says.

export const EXIT = {
  success: 0,
  /** The answer is no: a vote that was not taken, a recording that is not what was written. */
  no: 1,
  /** Wrong use or broken input. */
  fault: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
