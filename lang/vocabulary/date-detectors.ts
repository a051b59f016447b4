// Detectors of dates, and of ages that say as much.
import { EDGE, LOOSE_EDGE, type NamedDetector, words } from './named-detector.ts';

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DAY = String.raw`\d{1,2}(?:st|nd|rd|th)?`;
const YEAR = String.raw`(?:\d{4}|'?\d{2})`;
/** A time behind the date of a machine. */
const TIME = String.raw`(?:T\d[\d:.]*)?`;
const TENS = 'one|two|three|four|five|six|seven|eight|nine';

export const DATE_DETECTORS = [
  {
    name: 'date',
    doc: 'A date that says more than its year.',
    pattern: [
      String.raw`\d{1,2}(?:/| / |-|\u2013)\d{1,2}(?:/| / |-|\u2013)(?:\d{2}|\d{4})${LOOSE_EDGE}`,
      String.raw`\d{1,2}/(?:\d{1,2}|\d{4})${LOOSE_EDGE}`,
      String.raw`\d{1,2}\.\d{1,2}\.\d{4}${LOOSE_EDGE}`,
      String.raw`\d{4}(?:-\d{2}|[-/.]\d{1,2}[-/.]\d{1,2}${TIME})${LOOSE_EDGE}`,
      String.raw`${EDGE}\d{8}(?:\d{4}(?:\d{2})?)?${EDGE}`,
      String.raw`\b${MONTH}\.?(?: |-|, )(?:${DAY}(?: ?[-\u2013] ?${DAY})?(?:(?:, ?| |-)${YEAR})?|\d{4})\b`,
      String.raw`\b${MONTH}\d{4}\b`,
      String.raw`\b${DAY}(?: ?[-\u2013] ?${DAY})?(?: of |[- ./]|, )?${MONTH}\b\.?(?:(?:, ?| |-|/)${YEAR}\b)?`,
      String.raw`\b${DAY}${MONTH}${YEAR}\b`,
    ].join('|'),
    flags: 'i',
    validator: 'date',
    context: words(`
      on, since, until, date, dated, dob, dos, doa, dod, born, admitted, discharged, seen, visit, visits, week of, yesterday, today,
      through, before, after, by, due, scheduled, appt, appointment
    `),
  },
  {
    name: 'age_over_89',
    doc: 'An age from 90 to 149 years.',
    pattern: [
      String.raw`${EDGE}(?:9\d|1[0-4]\d)(?:(?: |-)?(?:years?|yrs?\.?|y)(?:-| |/|\. ?)?(?:old|o\b|of age))?${EDGE}`,
      String.raw`\bninety(?:[- ](?:${TENS}))?[- ]years?[- ]old\b`,
      String.raw`\b(?:one|a) hundred(?: and)?(?:[- ](?:${TENS}|ten))?[- ]years?[- ]old\b`,
      String.raw`\b(?:nonagenarian|centenarian)s?\b`,
    ].join('|'),
    flags: 'i',
    validator: 'high_age',
    context: words('age, aged, ages, turned, turning, turns'),
  },
] as const satisfies readonly NamedDetector[];
