// From the description of a result to what is done to its columns. The server's own word on where plain columns come from is
// held against the analysis; a difference means that names meant something else, so nothing may be released.
import type { ColumnOperation } from '../../../compiler/abi/rows.ts';
import { columnOperation } from './column-operation.ts';
import type { OutputColumn, StatementFacts } from '../analysis/facts.ts';
import type { ColumnEnforcement, Enforcement } from './enforcement.ts';

/** A field of RowDescription, as far as it matters here. */
export interface DescribedField {
  readonly name: string;
  /** 0 when the field is not a plain column. */
  readonly relationOid: number;
  readonly attribute: number;
  readonly typeOid: number;
}

export type ResultPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'mask'; readonly operations: readonly ColumnOperation[] }
  /** The result is not what the analysis expected: the session must end. */
  | { readonly kind: 'mismatch'; readonly message: string };

export interface PlanInput {
  readonly enforcement: Enforcement;
  readonly facts: StatementFacts;
  readonly fields: readonly DescribedField[];
  /** One per field, or one for all, or none for text, as Bind gives them. */
  readonly formats: readonly (0 | 1)[];
}

function isExpected(field: DescribedField, output: OutputColumn, column: ColumnEnforcement): boolean {
  const { origin } = output;
  const isPlain = field.relationOid !== 0;
  if (origin === null) return !isPlain || column.kind === 'redact';
  // Only the server knows the OID of a relation that the session has just made.
  const isMade = origin.relationOid === 0 && isPlain;
  const isSame = (isMade || field.relationOid === origin.relationOid) && field.attribute === origin.attribute;
  return isSame || (!isPlain && !origin.certain);
}

const formatOf = (formats: readonly (0 | 1)[], index: number): 0 | 1 =>
  (formats.length === 1 ? formats[0] : formats[index]) ?? 0;

const PASS: ColumnEnforcement = { kind: 'pass' };

/** The operations for a result, `none` when it may pass as it is. */
export function planResult({ enforcement, facts, fields, formats }: PlanInput): ResultPlan {
  const outputs = facts.outputs ?? [];
  if (fields.length !== outputs.length) {
    return { kind: 'mismatch', message: `${outputs.length} columns were expected and ${fields.length} came` };
  }
  const columns = enforcement.columns ?? outputs.map(() => PASS);
  if (columns.length !== outputs.length)
    return { kind: 'mismatch', message: 'the decision is on another number of columns' };
  const operations: ColumnOperation[] = [];
  for (const [index, field] of fields.entries()) {
    const output = outputs[index];
    const column = columns[index];
    if (output === undefined || column === undefined || !isExpected(field, output, column)) {
      return { kind: 'mismatch', message: `column ${index + 1} comes from another relation than was expected` };
    }
    operations.push(columnOperation(column, field.typeOid, formatOf(formats, index)));
  }
  return enforcement.columns === null ? { kind: 'none' } : { kind: 'mask', operations };
}
