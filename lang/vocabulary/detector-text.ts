// What a named detector asks of a text, in words: for completion, hover and the reference. The patterns are too long to read.
import type { NamedDetector } from './named-detector.ts';
import { VALIDATOR_DOCS } from './validators.ts';

/** What must hold of a match, without a full stop. */
export const detectorCheck = ({ validator }: NamedDetector): string => VALIDATOR_DOCS[validator ?? 'none'];

/** The words that the detector looks for before a match, or null. */
export const detectorWords = ({ context }: NamedDetector): string | null =>
  context ? context.map((word) => `\`${word}\``).join(', ') : null;
