// The checks that a detector may ask for on what its pattern has found: check digits, ranges, words nearby. The kernel
// runs them by number, which is the position here (compiler/kernel/assembly/validators.ts).

export const VALIDATORS = [
  'none',
  'ssn',
  'itin',
  'phone',
  'labelled_phone',
  'foreign_phone',
  'email',
  'url',
  'ip_address',
  'mac_address',
  'card',
  'npi',
  'dea',
  'iban',
  'vin',
  'date',
  'high_age',
  'zip',
  'street',
  'labelled_id',
  'plate',
  'icd10',
] as const;

export type ValidatorName = (typeof VALIDATORS)[number];

/** What each check asks, for the reference. */
export const VALIDATOR_DOCS: Readonly<Record<ValidatorName, string>> = {
  none: 'nothing but its form',
  ssn: 'a label, or separators and ranges that are issued: no area 000, 666 or 9xx, no group 00, no serial 0000',
  itin: 'a group from 50 to 65, 70 to 88, 90 to 92 or 94 to 99; without separators a label',
  phone:
    'a label; or a country code; or separators, an area code and, unless the area code is in parentheses, an exchange that begin with 2 to 9',
  labelled_phone: 'a label',
  foreign_phone: '8 to 15 digits behind `+`, or a label and 7 to 15 digits',
  email: 'the lengths and dots of an address',
  url: 'a host',
  ip_address: 'numbers up to 255, or eight groups or `::`; and no label that speaks of a version',
  mac_address: 'the same sign between all groups',
  card: 'a prefix that is issued, its length, and the check digit of Luhn',
  npi: 'a label; or 1 or 2 at the front and the check digit',
  dea: 'a label; or a letter of a registrant and the check digit',
  iban: 'the length of the country, and the remainder 1 by 97',
  vin: 'a label; or the check digit, and letters among the digits',
  date: 'a day of the calendar, years 1800 to 2199; without a year, in numbers, a label',
  high_age: '`old` behind the number, or a label',
  zip: 'a state whose ZIP codes begin like this one, or a label',
  street: 'names with capitals; all in capitals a number of three digits',
  labelled_id: 'a label, at least four digits, and no year alone',
  plate: 'a label, and five letters or digits',
  icd10: 'a point in it, or a label',
};
