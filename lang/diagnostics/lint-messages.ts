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
  HPOL3010: {
    severity: 'warning',
    message: (p: { kind: string; rule: string }) =>
      `the ${p.kind} rule \`${p.rule}\` never fires, because this is never true`,
    help: () => 'look for parts that exclude each other, or remove the rule',
  },
  HPOL3011: {
    severity: 'warning',
    message: () => 'this `when` is always true and restricts nothing',
    help: () => 'remove the clause if the rule is meant for every event',
  },
  HPOL3012: {
    severity: 'error',
    message: (p: { rule: string }) =>
      `the rule \`${p.rule}\` never fires, because its \`unless\` takes everything away`,
    help: () => 'narrow the `unless`, or widen the `when`',
  },
  HPOL3013: {
    severity: 'warning',
    message: (p: { kind: string; rule: string; by: string }) =>
      `wherever the ${p.kind} rule \`${p.rule}\` fires, a stronger one fires too: ${p.by}`,
    help: () => 'remove the rule, or narrow the stronger one',
  },
  HPOL3014: {
    severity: 'warning',
    message: (p: { rule: string }) => `the rule \`${p.rule}\` allows what \`default allow\` allows already`,
    help: () => 'remove it, or write `flag` to mark these events in the evidence',
  },
  HPOL3015: {
    severity: 'warning',
    message: (p: { rule: string; by: string }) => `wherever the rule \`${p.rule}\` fires, ${p.by} does as much`,
    help: () => 'remove it, or narrow the other one',
  },
  HPOL3016: {
    severity: 'warning',
    message: (p: { rule: string; by: string }) =>
      `wherever the mask \`${p.rule}\` applies, a stronger one does too: ${p.by}`,
    help: () => 'remove it, or narrow the stronger mask',
  },
  HPOL3017: {
    severity: 'warning',
    message: (p: { earlier: string; later: string; first: string; second: string; column: string }) =>
      `${p.earlier} and ${p.later} share \`${p.column}\`, where \`${p.first}\` and \`${p.second}\` are equally strong`,
    help: () => 'such a column is redacted; make one of the masks stronger, or keep the patterns apart',
  },
  HPOL3018: {
    severity: 'warning',
    message: (p: { why: string }) => `nobody will grant this approval: ${p.why}`,
    help: () => 'write `block` if nothing is to pass, or terms that people can meet',
  },
  HPOL3019: {
    severity: 'warning',
    message: (p: { what: string }) => `${p.what} decides nothing; the rule is the same without it`,
    help: () => 'remove it, or look at what it was meant to say',
  },
} as const satisfies MessageTable;
