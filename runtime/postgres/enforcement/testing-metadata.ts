// Test support: the metadata of a policy as a bundle would give it, with what a test does not care about filled in.
import { ABI_VERSION } from '../../../compiler/abi/abi-version.ts';
import type { MaskTerms, PolicyMetadata, RuleMetadata } from '../../../compiler/abi/metadata.ts';

/** A policy whose members are named so, `class.member`; their columns are the test's own. */
export const testMetadata = (
  members: readonly string[],
  others: Pick<PolicyMetadata, 'transforms'> & Partial<PolicyMetadata>,
): PolicyMetadata => ({
  format: 1,
  abi: ABI_VERSION,
  name: 'test',
  default: 'allow',
  vocabulary: '',
  compiler: '',
  moduleSha256: '',
  rules: [],
  members: members.map((name) => ({ name, class: name.split('.')[0] ?? '', columns: [], hasDetector: false })),
  conditions: { atoms: 0, trees: [] },
  clock: { isRead: false, zones: [] },
  sources: [],
  ...others,
});

/** A rule that masks; it concedes nothing but what `terms` say. */
export const testMaskRule = (name: string, terms: Partial<MaskTerms> & Pick<MaskTerms, 'members'>): RuleMetadata => ({
  name,
  kind: 'mask',
  because: 'Minimum necessary',
  doc: '',
  events: [],
  file: 'p.hpol',
  line: 1,
  column: 1,
  end: { line: 1, column: 1 },
  approval: null,
  mask: { predicates: 'equality', trusts: [], reveals: [], ...terms },
});
