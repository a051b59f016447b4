// What a bundle says about itself as a release, at /hpol/release.json: until when it may be used, where it stands in the order of
// releases, and which tests it passed. Signed with the rest, so that an expired or an older bundle is known as such.

export interface BundleRelease {
  readonly format: 1;
  /** Milliseconds since 1970; from the next one on the bundle is expired. Null: it does not expire. */
  readonly notAfter: number | null;
  /** Higher is newer. Null: releases are not ordered. */
  readonly sequence: number | null;
  /** Null when the build ran no tests. */
  readonly tests: TestRecord | null;
}

export interface TestRecord {
  readonly passed: number;
  /** SHA-256, hex, of the names of the tests with what each came to. */
  readonly reportSha256: string;
}

export const NO_RELEASE: BundleRelease = { format: 1, notAfter: null, sequence: null, tests: null };

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

/** Exactly these keys: one that is not known could be a limit that this version would not keep. */
const hasOnly = (value: unknown, keys: readonly string[]): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === keys.length &&
  keys.every((key) => Object.hasOwn(value, key));

export function isRelease(value: unknown): value is BundleRelease {
  if (!hasOnly(value, ['format', 'notAfter', 'sequence', 'tests'])) return false;
  const { format, notAfter, sequence, tests } = value;
  return (
    format === 1 &&
    (notAfter === null || isCount(notAfter)) &&
    (sequence === null || isCount(sequence)) &&
    (tests === null || isTestRecord(tests))
  );
}

const isTestRecord = (value: unknown): boolean =>
  hasOnly(value, ['passed', 'reportSha256']) &&
  isCount(value['passed']) &&
  /^[0-9a-f]{64}$/.test(String(value['reportSha256']));
