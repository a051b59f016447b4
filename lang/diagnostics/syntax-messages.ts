// Codes 1xxx: what is wrong with the text itself, before names and types. One page per code in docs/codes.
import type { MessageTable } from './message.ts';

export const SYNTAX_MESSAGES = {
  HPOL1001: {
    severity: 'error',
    message: (p: { expected: string; found: string }) => `expected ${p.expected}, but found ${p.found}`,
    help: () => 'the grammar is in docs/language/reference.md',
  },
  HPOL1002: {
    severity: 'error',
    message: (p: { character: string }) => `the character ${p.character} has no meaning here`,
    help: () => 'names are made of the letters a to z, digits and `_`; other text belongs in strings',
  },
  HPOL1003: {
    severity: 'error',
    message: () => 'this string has no end on its line',
    help: () => 'close it with `"`; write a line break as `\\n`',
  },
  HPOL1004: {
    severity: 'error',
    message: () => 'this pattern has no end on its line',
    help: () => 'close it with `/`; a comment starts with `//`',
  },
  HPOL1005: {
    severity: 'error',
    message: (p: { escape: string }) => `the escape \`${p.escape}\` is not known`,
    help: () => 'strings know `\\"`, `\\\\`, `\\n`, `\\r`, `\\t` and `\\u{…}`',
  },
  HPOL1006: {
    severity: 'error',
    message: (p: { problem: string }) => `the pattern cannot be used: ${p.problem}`,
    help: () => 'patterns are plain regular expressions, run without backtracking; the only flag is `i`',
  },
  HPOL1007: {
    severity: 'error',
    message: (p: { word: string }) => `\`${p.word}\` is reserved and not available yet`,
    help: () => 'remove the declaration',
  },
  HPOL1008: {
    severity: 'error',
    message: (p: { number: string }) => `the number \`${p.number}\` is too large`,
    help: () => 'whole numbers go up to 9007199254740991, durations up to 366d, sizes up to 9007TB',
  },
  HPOL1009: {
    severity: 'error',
    message: (p: { time: string; problem: string }) => `\`${p.time}\` is not a time: ${p.problem}`,
    help: () => 'write date, time of day and zone, such as `2026-12-31T18:00Z` or `2026-12-31T18:00+01:00`',
  },
  HPOL1010: {
    severity: 'error',
    message: (p: { line: number; byte: number }) => `byte ${p.byte} of the file, in line ${p.line}, is not UTF-8 text`,
    help: () => 'save the file as UTF-8; bytes are counted from 0',
  },
} as const satisfies MessageTable;
