// Every attack and control of the corpus, one line a file.
import type { LeakCase } from '../leak-case.ts';
import { BULK_AND_CURSORS } from './bulk-and-cursors.ts';
import { CATALOGS_AND_STATISTICS } from './catalogs-and-statistics.ts';
import { ERRORS } from './errors.ts';
import { EXPRESSIONS } from './expressions.ts';
import { NAMING } from './naming.ts';
import { PREDICATES } from './predicates.ts';
import { PROTOCOL } from './protocol.ts';
import { SETTINGS_AND_ROLES } from './settings-and-roles.ts';
import { STRUCTURE } from './structure.ts';
import { WRITES } from './writes.ts';

export const ALL_CASES: readonly LeakCase[] = [
  ...NAMING,
  ...EXPRESSIONS,
  ...STRUCTURE,
  ...WRITES,
  ...ERRORS,
  ...PREDICATES,
  ...BULK_AND_CURSORS,
  ...CATALOGS_AND_STATISTICS,
  ...PROTOCOL,
  ...SETTINGS_AND_ROLES,
];
