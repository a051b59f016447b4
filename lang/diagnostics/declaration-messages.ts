// Codes 21xx: declarations, rules, imports and tests as a whole.
import type { MessageTable } from './message.ts';

export const DECLARATION_MESSAGES = {
  HPOL2101: {
    severity: 'error',
    message: (p: { missing: string }) => `the policy does not say \`${p.missing}\``,
    help: (p: { missing: string }) =>
      p.missing === 'default'
        ? 'add `default allow` or `default block`'
        : 'start the file with `policy NAME`; a file that others import is checked with the policy that imports it',
  },
  HPOL2102: {
    severity: 'error',
    message: (p: { what: string }) => `\`${p.what}\` is said twice`,
    help: () => 'keep one of the two',
  },
  HPOL2103: {
    severity: 'error',
    message: (p: { what: string }) => `\`${p.what}\` belongs in the root file, not in an imported one`,
    help: () => 'imported files hold classes, lets, rules and tests',
  },
  HPOL2104: {
    severity: 'error',
    message: (p: { what: string; name: string }) => `the ${p.what} \`${p.name}\` is declared twice`,
    help: () => 'names are shared by all files of a policy; rename one of the two',
  },
  HPOL2105: {
    severity: 'error',
    message: (p: { kind: string; clause: string }) => `the \`${p.kind}\` rule has no \`${p.clause}\` clause`,
    help: (p: { clause: string }) => `add a \`${p.clause}\` clause`,
  },
  HPOL2106: {
    severity: 'error',
    message: (p: { kind: string; clause: string }) => `a \`${p.kind}\` rule takes no \`${p.clause}\` clause`,
    help: () => 'remove the clause',
  },
  HPOL2107: {
    severity: 'error',
    message: (p: { clause: string }) => `the rule has two \`${p.clause}\` clauses`,
    help: () => 'join them into one with `and` or `or`, or remove one',
  },
  HPOL2108: {
    severity: 'error',
    message: (p: { member: string }) => `the mask does not cover \`${p.member}\``,
    help: () => 'name a member of the classes after `of`',
  },
  HPOL2109: {
    severity: 'error',
    message: (p: { member: string }) => `the mask says twice what happens to \`${p.member}\``,
    help: () => 'keep one of the two lines',
  },
  HPOL2110: {
    severity: 'error',
    message: (p: { path: string }) => `the file \`${p.path}\` cannot be read`,
    help: () => 'paths are relative to the file that names them',
  },
  HPOL2111: {
    severity: 'error',
    message: (p: { path: string }) => `the path \`${p.path}\` does not stay inside the project`,
    help: () => 'use a relative path with `/`, such as `./teams.hpol`',
  },
  HPOL2112: {
    severity: 'error',
    message: (p: { path: string }) => `the import of \`${p.path}\` leads back to this file`,
    help: () => 'move what both files need into a third one',
  },
  HPOL2113: {
    severity: 'error',
    message: (p: { path: string }) => `there is no library \`${p.path}\``,
    help: () => 'import a file of the project with a relative path, such as `./teams.hpol`',
  },
  HPOL2114: {
    severity: 'error',
    message: (p: { name: string }) => `a test cannot give \`${p.name}\``,
    help: () =>
      'tests give attributes of `identity`, `session` and `target`, and `now`; what a statement does comes from its text',
  },
  HPOL2115: {
    severity: 'error',
    message: (p: { missing: string }) => `the test does not say ${p.missing}`,
    help: () => 'a test has one `on EVENT` and at least one `expect`',
  },
  HPOL2116: {
    severity: 'error',
    message: (p: { event: string }) => `the event \`${p.event}\` takes no text`,
    help: () => 'remove the string after the event',
  },
  HPOL2117: {
    severity: 'error',
    message: (p: { rule: string; kind: string; effect: string }) =>
      `the ${p.kind} rule \`${p.rule}\` never has the effect \`${p.effect}\``,
    help: () => 'name a rule of that effect, or expect another effect',
  },
  HPOL2118: {
    severity: 'error',
    message: (p: { duration: string }) => `the duration after \`${p.duration}\` must be more than nothing`,
    help: () => 'write a time such as `30m` or `1h`',
  },
  HPOL2119: {
    severity: 'error',
    message: (p: { path: string; line: number; message: string }) =>
      `line ${p.line} of the schema \`${p.path}\` is not SQL: ${p.message}`,
    help: () => 'a schema is the text that `pg_dump --schema-only` writes, in the words of PostgreSQL',
  },
  HPOL2120: {
    severity: 'warning',
    message: (p: { path: string; line: number; message: string }) =>
      `the statement in line ${p.line} of the schema \`${p.path}\` is left out: ${p.message}`,
    help: () =>
      'what it defines is unknown to the checks and the tests of this policy; correct the statement or remove it',
  },
  HPOL2121: {
    severity: 'error',
    message: (p: { path: string }) => `a file of the library cannot name \`${p.path}\``,
    help: () => 'the library is the same for every project; its files import `hpol:` files only',
  },
  HPOL2122: {
    severity: 'error',
    message: (p: { path: string }) => `\`${p.path}\` cannot be imported, because its name does not end in \`.hpol\``,
    help: (p: { path: string }) => `write the name in full, such as \`${p.path}.hpol\``,
  },
  HPOL2123: {
    severity: 'error',
    message: (p: { written: string }) => `\`predicates\` cannot be \`${p.written}\``,
    help: () => 'write `predicates block`, `predicates equality` or `predicates allow`',
  },
  HPOL2124: {
    severity: 'error',
    message: (p: { name: string }) => `a function is named by its schema and its name, which \`${p.name}\` is not`,
    help: () => 'write `schema.function`, such as `care.age_band` or `pg_catalog.length`, without parentheses',
  },
} as const satisfies MessageTable;
