// Which operation of the module serves an enforcement on a PostgreSQL type in a wire format. What no operation serves
// honestly becomes NULL: a client then decodes every value as the type that it was told.
import { ROW_OPERATION, type ColumnOperation, type RowOperation } from '../../../compiler/abi/rows.ts';
import { alters, formOfOid, type ValueForm } from '../../../lang/vocabulary/sql-types.ts';
import type { Transform } from '../../../lang/vocabulary/transforms.ts';
import type { ColumnEnforcement } from './enforcement.ts';

/** Format codes of RowDescription and Bind. */
export type WireFormat = 0 | 1;

const operation = (kind: RowOperation, count = 0): ColumnOperation => ({ operation: kind, count, constant: '' });
const PASS = operation(ROW_OPERATION.pass);
const NULL = operation(ROW_OPERATION.null);

/** `typeOid` and `format` are those of the result column; a domain, an enum or an unknown type is not of the text family. */
export function columnOperation(mask: ColumnEnforcement, typeOid: number, format: WireFormat): ColumnOperation {
  switch (mask.kind) {
    case 'pass':
      return PASS;
    case 'redact':
      return placeholder(mask.members, formOfOid(typeOid));
    case 'mask':
      return transformOperation(mask.transform, { member: mask.member, form: formOfOid(typeOid), format });
    default:
      return mask satisfies never;
  }
}

interface MaskedColumn {
  readonly member: string;
  readonly form: ValueForm;
  readonly format: WireFormat;
}

function transformOperation(transform: Transform, column: MaskedColumn): ColumnOperation {
  if (!alters(transform, column.form)) return NULL;
  switch (transform.kind) {
    case 'redact':
      return placeholder([column.member], column.form);
    case 'null':
      return NULL;
    case 'keep_first':
      return operation(ROW_OPERATION.keepFirst, transform.count);
    case 'keep_last':
      return operation(ROW_OPERATION.keepLast, transform.count);
    case 'pseudonym':
      return operation(ROW_OPERATION.pseudonym);
    case 'scrub':
      return operation(ROW_OPERATION.scrub);
    case 'year':
      return yearOperation(column);
    default:
      return transform satisfies never;
  }
}

/** `[phi.ssn]`, or `[phi.first+phi.last]` for a value derived from several members. It may be longer than a varchar(n) says; clients take that. */
function placeholder(members: readonly string[], form: ValueForm): ColumnOperation {
  if (form !== 'text') return NULL;
  return { operation: ROW_OPERATION.constant, count: 0, constant: `[${members.join('+')}]` };
}

/** Text is spelt alike in both formats; days and points in time have a binary encoding each. */
function yearOperation({ form, format }: MaskedColumn): ColumnOperation {
  if (form === 'text' || format === 0) return operation(ROW_OPERATION.yearText);
  return operation(form === 'timestamp' ? ROW_OPERATION.yearTimestamp : ROW_OPERATION.yearDate);
}
