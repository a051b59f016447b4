// Every check on declarations as they are written. A new one is a file and a line here.
import { attributeNames } from './attribute-names.ts';
import { duplicateNames } from './duplicate-names.ts';
import { emptyApproval } from './empty-approval.ts';
import { emptyReason } from './empty-reason.ts';
import { headers } from './headers.ts';
import type { Lint } from './lint.ts';
import { lookAlikeNames } from './look-alike-names.ts';
import { unusedClass } from './unused-class.ts';
import { unusedImport } from './unused-import.ts';
import { unusedLet } from './unused-let.ts';

export const ALL_RULES: readonly Lint[] = [
  headers,
  attributeNames,
  duplicateNames,
  emptyApproval,
  emptyReason,
  lookAlikeNames,
  unusedLet,
  unusedClass,
  unusedImport,
];
