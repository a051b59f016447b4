// A transform that can alter none of the columns of its member only ever gives NULL, which is safe and seldom meant.
import { formOfType, type ValueForm } from '../vocabulary/sql-types.ts';
import { printTransform, type Transform } from '../vocabulary/transforms.ts';
import { alters, formsOf } from '../vocabulary/type-masks.ts';
import type { PlacedEntry } from './check-mask.ts';
import { columnsMatching } from './match-columns.ts';
import type { ClassMember } from '../program/program.ts';
import type { Reporter } from './reporter.ts';
import type { SchemaRelation } from './schema.ts';

interface Known {
  readonly members: readonly ClassMember[];
  readonly relations: readonly SchemaRelation[];
}

/** As people say them; forms that share a name are said once. */
const FORM_NAMES: Readonly<Record<ValueForm, string>> = {
  text: 'text',
  padded: 'text',
  name: 'text',
  int2: '`smallint`',
  int4: '`integer`',
  int8: '`bigint`',
  numeric: '`numeric`',
  float4: '`real`',
  float8: '`double precision`',
  date: 'dates',
  timestamp: 'timestamps',
  uuid: '`uuid`',
  bytea: '`bytea`',
  json: '`json`',
  jsonb: '`jsonb`',
  xml: '`xml`',
  other: 'other types',
};

export function reportUnfitTransforms(
  entries: readonly PlacedEntry[],
  { members, relations }: Known,
  reporter: Reporter,
): void {
  const byMember = Map.groupBy(entries.filter(isMeantToShow), ({ member }) => member);
  for (const [number, { name, columns: patterns }] of members.entries()) {
    const own = byMember.get(number);
    const columns = own ? patterns.flatMap((pattern) => columnsMatching(pattern, relations)) : [];
    for (const { transform, span } of own ?? []) {
      const [first] = columns;
      if (!first || !columns.every(({ type }) => isUnfit(transform, type))) continue;
      const words = { transform: printTransform(transform), member: name, column: first.path, type: first.type };
      // Made here: the first of them costs as much as a tenth of all checking.
      const fitting = new Intl.ListFormat('en-GB').format(new Set(formsOf(transform).map((form) => FORM_NAMES[form])));
      reporter.report('HPOL3021', span, { ...words, fitting });
    }
  }
}

/** `redact` and `null` say for themselves that there may be NULL. */
const isMeantToShow = ({ transform }: PlacedEntry): boolean => transform.kind !== 'redact' && transform.kind !== 'null';

/** False as well for a type that is not known: it may be a domain over a type that fits. */
function isUnfit(transform: Transform, type: string): boolean {
  const form = formOfType(type);
  return form !== undefined && !alters(transform, form);
}
