// What a mask concedes beside its transforms: questions about its columns, and functions by their names.
import type { Clause, FunctionNode } from '../ast/declaration.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { Concessions } from '../program/program.ts';
import { DEFAULT_PREDICATES, PREDICATE_LEVELS, predicateLevel, type PredicateLevel } from '../vocabulary/predicates.ts';
import { nameOf } from './check-member.ts';
import type { Clauses } from './clauses.ts';
import type { Reporter } from './reporter.ts';

export const checkConcessions = (clauses: Clauses, reporter: Reporter): Concessions => ({
  predicates: levelOf(clauses.predicates, reporter),
  trusts: functionsOf(clauses.trusts, reporter),
  reveals: functionsOf(clauses.reveals, reporter),
});

function levelOf(clause: Clauses['predicates'], reporter: Reporter): PredicateLevel {
  if (!clause) return DEFAULT_PREDICATES;
  const { level } = clause;
  const known = predicateLevel(level.text);
  if (known) return known;
  reporter.report('HPOL2123', level.span, { written: level.text }, suggest(level, PREDICATE_LEVELS));
  return DEFAULT_PREDICATES;
}

type FunctionsClause = Extract<Clause, { readonly functions: readonly FunctionNode[] }>;

function functionsOf(clause: FunctionsClause | undefined, reporter: Reporter): readonly string[] {
  const names = (clause?.functions ?? []).flatMap((node) => functionName(node, reporter) ?? []);
  return [...new Set(names)].sort();
}

/** `schema.name` as PostgreSQL spells it; undefined after a report. */
function functionName(node: FunctionNode, reporter: Reporter): string | undefined {
  const names = node.parts.map(nameOf);
  if (names.length === 2 && !names.includes('')) return names.join('.');
  const [written] = names;
  const help =
    names.length === 1 && written !== undefined && written !== ''
      ? `write its schema as well: \`pg_catalog.${written}\` for a function of PostgreSQL's own, else one such as \`public.${written}\``
      : undefined;
  reporter.report('HPOL2124', node.span, { name: names.join('.') }, { help });
  return undefined;
}
