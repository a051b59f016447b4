// The distinct transforms of a policy, in the order of their first use. A decision record names one by its position.
import type { Program } from '../../lang/program/program.ts';
import { printTransform, type Transform } from '../../lang/vocabulary/transforms.ts';

export function policyTransforms(program: Program): readonly Transform[] {
  const transforms = new Map<string, Transform>();
  for (const rule of program.rules) {
    if (rule.kind !== 'mask') continue;
    for (const { transform } of rule.entries) {
      if (!transforms.has(printTransform(transform))) transforms.set(printTransform(transform), transform);
    }
  }
  return [...transforms.values()];
}
