// How strongly a result column is protected, and whether another protection of it gives more away. The order is the language's
// own (TRANSFORM_STRENGTH); what it leaves open is decided towards "gives more away", so that no exposure is missed.
import { printTransform, TRANSFORM_STRENGTH, type Transform } from '../../lang/vocabulary/transforms.ts';
import type { ColumnEnforcement } from '../../runtime/postgres/enforcement/enforcement.ts';

export type Change = 'same' | 'weaker' | 'stronger' | 'other';

function strengthOf(column: ColumnEnforcement): number {
  if (column.kind === 'pass') return 0;
  return TRANSFORM_STRENGTH[column.kind === 'mask' ? column.transform.kind : 'redact'];
}

/** `clear`, `keep last 4`, `redacted`. */
export function printProtection(column: ColumnEnforcement): string {
  if (column.kind === 'pass') return 'clear';
  return column.kind === 'mask' ? printTransform(column.transform) : 'redacted';
}

/** The class members that the protection is for; none for a column that passes. */
export function protectedMembers(column: ColumnEnforcement): readonly string[] {
  if (column.kind === 'pass') return [];
  return column.kind === 'mask' ? [column.member] : column.members;
}

const sizeOf = (transform: Transform): number =>
  transform.kind === 'keep_first' || transform.kind === 'keep_last' ? transform.count : 0;

function compareTransforms(before: Transform, after: Transform): Change {
  if (before.kind === after.kind) {
    const growth = sizeOf(after) - sizeOf(before);
    return growth === 0 ? 'same' : growth > 0 ? 'weaker' : 'stronger';
  }
  // Of equal strength but different: `keep first` shows characters that `keep last` hid. Redact and NULL both show nothing.
  return TRANSFORM_STRENGTH[after.kind] === TRANSFORM_STRENGTH.redact ? 'other' : 'weaker';
}

export function compareProtection(before: ColumnEnforcement, after: ColumnEnforcement): Change {
  const growth = strengthOf(after) - strengthOf(before);
  if (growth !== 0) return growth < 0 ? 'weaker' : 'stronger';
  if (before.kind === 'mask' && after.kind === 'mask') return compareTransforms(before.transform, after.transform);
  return before.kind === after.kind ? 'same' : 'other';
}
