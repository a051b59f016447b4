// The transforms that a mask may apply, their strength order and their written form.
// Adding one is a case here, its column in type-masks.ts, and its operations in compiler/abi/rows.ts and compiler/kernel.

export type Transform =
  | { readonly kind: 'redact' }
  | { readonly kind: 'null' }
  | { readonly kind: 'keep_first'; readonly count: number }
  | { readonly kind: 'keep_last'; readonly count: number }
  | { readonly kind: 'pseudonym' }
  | { readonly kind: 'year' }
  | { readonly kind: 'zip3' }
  | { readonly kind: 'age90' }
  | { readonly kind: 'scrub' };

/** Higher wins where several masks fire on one member. Equal strength of different transforms on one member is a compile error. */
export const TRANSFORM_STRENGTH: Readonly<Record<Transform['kind'], number>> = {
  redact: 5,
  null: 5,
  pseudonym: 4,
  year: 3,
  zip3: 3,
  age90: 3,
  keep_first: 2,
  keep_last: 2,
  scrub: 1,
};

/** The form in which a policy writes the transform: `keep last 4`. Two transforms are the same exactly when this text is equal. */
export function printTransform(transform: Transform): string {
  switch (transform.kind) {
    case 'keep_first':
      return `keep first ${transform.count}`;
    case 'keep_last':
      return `keep last ${transform.count}`;
    default:
      return transform.kind;
  }
}
