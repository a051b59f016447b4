// Takes the row that a test says the target returns through the module's own row masking: encoded as PostgreSQL would
// send it in text format, masked by plan, decoded again.
import type { TestValue } from '../../lang/program/program.ts';
import type { Catalog } from '../../runtime/postgres/analysis/catalog-index.ts';
import type { OutputColumn, StatementFacts } from '../../runtime/postgres/analysis/facts.ts';
import type { Enforcement } from '../../runtime/postgres/enforcement/enforcement.ts';
import { planResult } from '../../runtime/postgres/enforcement/plan-result.ts';
import type { PolicyUnderTest } from './policy-under-test.ts';
import { decodeDataRow, encodeDataRow } from './text-rows.ts';

/** Column names to values in PostgreSQL's text format. */
export type NamedRow = ReadonlyMap<string, string | null>;

export interface RowToMask {
  readonly policy: PolicyUnderTest;
  readonly catalog: Catalog;
  readonly facts: StatementFacts;
  readonly enforcement: Enforcement;
  readonly row: { readonly [column: string]: TestValue };
}

export type MaskedTestRow =
  | { readonly row: NamedRow; readonly problem: null }
  | { readonly row: null; readonly problem: string };

/** The type that a derived column is taken to have: its own is known to the target only. */
const TEXT_OID = 25;

export function maskTestRow({ policy, catalog, facts, enforcement, row }: RowToMask): MaskedTestRow {
  if (facts.outputs === null) return fail('the statement returns no rows');
  const given = textRowOf(row);
  const names = facts.outputs.map(({ name }) => name);
  const stray = [...given.keys()].filter((name) => !names.includes(name));
  if (stray.length > 0)
    return fail(`\`returning\` names \`${stray.join('`, `')}\`, but the statement returns ${names.join(', ')}`);
  const fields = facts.outputs.map((output) => fieldOf(output, catalog));
  const plan = planResult({ enforcement, facts, fields, formats: fields.map(() => 0) });
  if (plan.kind === 'mismatch') return fail(plan.message);
  const values = names.map((name) => given.get(name) ?? null);
  if (plan.kind === 'none') return { row: zip(names, values), problem: null };
  const rowPlan = policy.engine.plan(plan.operations);
  try {
    const masked = policy.engine.maskRows(rowPlan, encodeDataRow(values));
    return { row: zip(names, decodeDataRow(masked.output)), problem: null };
  } finally {
    policy.engine.release(rowPlan);
  }
}

const fail = (problem: string): MaskedTestRow => ({ row: null, problem });

const zip = (names: readonly string[], values: readonly (string | null)[]): NamedRow =>
  new Map(names.map((name, index) => [name, values[index] ?? null]));

/** What RowDescription would say about an output column. */
function fieldOf({ name, origin }: OutputColumn, catalog: Catalog): Parameters<typeof planResult>[0]['fields'][number] {
  const relation = catalog.snapshot.relations.find(({ oid }) => oid === origin?.relationOid);
  const column = relation?.columns.find(({ attribute }) => attribute === origin?.attribute);
  return {
    name,
    relationOid: origin?.relationOid ?? 0,
    attribute: origin?.attribute ?? 0,
    // DDL does not say what type an expression of a view has: 0.
    typeOid: column?.typeOid || TEXT_OID,
  };
}

/** Test values as PostgreSQL prints them. */
export const textRowOf = (row: { readonly [column: string]: TestValue }): NamedRow =>
  new Map(Object.entries(row).map(([name, value]) => [name, textOf(value)]));

function textOf(value: TestValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** `{ ssn: "***-**-6789", city: null }`. */
export const printRow = (row: NamedRow): string =>
  `{ ${[...row].map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')} }`;
