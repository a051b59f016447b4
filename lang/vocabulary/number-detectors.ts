// Detectors of numbers that have a form, ranges or check digits of their own.
import { EDGE, GAP, LOOSE_EDGE, SIGN, type NamedDetector, words } from './named-detector.ts';

const MBI_LETTER = 'AC-HJKMNP-RT-Yac-hjkmnp-rt-y';

/** The last four digits, which are enough to identify: behind signs for the others, or behind words that say so. */
const HIDDEN_SSN = [
  String.raw`[Xx*#]{3}${GAP}?[Xx*#]{2}${GAP}?\d{4}\b`,
  String.raw`\b(?:SSN|ssn)[ :#]{0,3}(?:[Ll]ast ?(?:4|four)|ending)(?: in)?:? ?\d{4}\b`,
  String.raw`\b[Ll]ast ?(?:4|four)(?: digits)?(?: of)?(?: the)? (?:SSN|ssn|[Ss]ocial(?: [Ss]ecurity)?)(?: [Nn]umber)?(?:[ :#]{1,3}| is )\d{4}\b`,
].join('|');

export const NUMBER_DETECTORS = [
  {
    name: 'us_ssn',
    doc: 'A US social security number, also with all but the last four digits hidden, or with the letter of an old Medicare number.',
    pattern: String.raw`\d{3}${GAP}\d{2}${GAP}\d{4}${LOOSE_EDGE}|(?:${EDGE}|\bSSN)\d{9}(?:[A-Z]\d?)?${EDGE}|${HIDDEN_SSN}`,
    flags: '',
    validator: 'ssn',
    context: words('ssn, ssns, ss #, ss no, social security, soc sec, social, tax id, taxpayer, tin'),
  },
  {
    name: 'us_itin',
    doc: 'A US individual taxpayer identification number.',
    pattern: String.raw`9\d{2}${GAP}[5-9]\d${GAP}\d{4}${LOOSE_EDGE}|${EDGE}9\d{2}[5-9]\d{5}${EDGE}`,
    flags: '',
    validator: 'itin',
    context: words('itin, tax id, taxpayer, tin'),
  },
  {
    name: 'us_npi',
    doc: 'A national provider identifier of US health care.',
    pattern: String.raw`${EDGE}\d{10}${EDGE}`,
    flags: '',
    validator: 'npi',
    context: words('npi, provider, prescriber, national provider identifier'),
  },
  {
    name: 'us_dea',
    doc: 'A registration number of the US Drug Enforcement Administration.',
    pattern: String.raw`${EDGE}[A-Za-z][A-Za-z9]\d{7}${EDGE}`,
    flags: '',
    validator: 'dea',
    context: words('dea'),
  },
  {
    name: 'us_mbi',
    doc: 'A Medicare beneficiary identifier, in the format of the Centers for Medicare & Medicaid Services.',
    pattern: String.raw`${EDGE}[1-9][${MBI_LETTER}][0-9${MBI_LETTER}]\d[- ]?[${MBI_LETTER}][0-9${MBI_LETTER}]\d[- ]?[${MBI_LETTER}]{2}\d{2}${EDGE}`,
    flags: '',
  },
  {
    name: 'credit_card',
    doc: 'A payment card number of 13 to 19 digits.',
    pattern: String.raw`${EDGE}(?:\d{13,19}|\d{4}${SIGN}\d{4}${SIGN}\d{4}${SIGN}\d{1,7}|\d{4}${SIGN}\d{6}${SIGN}\d{4,5})${EDGE}`,
    flags: '',
    validator: 'card',
  },
  {
    name: 'iban',
    doc: 'An international bank account number.',
    pattern: String.raw`${EDGE}[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?${EDGE}`,
    flags: '',
    validator: 'iban',
  },
  {
    name: 'vin',
    doc: 'A vehicle identification number.',
    pattern: String.raw`${EDGE}[A-HJ-NPR-Za-hj-npr-z0-9]{17}${EDGE}`,
    flags: '',
    validator: 'vin',
    context: words('vin, vehicle'),
  },
  {
    name: 'icd10',
    doc: 'A diagnosis code of ICD-10. It identifies nobody, and is not on the Safe Harbor list.',
    pattern: String.raw`\b[A-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4})?\b`,
    flags: '',
    validator: 'icd10',
    context: words('icd, dx, diagnosis, diagnoses, code, codes'),
  },
] as const satisfies readonly NamedDetector[];
