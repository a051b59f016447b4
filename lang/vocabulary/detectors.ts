// The named detectors that a class member may use to be found in free text. The pattern is the
// definition; `validator` names a check that the kernel runs on what the pattern has found.
import type { ValidatorName } from './validators.ts';

export interface NamedDetector {
  readonly name: string;
  readonly doc: string;
  /** ECMAScript regular expression source, within the subset that compiles to an automaton. */
  readonly pattern: string;
  readonly flags: '' | 'i';
  /** What must hold of the text found; without one every match is a hit. */
  readonly validator?: ValidatorName;
  /** Words for the validator, at most 255 bytes each in UTF-8; it decides what their presence before the hit means. */
  readonly context?: readonly string[];
}

export const DETECTORS = [
  {
    name: 'us_ssn',
    doc: 'A US social security number, with dashes or spaces.',
    pattern: String.raw`\b\d{3}[- ]\d{2}[- ]\d{4}\b`,
    flags: '',
  },
  {
    name: 'email',
    doc: 'An e-mail address.',
    pattern: String.raw`\b[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,24}\b`,
    flags: '',
  },
  {
    name: 'us_phone',
    doc: 'A US telephone number.',
    pattern: String.raw`(?:\(\d{3}\) ?|\b\d{3}[-. ])\d{3}[-. ]\d{4}\b`,
    flags: '',
  },
] as const satisfies readonly NamedDetector[];

export type DetectorName = (typeof DETECTORS)[number]['name'];
