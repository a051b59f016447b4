// The 18 kinds of identifiers that the Safe Harbor method of HIPAA removes, 45 CFR 164.514(b)(2)(i), and what a detector
// can do about each in free text. docs/safe-harbor.md prints it; a test holds policies/library/phi.hpol to it.
import type { DetectorName } from './detectors.ts';

/**
 * `found`: detectors find it, as far as docs/safe-harbor.md measures. `labelled`: they find it behind a label. `partly`: they find the kinds
 * that have a form. `tag`: no detector can tell it from other text, so the columns that hold it must be named in a class. `never`: it is no text.
 */
export type Detectability = 'found' | 'labelled' | 'partly' | 'tag' | 'never';

export interface SafeHarborIdentifier {
  readonly letter: string;
  readonly identifier: string;
  readonly detectability: Detectability;
  readonly detectors: readonly DetectorName[];
  /** What is not found, or why nothing is. */
  readonly gap: string;
}

const LABEL_GAP = 'numbers without their label before them';

export const SAFE_HARBOR: readonly SafeHarborIdentifier[] = [
  {
    letter: 'A',
    identifier: 'names',
    detectability: 'tag',
    detectors: [],
    gap: 'a name has no form that tells it from other words',
  },
  {
    letter: 'B',
    identifier: 'geographic subdivisions smaller than a state',
    detectability: 'partly',
    detectors: ['us_street', 'us_zip'],
    gap: 'towns, counties, parishes; streets without a common word such as `Street`; ZIP codes without a state or a label',
  },
  {
    letter: 'C',
    identifier: 'dates other than the year, and ages over 89',
    detectability: 'found',
    detectors: ['date', 'age_over_89'],
    gap: 'days of the week, holidays; `3/5` without a word such as `on`; ages told by a year of birth',
  },
  {
    letter: 'D',
    identifier: 'telephone numbers',
    detectability: 'found',
    detectors: ['us_phone', 'foreign_phone'],
    gap: 'ten digits in a row without a label; numbers of other countries without `+` or a label',
  },
  {
    letter: 'E',
    identifier: 'fax numbers',
    detectability: 'found',
    detectors: ['us_fax'],
    gap: 'as telephone numbers',
  },
  {
    letter: 'F',
    identifier: 'e-mail addresses',
    detectability: 'found',
    detectors: ['email'],
    gap: 'addresses in words: `ana at example dot org`',
  },
  {
    letter: 'G',
    identifier: 'social security numbers',
    detectability: 'found',
    detectors: ['us_ssn', 'us_itin'],
    gap: 'nine digits in a row without a label; four digits without a word that says what they are',
  },
  {
    letter: 'H',
    identifier: 'medical record numbers',
    detectability: 'labelled',
    detectors: ['medical_record_number'],
    gap: LABEL_GAP,
  },
  {
    letter: 'I',
    identifier: 'health plan beneficiary numbers',
    detectability: 'labelled',
    detectors: ['us_mbi', 'health_plan_number'],
    gap: `${LABEL_GAP}, those of Medicare excepted`,
  },
  {
    letter: 'J',
    identifier: 'account numbers',
    detectability: 'labelled',
    detectors: ['credit_card', 'iban', 'account_number'],
    gap: `${LABEL_GAP}, cards and IBANs excepted`,
  },
  {
    letter: 'K',
    identifier: 'certificate and license numbers',
    detectability: 'labelled',
    detectors: ['license_number'],
    gap: LABEL_GAP,
  },
  {
    letter: 'L',
    identifier: 'vehicle identifiers and serial numbers, license plates',
    detectability: 'labelled',
    detectors: ['vin', 'license_plate'],
    gap: 'plates without a label',
  },
  {
    letter: 'M',
    identifier: 'device identifiers and serial numbers',
    detectability: 'labelled',
    detectors: ['mac_address', 'device_id'],
    gap: LABEL_GAP,
  },
  {
    letter: 'N',
    identifier: 'web addresses',
    detectability: 'found',
    detectors: ['url'],
    gap: 'hosts without a scheme, `www` or a path',
  },
  {
    letter: 'O',
    identifier: 'IP addresses',
    detectability: 'found',
    detectors: ['ip_address'],
    gap: 'addresses behind a word such as `version`',
  },
  {
    letter: 'P',
    identifier: 'biometric identifiers',
    detectability: 'never',
    detectors: [],
    gap: 'fingerprints and voices are no text',
  },
  {
    letter: 'Q',
    identifier: 'full-face photographs',
    detectability: 'never',
    detectors: [],
    gap: 'pictures are no text',
  },
  {
    letter: 'R',
    identifier: 'any other unique identifying number, characteristic or code',
    detectability: 'partly',
    detectors: ['us_npi', 'us_dea', 'unique_id'],
    gap: 'whatever has no label among those of `unique_id`; characteristics in words, such as an office held',
  },
];
