// Detectors of what a person or a machine is reached at: telephone, e-mail, network and postal addresses.
import { EDGE, FOREIGN_LETTERS, GAP, LOOSE_EDGE, type NamedDetector, words } from './named-detector.ts';
import { STATE_NAMES } from './state-names.ts';

/** What stands before a telephone number and hardly before another. */
const PHONE_WORDS = words(`
  phone, phones, telephone, tel, ph, cell, cellphone, mobile, call, calls, called, calling, callback,
  contact, reach, reached, dial, pager, beeper, voicemail, hotline, message, messages, answering, answers, fax, facsimile
`);

const EXTENSION = String.raw`(?:,? ?(?:x|X|[Ee]xt\.?|EXT\.?|[Ee]xtension):? ?\d{1,6})?`;
const AREA = String.raw`(?:\(\d{3}\)(?:${GAP}| - |\r?\n)?|\d{3}(?:${GAP}|/))`;
const US_PHONE = [
  String.raw`(?:(?:\+|00)?1${GAP}?)?${AREA}\d{3}${GAP}?\d{4}${EXTENSION}${LOOSE_EDGE}`,
  String.raw`(?:${EDGE}|\+|\b[Tt]el|\b[Pp]h|\b[Ff]ax)1?\d{10}${EXTENSION}${EDGE}`,
  String.raw`\d{3}[-.\u2010-\u2015]\d{4}${EXTENSION}${EDGE}`,
].join('|');

const NAME = `[A-Za-z0-9_${FOREIGN_LETTERS}]`;
const HOST = `[A-Za-z0-9.${FOREIGN_LETTERS}-]`;
/** Behind a host; the last sign is none that ends a sentence. */
const URL_REST = String.raw`[^\s<>"]*[a-z0-9/_=#&%~+\-]`;

const STREET_KINDS =
  'street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|place|pl|way|circle|cir|terrace|highway|hwy|parkway|pkwy|square|trail';

const UNIT = String.raw`(?:,? (?:apt|unit|suite|ste|#)\.? ?#?[a-z0-9]+)?`;

export const CONTACT_DETECTORS = [
  {
    name: 'us_fax',
    doc: 'A fax number of the United States or Canada; a label tells it from a telephone number.',
    pattern: US_PHONE,
    flags: '',
    validator: 'labelled_phone',
    context: words('fax, faxes, faxed, facsimile, fx'),
  },
  {
    name: 'us_phone',
    doc: 'A telephone number of the United States or Canada, with its extension.',
    pattern: US_PHONE,
    flags: '',
    validator: 'phone',
    context: [...PHONE_WORDS, ...words('landline, home, work, office, emergency, text, texted')],
  },
  {
    name: 'foreign_phone',
    doc: 'A telephone number of another country: with its country code, or behind a label.',
    pattern: String.raw`\+[2-9]\d*(?:[-. ()\u00a0\u2010-\u2015]{1,3}\d+)*${EDGE}|(?:${EDGE}|\()\d{2,5}\)?(?:[-. ]\d{2,8}){1,5}${EDGE}`,
    flags: '',
    validator: 'foreign_phone',
    context: PHONE_WORDS,
  },
  {
    name: 'email',
    doc: 'An e-mail address, also with letters beyond ASCII.',
    pattern: String.raw`${NAME}[A-Za-z0-9._%+'${FOREIGN_LETTERS}-]*(?:@|%40)${HOST}+\.[A-Za-z${FOREIGN_LETTERS}]+`,
    flags: '',
    validator: 'email',
  },
  {
    name: 'url',
    doc: 'A web address: with a scheme, with `www`, or a host under a common top-level domain with a path.',
    pattern: String.raw`\b(?:(?:https?|s?ftps?)://|www\.)${URL_REST}|\b[a-z0-9][a-z0-9.\-]*\.(?:com|org|net|edu|gov|health|io)/${URL_REST}`,
    flags: 'i',
    validator: 'url',
  },
  {
    name: 'ip_address',
    doc: 'An IPv4 or IPv6 address.',
    pattern: String.raw`${EDGE}\d{1,3}(?:\.\d{1,3}){3}${EDGE}|[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9]+)?`,
    flags: '',
    validator: 'ip_address',
    context: words('version, versions, release, firmware, software, build, oid, section, ver'),
  },
  {
    name: 'mac_address',
    doc: 'A hardware address of a network device.',
    pattern: String.raw`${EDGE}(?:[0-9A-Fa-f]{2}(?:[:\-][0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})${EDGE}`,
    flags: '',
    validator: 'mac_address',
  },
  {
    name: 'us_zip',
    doc: 'A ZIP code behind its state or a label.',
    pattern: String.raw`${EDGE}\d{5}(?:-\d{4})?${EDGE}`,
    flags: '',
    validator: 'zip',
    context: ['zip', 'zipcode', 'postal', 'postcode', ...STATE_NAMES],
  },
  {
    name: 'us_street',
    doc: 'A street with its number, or a post office box.',
    pattern: [
      String.raw`\b\d{1,6}[a-z]? (?:(?:[a-z][a-z']*|\d{1,3}(?:st|nd|rd|th))\.? ){1,4}(?:${STREET_KINDS})\b\.?${UNIT}`,
      String.raw`\b\d{1,6}[a-z]? (?:[nsew]\.? )?(?:broadway|(?:(?:us|state|county|rural) )?(?:route|rte|highway|hwy|road) \d{1,4})\b${UNIT}`,
      String.raw`\b(?:p\.? ?o\.?|(?:psc|cmr|unit) \d{1,4},?) ?box \d+`,
    ].join('|'),
    flags: 'i',
    validator: 'street',
  },
] as const satisfies readonly NamedDetector[];
