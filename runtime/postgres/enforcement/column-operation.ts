// Which operation of the module serves an enforcement on a PostgreSQL type in a wire format. What no operation serves
// honestly becomes NULL: a client then decodes every value as the type that it was told.
import { ROW_OPERATION, type ColumnOperation, type RowOperation } from '../../../compiler/abi/rows.ts';
import type { Transform } from '../../../lang/vocabulary/transforms.ts';
import type { ColumnEnforcement } from './enforcement.ts';

/** Format codes of RowDescription and Bind. */
export type WireFormat = 0 | 1;

/** name, text, unknown, bpchar, varchar: one UTF-8 text, spelt alike in both formats. */
const TEXT_TYPES: ReadonlySet<number> = new Set([19, 25, 705, 1042, 1043]);
const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;

const operation = (kind: RowOperation, count = 0): ColumnOperation => ({ operation: kind, count, constant: '' });
const PASS = operation(ROW_OPERATION.pass);
const NULL = operation(ROW_OPERATION.null);

/** `typeOid` and `format` are those of the result column; a domain, an enum or an unknown type is not of the text family. */
export function columnOperation(mask: ColumnEnforcement, typeOid: number, format: WireFormat): ColumnOperation {
  switch (mask.kind) {
    case 'pass':
      return PASS;
    case 'redact':
      return placeholder(mask.members, typeOid);
    case 'mask':
      return transformOperation(mask.transform, { member: mask.member, typeOid, format });
    default:
      return mask satisfies never;
  }
}

interface MaskedColumn {
  readonly member: string;
  readonly typeOid: number;
  readonly format: WireFormat;
}

function transformOperation(transform: Transform, column: MaskedColumn): ColumnOperation {
  const isText = TEXT_TYPES.has(column.typeOid);
  switch (transform.kind) {
    case 'redact':
      return placeholder([column.member], column.typeOid);
    case 'null':
      return NULL;
    case 'keep_first':
      return isText ? operation(ROW_OPERATION.keepFirst, transform.count) : NULL;
    case 'keep_last':
      return isText ? operation(ROW_OPERATION.keepLast, transform.count) : NULL;
    case 'pseudonym':
      return isText ? operation(ROW_OPERATION.pseudonym) : NULL;
    case 'scrub':
      return isText ? operation(ROW_OPERATION.scrub) : NULL;
    case 'year':
      return yearOperation(column);
    default:
      return transform satisfies never;
  }
}

/** `[phi.ssn]`, or `[phi.first+phi.last]` for a value derived from several members. It may be longer than a varchar(n) says; clients take that. */
function placeholder(members: readonly string[], typeOid: number): ColumnOperation {
  if (!TEXT_TYPES.has(typeOid)) return NULL;
  return { operation: ROW_OPERATION.constant, count: 0, constant: `[${members.join('+')}]` };
}

function yearOperation({ typeOid, format }: MaskedColumn): ColumnOperation {
  if (TEXT_TYPES.has(typeOid)) return operation(ROW_OPERATION.yearText);
  const isTimestamp = typeOid === TIMESTAMP || typeOid === TIMESTAMPTZ;
  if (typeOid !== DATE && !isTimestamp) return NULL;
  if (format === 0) return operation(ROW_OPERATION.yearText);
  return operation(isTimestamp ? ROW_OPERATION.yearTimestamp : ROW_OPERATION.yearDate);
}
