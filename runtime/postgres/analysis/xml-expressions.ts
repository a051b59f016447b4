// XML: what makes it (XMLELEMENT, XMLFOREST, XMLCONCAT), what reads it (XMLPARSE, XMLSERIALIZE, IS DOCUMENT …), and XMLTABLE. Only
// what makes XML from plain values is known never to fail; a protected value must not go into the rest.
import { TYPE_OIDS } from './casts.ts';
import { NO_SOURCE, derive } from './lineage.ts';
import type { Lineage, NamedLineage } from './lineage.ts';
import type { Ast, Node } from './parser.ts';
import type { Scope } from './scope.ts';
import { kindOf } from './syntax.ts';
import { unknown, use, usePartially } from './walk.ts';
import type { Walk } from './walk.ts';

const VIAS: Readonly<Record<string, string>> = {
  IS_XMLCONCAT: 'xmlconcat(…)',
  IS_XMLELEMENT: 'xmlelement(…)',
  IS_XMLFOREST: 'xmlforest(…)',
  IS_XMLPARSE: 'xmlparse(…)',
  IS_XMLPI: 'xmlpi(…)',
  IS_XMLROOT: 'xmlroot(…)',
  IS_DOCUMENT: 'IS DOCUMENT',
};

const BUILDERS: ReadonlySet<string> = new Set(['IS_XMLELEMENT', 'IS_XMLFOREST']);

/** Types of which every value can be written into XML. Infinite dates and times cannot. */
const WRITABLE: ReadonlySet<number> = new Set(
  ['text', 'varchar', 'bpchar', 'int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'bool', 'uuid'].flatMap(
    (name) => TYPE_OIDS[name] ?? [],
  ),
);

const isWritable = (value: Lineage): boolean => value.sources.length === 0 || WRITABLE.has(value.typeOid);

/** XMLATTRIBUTES and XMLFOREST name their values; a name is no value. */
const valuesOf = (walk: Walk, nodes: readonly Node[] | undefined, scope: Scope): readonly Lineage[] =>
  (nodes ?? []).map((node) => walk.visit.expression(walk, namedValue(walk, node), scope));

function namedValue(walk: Walk, node: Node): Node {
  if (!('ResTarget' in node)) return node;
  if (node.ResTarget.val !== undefined) return node.ResTarget.val;
  unknown(walk, 'an XML attribute without a value is not understood');
  return { A_Const: {} };
}

export function xmlExpression(walk: Walk, node: Ast.XmlExpr, scope: Scope): Lineage {
  const kind = node.op ?? '';
  const via = VIAS[kind];
  if (via === undefined) unknown(walk, `the XML form ${kind} is not understood`);
  const parts = [...valuesOf(walk, node.named_args, scope), ...valuesOf(walk, node.args, scope)];
  for (const part of parts) {
    if (kind === 'IS_DOCUMENT')
      use(walk, part.sources, 'pattern', { via: 'IS DOCUMENT', filters: walk.findings.conditions > 0 });
    else if (!BUILDERS.has(kind) || !isWritable(part)) usePartially(walk, part.sources, via ?? 'an XML form');
  }
  return derive(parts, via ?? 'an XML form');
}

export function xmlSerialize(walk: Walk, node: Ast.XmlSerialize, scope: Scope): Lineage {
  if (node.typeName !== undefined) walk.visited.add(node.typeName);
  const parts = node.expr === undefined ? [] : [walk.visit.expression(walk, node.expr, scope)];
  for (const part of parts) usePartially(walk, part.sources, 'xmlserialize(…)');
  return derive(parts, 'xmlserialize(…)');
}

/** XMLTABLE: how many rows there are and what is in them depends on the document, the paths, the namespaces and the defaults. */
export function xmlTable(walk: Walk, node: Ast.RangeTableFunc, scope: Scope): readonly NamedLineage[] {
  const names: string[] = [];
  const nodes: (Node | undefined)[] = [node.docexpr, node.rowexpr];
  for (const column of node.columns ?? []) {
    if (!('RangeTableFuncCol' in column)) {
      unknown(walk, `the form ${kindOf(column)} is not understood`);
      continue;
    }
    const { colname, typeName, colexpr, coldefexpr } = column.RangeTableFuncCol;
    if (typeName !== undefined) walk.visited.add(typeName);
    names.push(colname ?? '');
    nodes.push(colexpr, coldefexpr);
  }
  const inputs = nodes.flatMap((input) => (input === undefined ? [] : [walk.visit.expression(walk, input, scope)]));
  const all = [...inputs, ...valuesOf(walk, node.namespaces, scope)];
  for (const part of all) usePartially(walk, part.sources, 'xmltable(…)');
  const lineage = derive([...all, NO_SOURCE], 'xmltable(…)');
  return names.map((name) => ({ name, lineage }));
}
