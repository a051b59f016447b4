// The checks that a detector may ask for on what its pattern has found: check digits, ranges, words nearby. The kernel
// runs them by number, which is the position here (compiler/kernel/assembly/validators.ts).

export const VALIDATORS = ['none'] as const;

export type ValidatorName = (typeof VALIDATORS)[number];
