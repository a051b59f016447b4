// Codes 3xxx: policies that are well formed and still not what anybody wants.
import type { MessageTable } from './message.ts';

export const LINT_MESSAGES = {
  HPOL3001: {
    severity: 'warning',
    message: (p: { name: string }) => `the \`let\` named \`${p.name}\` is never used`,
    help: () => 'use it in a rule or remove it',
  },
  HPOL3002: {
    severity: 'warning',
    message: (p: { name: string }) => `no rule speaks of the class \`${p.name}\``,
    help: () => 'mask it, ask about it in a condition, or remove it',
  },
  HPOL3003: {
    severity: 'error',
    message: () => 'an approval by nobody is no approval',
    help: () => 'write `by 1 of "GROUP"` or more',
  },
  HPOL3004: {
    severity: 'error',
    message: () => 'the reason is empty',
    help: () => 'say in one sentence why the rule exists; people read it when they are stopped',
  },
  HPOL3005: {
    severity: 'warning',
    message: (p: { path: string }) => `nothing of \`${p.path}\` is used`,
    help: () => 'use a name that it declares, or remove the import',
  },
  HPOL3020: {
    severity: 'warning',
    message: (p: { written: string }) => `\`${p.written}\` matches no column of the schema`,
    help: () => 'correct the name, or bring the schema up to date',
  },
  HPOL3021: {
    severity: 'warning',
    message: (p: { transform: string; member: string; column: string; type: string; fitting: string }) =>
      `\`${p.transform}\` makes every value of \`${p.member}\` NULL, because \`${p.column}\` is of type \`${p.type}\``,
    help: (p: { fitting: string }) => `it alters ${p.fitting} only; write \`null\` if NULL is what you want`,
  },
} as const satisfies MessageTable;
