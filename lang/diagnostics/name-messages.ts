// Codes 20xx: names and types in conditions, classes and transforms.
import type { MessageTable } from './message.ts';

export const NAME_MESSAGES = {
  HPOL2001: {
    severity: 'error',
    message: (p: { name: string }) => `there is no attribute and no \`let\` named \`${p.name}\``,
    help: () => 'attributes are written in full, such as `identity.groups`',
  },
  HPOL2002: {
    severity: 'error',
    message: (p: { what: string; name: string }) => `there is no ${p.what} named \`${p.name}\``,
    help: (p: { what: string }) => `declare the ${p.what}, or correct the name`,
  },
  HPOL2003: {
    severity: 'error',
    message: (p: { type: string; word: string }) => `\`${p.word}\` is not ${p.type}`,
    help: (p: { type: string }) => `use one of the words for ${p.type}, without quotes`,
  },
  HPOL2004: {
    severity: 'error',
    message: (p: { expected: string; found: string }) => `expected ${p.expected}, but this is ${p.found}`,
    help: (p: { expected: string }) => `write ${p.expected} here`,
  },
  HPOL2005: {
    severity: 'error',
    message: (p: { operator: string; left: string; right: string }) =>
      `\`${p.operator}\` cannot compare ${p.left} with ${p.right}`,
    help: () =>
      '`==` and `!=` compare two values of one type; `<`, `<=`, `>` and `>=` compare numbers, durations, sizes and times',
  },
  HPOL2006: {
    severity: 'error',
    message: (p: { name: string }) => `\`${p.name}\` can be absent, and nothing here says what happens then`,
    help: (p: { name: string }) =>
      `write \`${p.name} is present and …\`, \`${p.name} is absent or …\`, or give a default with \`${p.name} ?? …\``,
  },
  HPOL2007: {
    severity: 'error',
    message: (p: { name: string }) => `${p.name} is never absent`,
    help: () => 'remove the test or the default',
  },
  HPOL2008: {
    severity: 'error',
    message: (p: { name: string; event: string }) => `the event \`${p.event}\` has no attribute \`${p.name}\``,
    help: () => 'a rule on several events may use only what all of them have; write one rule for each event',
  },
  HPOL2009: {
    severity: 'error',
    message: (p: { name: string }) => `a mask is decided for a whole session, so it cannot depend on \`${p.name}\``,
    help: () =>
      'otherwise a prepared statement or a cursor could change what is masked; use `identity`, `session` and `target` here, or write a `block` or `approve` rule',
  },
  HPOL2010: {
    severity: 'error',
    message: (p: { name: string; form: string }) => `\`${p.name}\` is a set of columns and must be asked about a class`,
    help: (p: { form: string }) => `write \`${p.form}(CLASS)\` or \`${p.form}(CLASS.MEMBER)\``,
  },
  HPOL2011: {
    severity: 'error',
    message: (p: { name: string; form: string }) => `\`${p.name}\` cannot be used as \`${p.form}\``,
    help: () => 'only sets of columns take a class in parentheses, and only maps take a key in brackets',
  },
  HPOL2012: {
    severity: 'error',
    message: (p: { name: string }) => `\`${p.name}\` is defined through itself`,
    help: () => 'a `let` is replaced by its value, so it may use only others that do not use it',
  },
  HPOL2013: {
    severity: 'error',
    message: (p: { written: string }) => `\`${p.written}\` is not a transform`,
    help: () =>
      'transforms are `redact`, `null`, `keep first N`, `keep last N`, `pseudonym`, `year`, `zip3`, `age90` and `scrub`',
  },
  // HPOL2014 said that `zip3` and `age90` were reserved; nothing gives it any more.
  HPOL2015: {
    severity: 'error',
    message: (p: { member: string; first: string; second: string }) =>
      `\`${p.member}\` is masked with \`${p.first}\` and with \`${p.second}\`, and neither is stronger`,
    help: () => 'give the member one of the two transforms in both rules',
  },
  HPOL2016: {
    severity: 'error',
    message: (p: { member: string }) => `nothing tells \`scrub\` what to look for in \`${p.member}\``,
    help: () => 'add `detect …` to a member of any class, `import "hpol:phi"`, or use `redact`',
  },
  HPOL2017: {
    severity: 'error',
    message: (p: { found: number }) => `a column pattern has three parts, and this one has ${p.found}`,
    help: () => 'write `schema.relation.column`; `*` stands for any name',
  },
  HPOL2018: {
    severity: 'error',
    message: (p: { name: string }) => `the quoted name \`${p.name}\` cannot be used in a pattern`,
    help: () => 'a quoted name must not be empty and cannot hold a `*`; use `*` outside quotes as a wildcard',
  },
  HPOL2019: {
    severity: 'error',
    message: (p: { text: string; problem: string }) =>
      `\`${p.text}\` cannot be used as network addresses: ${p.problem}`,
    help: () => 'write one address such as `"10.1.2.3"`, or a range such as `"10.0.0.0/8"` or `"fd00::/8"`',
  },
  HPOL2020: {
    severity: 'error',
    message: (p: { problem: string }) => `this span of local time cannot be used: ${p.problem}`,
    help: () =>
      'write `08:00..18:00`, from 00:00 to 24:00, where the end does not belong to it; `22:00..06:00` runs over midnight',
  },
  HPOL2021: {
    severity: 'error',
    message: (p: { zone: string }) => `there is no time zone named \`${p.zone}\``,
    help: () => 'zones are named as in the time zone database, such as `"Europe/Berlin"` or `"UTC"`',
  },
  HPOL2022: {
    severity: 'error',
    message: () => 'only `now` can be asked for its local time',
    help: () => 'write `now in 08:00..18:00 "Europe/Berlin"`',
  },
  HPOL2023: {
    severity: 'error',
    message: (p: { left: string; right: string }) => `${p.right} cannot be subtracted from ${p.left}`,
    help: () => 'a time less a time is a duration, and a time less a duration is a time',
  },
  HPOL2024: {
    severity: 'error',
    message: (p: { name: string }) => `\`${p.name}\` is an attribute, so no \`let\` can have that name`,
    help: () => 'choose another name',
  },
} as const satisfies MessageTable;
