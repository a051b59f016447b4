// Which operation of the module serves an enforcement on a PostgreSQL type in a wire format. What no operation serves
// honestly becomes NULL: a client then decodes every value as the type that it was told.
import { ROW_OPERATION, type ColumnOperation } from '../../../compiler/abi/rows.ts';
import { formOfOid } from '../../../lang/vocabulary/sql-types.ts';
import { TYPE_MASKS } from '../../../lang/vocabulary/type-masks.ts';
import type { Transform } from '../../../lang/vocabulary/transforms.ts';
import type { ColumnEnforcement } from './enforcement.ts';
import { placeholder } from './placeholder.ts';

/** Format codes of RowDescription and Bind. */
export type WireFormat = 0 | 1;

interface ResultColumn {
  readonly typeOid: number;
  readonly format: WireFormat;
}

const PASS: ColumnOperation = { operation: ROW_OPERATION.pass, count: 0, constant: '' };
const NULL: ColumnOperation = { operation: ROW_OPERATION.null, count: 0, constant: '' };
const REDACT: Transform = { kind: 'redact' };

/**
 * `typeOid` and `format` are those of the result column. The server describes a domain by the type under it; an array, an enum, a
 * composite or the type of an extension is in no table here.
 */
export function columnOperation(mask: ColumnEnforcement, typeOid: number, format: WireFormat): ColumnOperation {
  switch (mask.kind) {
    case 'pass':
      return PASS;
    case 'redact':
      return transformOperation(REDACT, mask.members, { typeOid, format });
    case 'mask':
      return transformOperation(mask.transform, [mask.member], { typeOid, format });
    default:
      return mask satisfies never;
  }
}

function transformOperation(
  transform: Transform,
  members: readonly string[],
  { typeOid, format }: ResultColumn,
): ColumnOperation {
  const form = formOfOid(typeOid);
  const name = TYPE_MASKS[form][transform.kind]?.[format];
  if (name === undefined) return NULL;
  const constant = name === 'constant' ? placeholder(members, form, format) : '';
  if (constant === null) return NULL;
  const count = 'count' in transform ? transform.count : 0;
  return { operation: ROW_OPERATION[name], count, constant };
}
