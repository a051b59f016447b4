// The tables of the reference that say what becomes of each type of column under each transform, and the ZIP code areas that `zip3` hides.
import { SMALL_ZIP_AREAS } from '../../lang/vocabulary/small-zip-areas.ts';
import { SQL_TYPES, type ValueForm } from '../../lang/vocabulary/sql-types.ts';
import { TYPE_MASKS, type MaskOperation } from '../../lang/vocabulary/type-masks.ts';
import type { Transform } from '../../lang/vocabulary/transforms.ts';
import { placeholder } from '../../runtime/postgres/enforcement/placeholder.ts';

/** The transforms that differ by type; `null` shows NULL of every type. */
const COLUMNS: Readonly<Record<Exclude<Transform['kind'], 'null' | 'keep_last'>, string>> = {
  redact: '`redact`',
  pseudonym: '`pseudonym`',
  year: '`year`',
  zip3: '`zip3`',
  age90: '`age90`',
  keep_first: '`keep`',
  scrub: '`scrub`',
};

const DATE = '`1980-01-01`';
const NUMBER = '90';

/** What an operation shows, by an example. */
const SHOWS: Readonly<Record<MaskOperation, string>> = {
  constant: '',
  keepFirst: '`123-**-****`',
  keepLast: '`***-**-6789`',
  pseudonym: '`p_` and 16 hex digits',
  pseudonymPadded: '`p_` and 16 hex digits',
  pseudonymInt8Text: 'a number from 0 to 2⁶³ − 1',
  pseudonymInt8: 'a number from 0 to 2⁶³ − 1',
  pseudonymUuidText: 'a UUID of version 8',
  pseudonymUuid: 'a UUID of version 8',
  pseudonymByteaText: '16 bytes',
  pseudonymBytea: '16 bytes',
  yearText: DATE,
  yearDate: DATE,
  yearTimestamp: '`1980-01-01 00:00:00`',
  scrub: '`SSN [phi.ssn]`',
  zip3Text: '`021`',
  zip3Decimal: '21',
  zip3Int4: '21',
  zip3Int8: '21',
  zip3Numeric: '21',
  age90Text: '`90`',
  age90Decimal: NUMBER,
  age90Int2: NUMBER,
  age90Int4: NUMBER,
  age90Int8: NUMBER,
  age90Float4: NUMBER,
  age90Float8: NUMBER,
  age90Numeric: NUMBER,
};

const code = (text: string): string => `\`${text}\``;
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** By the binary format, which tells most about a type. */
function shown(form: ValueForm, kind: Transform['kind']): string {
  const operation = TYPE_MASKS[form][kind]?.[1];
  if (operation === undefined) return 'NULL';
  return operation === 'constant' ? code(placeholder(['phi.x'], form, 0) ?? '') : SHOWS[operation];
}

/** One row for all types that are masked alike. */
export function typeMaskTable(): string {
  const kinds = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const forms = (Object.keys(TYPE_MASKS) as ValueForm[]).filter((form): boolean => form !== 'other');
  const cellsOf = (form: ValueForm): string => kinds.map((kind) => shown(form, kind)).join(' | ');
  const rows = [...Map.groupBy(forms, cellsOf)].map(([cells, alike]) => {
    const names = SQL_TYPES.filter(({ form }) => alike.includes(form)).map(({ names: [name = ''] }) => code(name));
    return row([names.join(', '), cells]);
  });
  const head = ['type', ...Object.values(COLUMNS)];
  return [row(head), `|${'---|'.repeat(head.length)}`, ...rows, row(['every other type', cellsOf('other')])].join('\n');
}

export const smallZipAreas = (): string => `${SMALL_ZIP_AREAS.map(code).join(', ')}.`;
