// The ZIP code areas that `zip3` shows as 000.

/**
 * The first three digits of the areas with 20,000 or fewer people in the 2000 Census, as the guidance of HHS on 45 CFR
 * 164.514(b)(2)(i)(B) lists them (Guidance Regarding Methods for De-identification of Protected Health Information, 26 November 2012).
 */
export const SMALL_ZIP_AREAS: readonly string[] = [
  '036',
  '059',
  '063',
  '102',
  '203',
  '556',
  '692',
  '790',
  '821',
  '823',
  '830',
  '831',
  '878',
  '879',
  '884',
  '890',
  '893',
];
