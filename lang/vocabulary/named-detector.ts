// What a named detector is, and the pieces that patterns of several detectors are made of.
import type { ValidatorName } from './validators.ts';

export interface NamedDetector {
  readonly name: string;
  readonly doc: string;
  /** ECMAScript regular expression source, within the subset that compiles to an automaton. */
  readonly pattern: string;
  readonly flags: '' | 'i';
  /** What must hold of the text found; without one every match is a hit. */
  readonly validator?: ValidatorName;
  /**
   * Words in small letters for the validator, at most 255 bytes each in UTF-8; it decides what their presence before the hit means. A space in
   * one stands for any few signs between the parts of a label, or none: `medical record` is also `medical_record` and `medicalRecord`.
   */
  readonly context?: readonly string[];
}

/** Where a word ends or an underscore stands, which counts as a part of a word elsewhere. */
export const EDGE = String.raw`(?:\b|_)`;

/** Where a number ends: also before a letter, which then belongs to the match, since patterns cannot look ahead. */
export const LOOSE_EDGE = String.raw`(?:\b|[A-Za-z_])`;

/** Dashes as keyboards and word processors write them. */
const DASHES = String.raw`-\u2010-\u2015\u2212`;

/** One sign between groups of digits. */
export const SIGN = String.raw`[ .\u00a0${DASHES}]`;

/** What stands between groups of digits: one sign, a dash with spaces around it, or a dash at the end of a line. */
export const GAP = String.raw`(?:[.\u00a0]| ?[${DASHES}] ?| |-\r?\n)`;

/** Letters beyond ASCII, without punctuation and spaces: Latin to Greek Extended, and the scripts of East Asia. */
export const FOREIGN_LETTERS = String.raw`\u00c0-\u1fff\u3040-\ud7ff`;

/** Words and phrases between commas. */
export const words = (list: string): readonly string[] => list.split(',').map((word) => word.trim());
