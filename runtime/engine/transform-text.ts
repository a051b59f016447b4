// From the written form of a transform, `keep last 4`, back to the transform, for decisions that are not those of our own module.
import { TRANSFORM_STRENGTH, printTransform, type Transform } from '../../lang/vocabulary/transforms.ts';

/** As in the language: a mask that keeps more keeps nearly everything. */
const MAX_KEPT = 1000;
const KEEP = /^keep (first|last) ([1-9][0-9]{0,3})$/;

/** Null when no transform is written so. */
export function parseTransform(text: string): Transform | null {
  const [, side, digits] = KEEP.exec(text) ?? [];
  if (side !== undefined) {
    const count = Number(digits);
    if (count > MAX_KEPT) return null;
    return { kind: side === 'first' ? 'keep_first' : 'keep_last', count };
  }
  return PLAIN.get(text) ?? null;
}

const isPlain = (kind: Transform['kind']): kind is Exclude<Transform['kind'], 'keep_first' | 'keep_last'> =>
  kind !== 'keep_first' && kind !== 'keep_last';

/** The transforms without a number, by what they are called. */
const PLAIN: ReadonlyMap<string, Transform> = new Map(
  (Object.keys(TRANSFORM_STRENGTH) as Transform['kind'][])
    .filter(isPlain)
    .map((kind): readonly [string, Transform] => [printTransform({ kind }), { kind }]),
);
