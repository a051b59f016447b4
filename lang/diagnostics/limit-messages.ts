// Codes 4xxx: limits that keep compiling quick and certain to end.
import type { MessageTable } from './message.ts';

export const LIMIT_MESSAGES = {
  HPOL4001: {
    severity: 'error',
    message: (p: { limitBytes: number }) => `the file is larger than ${p.limitBytes} bytes`,
    help: () => 'split it into files and import them',
  },
  HPOL4002: {
    severity: 'error',
    message: (p: { limit: number }) => `this is nested more than ${p.limit} levels deep`,
    help: () => 'give parts of the condition a name with `let`',
  },
  HPOL4003: {
    severity: 'error',
    message: (p: { limit: number }) => `the condition has more than ${p.limit} parts once every \`let\` is replaced`,
    help: () => 'write a list as `in {…}`, or split the rule',
  },
  HPOL4004: {
    severity: 'error',
    message: (p: { what: string; limit: number }) => `the policy has more than ${p.limit} ${p.what}`,
    help: () => 'join rules that differ in constants only with `in {…}`',
  },
  HPOL4005: {
    severity: 'error',
    message: (p: { what: string; reason: string }) => `${p.what} cannot be compiled: ${p.reason}`,
    help: () => 'leave out counted repeats such as `{20}`, above all of what could begin anywhere in the match',
  },
} as const satisfies MessageTable;
