// Names of relations in conditions that the schema does not have: such a condition is never met, and a rule that blocks by
// it blocks nothing.
import { nearestWord } from '../diagnostics/did-you-mean.ts';
import type { Expression } from '../program/program.ts';
import { subexpressions } from '../program/subexpressions.ts';
import type { Span } from '../source/span.ts';
import { attributeAnywhere } from '../vocabulary/registry.ts';
import type { Reporter } from './reporter.ts';
import type { SchemaRelation } from './schema.ts';

interface Named {
  readonly name: string;
  readonly span: Span;
}

export function reportUnknownRelations(
  conditions: readonly Expression[],
  relations: readonly SchemaRelation[],
  reporter: Reporter,
): void {
  const known = new Set(relations.map(({ schema, name }) => `${schema}.${name}`));
  for (const { name, span } of conditions.flatMap((condition) => [...subexpressions(condition)]).flatMap(namesIn)) {
    if (known.has(name)) continue;
    const meant = nearestWord(name, known);
    const help = meant === undefined ? undefined : `did you mean \`${meant}\`?`;
    reporter.report('HPOL3022', span, { name }, { help });
  }
}

/** The relations that a test of membership names. */
function namesIn(node: Expression): readonly Named[] {
  if (node.kind === 'in_attribute') return holdsRelations(node.set) ? constantsOf(node.value) : [];
  if (node.kind !== 'quantified' || !holdsRelations(node.set)) return [];
  const { test, span } = node;
  if (test.kind === 'compare') return [...constantsOf(test.left), ...constantsOf(test.right)];
  return test.kind === 'in_constants' ? test.constants.map((name) => ({ name: String(name), span })) : [];
}

const constantsOf = (node: Expression): readonly Named[] =>
  node.kind === 'string' ? [{ name: node.value, span: node.span }] : [];

const holdsRelations = (path: string): boolean => attributeAnywhere(path)?.names === 'relations';
