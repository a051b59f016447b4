// Masks a value when the result says that it comes from a protected column: by OID of the relation and number of the attribute, whatever the
// result calls it. What has no description is masked whole.
import type { Filter } from './relay.ts';

export const byColumnNumber = (numbers: ReadonlySet<string>): Filter => ({
  row: (values, fields) =>
    values.map((value, at) => {
      const field = fields?.[at];
      return field === undefined || numbers.has(`${field.relation}.${field.attribute}`) ? null : value;
    }),
  body: (body) => body,
});
