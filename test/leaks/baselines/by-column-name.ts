// Masks a value when the result names its column as a protected one. What has no description is masked whole.
import { PROTECTED_NAMES } from './protected-columns.ts';
import type { Filter } from './relay.ts';

export const byColumnName: Filter = {
  row: (values, fields) =>
    values.map((value, at) => {
      const name = fields?.[at]?.name.toLowerCase();
      return name === undefined || PROTECTED_NAMES.has(name) ? null : value;
    }),
  body: (body) => body,
};
