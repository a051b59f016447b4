// The named detectors that a class member may use to be found in free text. The pattern is the definition; `validator` names a
// check that the kernel runs on what the pattern has found. They stand in files by kind; adding one is one entry there.
import { CONTACT_DETECTORS } from './contact-detectors.ts';
import { DATE_DETECTORS } from './date-detectors.ts';
import { LABELLED_DETECTORS } from './labelled-detectors.ts';
import type { NamedDetector } from './named-detector.ts';
import { NUMBER_DETECTORS } from './number-detectors.ts';

export type { NamedDetector } from './named-detector.ts';

export const DETECTORS = [
  ...NUMBER_DETECTORS,
  ...CONTACT_DETECTORS,
  ...DATE_DETECTORS,
  ...LABELLED_DETECTORS,
] as const satisfies readonly NamedDetector[];

export type DetectorName = (typeof DETECTORS)[number]['name'];
