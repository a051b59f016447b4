// Every type of node is accounted for: the table against the parser's own code and types, against the rules, and, for each type that the
// parser makes, against a statement that holds one. A type that a new version of the parser brings fails here until it is handled.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import { analyzeQuery, prepareAnalysis } from './analyze-query.ts';
import { indexCatalog } from './catalog-index.ts';
import type { Catalog } from './catalog-index.ts';
import { MUST_BE_VISITED, overlooked } from './coverage.ts';
import { catalogFromDdl } from './ddl-catalog.ts';
import { EXPRESSIONS } from './expressions.ts';
import type { AnalysisContext } from './facts.ts';
import { FROM_ITEMS } from './from-items.ts';
import { NODE_ROLES } from './node-types.ts';
import type { NodeRole } from './node-types.ts';
import { parseText } from './parser.ts';
import type { Node } from './parser.ts';
import { GRAMMAR_QUERIES } from './testing-grammar.ts';
import { LINEAGE_CASES } from './testing-lineage.ts';
import { NODE_EXAMPLES } from './testing-node-types.ts';
import { ORACLE_DDL, ORACLE_QUERIES } from './testing-queries.ts';

const require = createRequire(import.meta.url);
const CONTEXT: AnalysisContext = { searchPath: ['clinical', 'public'], prepared: new Map(), cursors: new Map() };
let catalog: Catalog;

beforeAll(async () => {
  await prepareAnalysis();
  const procedure = `CREATE PROCEDURE clinical.touched(a int) LANGUAGE sql AS 'SELECT 1';`;
  catalog = indexCatalog(catalogFromDdl([{ file: 'clinic.sql', text: `${ORACLE_DDL} ${procedure}` }]).value!);
});

/** The names under which the parser's code writes nodes into its answer. PL/pgSQL's are of another answer; fields are in lower case. */
function writtenTypes(): readonly string[] {
  const code = readFileSync(require.resolve('libpg-query/wasm/libpg-query.wasm')).toString('latin1');
  const names = [...code.matchAll(/"([A-Z][A-Za-z_]*)":\{\0/g)].map((match) => match[1]!);
  return [...new Set(names)].filter((name) => !name.startsWith('PLpgSQL_')).toSorted();
}

/** The types of the fields of each type of node, as the parser's own declarations say. */
function declaredFields(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const folder = require
    .resolve('libpg-query/wasm/libpg-query.wasm')
    .replace(/libpg-query\/wasm\/.*$/, '@pgsql/types/');
  const text = readFileSync(`${folder}types.d.ts`, 'utf8');
  const interfaces = [...text.matchAll(/export interface (\w+) \{([^}]*)\}/g)];
  return new Map(
    interfaces.map(([, name, body]) => [
      name!,
      new Map([...body!.matchAll(/(\w+)\?: (\w+)(?:\[\])?;/g)].map(([, field, type]) => [field!, type!])),
    ]),
  );
}

const FIELDS = declaredFields();

/** The types of all nodes of a tree, those too that stand in a field of their own type and so without their name. */
function typesIn(value: unknown, type: string, found: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const item of value) typesIn(item, type, found);
  else if (typeof value === 'object' && value !== null) {
    if (type === 'Node') for (const [name, body] of Object.entries(value)) typesIn(body, name, found);
    else {
      found.add(type);
      for (const [field, part] of Object.entries(value)) {
        const declared = FIELDS.get(type)?.get(field);
        if (declared === undefined) throw new Error(`the field ${field} of ${type} is not declared`);
        typesIn(part, declared, found);
      }
    }
  }
  return found;
}

function parsedTypes(sql: string): ReadonlySet<string> {
  const parsed = parseText(sql);
  if (parsed.kind !== 'parsed') throw new Error(`${sql}: ${parsed.message}`);
  return typesIn(parsed.statements, 'RawStmt', new Set());
}

const withRole = (...roles: readonly NodeRole[]): readonly string[] =>
  Object.entries(NODE_ROLES)
    .filter(([, role]) => roles.includes(role))
    .map(([kind]) => kind)
    .toSorted();

const PARSED = Object.keys(NODE_ROLES).filter((kind) => !withRole('never parsed').includes(kind));

test('the table names every type that the parser can write, and no other but as never parsed', () => {
  const written = writtenTypes();
  expect(written.length).toBeGreaterThan(250);
  expect(written.filter((name) => !(name in NODE_ROLES))).toEqual([]);
  expect(PARSED.filter((kind) => !written.includes(kind))).toEqual([]);
});

test('expressions and items of FROM are those that have a rule, and the net looks for all of them', () => {
  expect(withRole('expression')).toEqual(Object.keys(EXPRESSIONS).toSorted());
  expect(withRole('from item')).toEqual(Object.keys(FROM_ITEMS).toSorted());
  const inert = withRole('expression', 'from item', 'query').filter((kind) => !MUST_BE_VISITED.has(kind));
  expect(inert).toEqual(['A_Const', 'MergeSupportFunc', 'ParamRef', 'SQLValueFunction', 'SetToDefault']);
});

test('there is a statement for each type that the parser makes, and for no other', () => {
  expect(Object.keys(NODE_EXAMPLES).toSorted()).toEqual(PARSED.toSorted());
});

test('a type that is not known, or that nobody visited, is named', () => {
  const tree = (part: object): Node => ({ SelectStmt: { targetList: [part as Node] } });
  const visit = (node: Node): ReadonlySet<object> => new Set(Object.values(node) as object[]);
  expect(overlooked(tree({}), new Set())).toBe('SelectStmt');
  for (const kind of ['Var', 'Aggref', 'FutureExpr']) {
    const node = tree({ [kind]: {} });
    expect(overlooked(node, visit(node))).toBe(kind);
  }
  const column = tree({ ColumnRef: {} });
  expect(overlooked(column, visit(column))).toBe('ColumnRef');
});

test.each(Object.entries(NODE_EXAMPLES))('%s: %s', (kind, sql) => {
  expect(parsedTypes(sql)).toContain(kind);
  const facts = analyzeQuery(sql, catalog, CONTEXT).at(-1)!;
  const role: NodeRole = NODE_ROLES[kind as keyof typeof NODE_ROLES];
  const reason = facts.unanalyzedBecause ?? facts.hazard?.because ?? '';
  expect(facts.command).not.toBe('OTHER');
  const shouldRefuse = role === 'refused statement' || role === 'part of a definition';
  expect(reason).toMatch(shouldRefuse ? /^\S.+\S$/ : /^$/);
  const namesColumn = role === 'expression' && parsedTypes(sql).has('ColumnRef');
  expect(facts.reads.length > 0 || facts.writes.length > 0 || !namesColumn).toBe(true);
});

test('no statement of these tests has a type that is said to be never parsed', () => {
  const statements = [
    ...ORACLE_QUERIES,
    ...GRAMMAR_QUERIES,
    ...LINEAGE_CASES.map(([statement]) => statement),
    ...Object.values(NODE_EXAMPLES),
  ];
  const found = new Set(statements.flatMap((sql) => [...parsedTypes(sql)]));
  expect([...found].filter((kind) => !PARSED.includes(kind))).toEqual([]);
});
