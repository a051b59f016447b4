// Which clauses a rule of each kind takes. Clauses stand in any order, each at most once.
import type { Clause, ClauseKind, RuleDeclaration, RuleKind } from '../ast/declaration.ts';
import type { Reporter } from './reporter.ts';

type ClauseWord = Exclude<ClauseKind, 'with_each'>;
/** The clauses of one rule by their word; `with { … }` is a `with`. */
export type Clauses = {
  readonly [K in ClauseWord]?:
    | Extract<Clause, { kind: K }>
    | (K extends 'with' ? Clause & { kind: 'with_each' } : never);
};

const CONDITIONS = { when: 'optional', unless: 'optional', because: 'required' } as const;
const PLAIN = { on: 'required', ...CONDITIONS } as const;
export const ACCEPTED: Readonly<Record<RuleKind, Readonly<Partial<Record<ClauseWord, 'required' | 'optional'>>>>> = {
  mask: {
    of: 'required',
    with: 'required',
    ...CONDITIONS,
    predicates: 'optional',
    trusts: 'optional',
    reveals: 'optional',
  },
  block: PLAIN,
  allow: PLAIN,
  flag: PLAIN,
  approve: { ...PLAIN, by: 'required', within: 'required', for: 'required', with: 'optional' },
};
const HELP: Readonly<Partial<Record<ClauseWord, string>>> = {
  of: 'name what is masked, as in `of phi`',
  with: 'say what happens to the value, as in `with redact`',
  on: 'name the event, as in `on postgres.statement`',
  by: 'say who may approve, as in `by 1 of "privacy-office"`',
  within: 'say how long a request may wait, as in `within 30m`',
  for: 'say how long a grant holds, as in `for once` or `for 1h`',
  because: 'say why in one sentence, as in `because "Minimum necessary"`; people read it when they are stopped',
};

const wordOf = (clause: Clause): ClauseWord => (clause.kind === 'with_each' ? 'with' : clause.kind);

/** Sorts the clauses of a rule by word and reports those that are missing, repeated or out of place. */
export function sortClauses(rule: RuleDeclaration, reporter: Reporter): Clauses {
  const accepted = ACCEPTED[rule.ruleKind];
  const found = new Map<ClauseWord, Clause>();
  for (const clause of rule.clauses) {
    const word = wordOf(clause);
    const first = found.get(word);
    if (!accepted[word]) {
      const help = rule.ruleKind === 'mask' && word === 'on' ? 'a mask holds for every event of a session' : undefined;
      reporter.report('HPOL2106', clause.span, { kind: rule.ruleKind, clause: word }, { help });
    } else if (first) {
      const labels = [{ span: first.span, text: 'the first one' }];
      reporter.report('HPOL2107', clause.span, { clause: word }, { labels });
    } else found.set(word, clause);
  }
  for (const [word, need] of Object.entries(accepted)) {
    if (need !== 'required' || found.has(word as ClauseWord)) continue;
    const missing = { kind: rule.ruleKind, clause: word };
    reporter.report('HPOL2105', rule.name.span, missing, { help: HELP[word as ClauseWord] });
  }
  return Object.fromEntries(found);
}
