// One identifier of each kind, in the forms in which notes, forms and exports write it. The kinds are the names of the
// detectors, and two that no detector looks for.
import type { DetectorName } from '../../lang/vocabulary/detectors.ts';
import { withDea, withIban, withLuhn, withNpi, withVin } from './check-digits.ts';
import { FIRST, HOSTS, LAST, PLACES, STREETS, STREET_KINDS } from './names.ts';
import type { Dice } from './random.ts';
import { dateText } from './write-date.ts';

export type Kind = DetectorName | 'person_name' | 'city';

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

function ssn(dice: Dice): string {
  const area = dice.pick([dice.between(1, 665), dice.between(667, 899)]);
  const groups = [pad(area, 3), pad(dice.between(1, 99), 2), pad(dice.between(1, 9999), 4)];
  const separator = dice.pick(['-', '-', '-', '-', '-', '-', ' ', ' ', '.', '\u2011', '\u2013', ' - ']);
  return groups.join(separator);
}

/** The numbers 555-0100 to 555-0199 belong to nobody. */
const phoneParts = (dice: Dice): readonly [area: string, exchange: string, line: string] => [
  `${dice.between(2, 9)}${dice.digits(2)}`,
  '555',
  `01${dice.digits(2)}`,
];

function phone(dice: Dice): string {
  const [area, exchange, line] = phoneParts(dice);
  return dice.pick([
    `(${area}) ${exchange}-${line}`,
    `(${area}) ${exchange}-${line}`,
    `(${area})${exchange}-${line}`,
    `${area}-${exchange}-${line}`,
    `${area}-${exchange}-${line}`,
    `${area}-${exchange}-${line}`,
    `${area}.${exchange}.${line}`,
    `${area} ${exchange} ${line}`,
    `${area} ${exchange}-${line}`,
    `${area}/${exchange}-${line}`,
    `+1 ${area} ${exchange} ${line}`,
    `+1-${area}-${exchange}-${line}`,
    `+1 (${area}) ${exchange}-${line}`,
    `1-${area}-${exchange}-${line}`,
    `1 (${area}) ${exchange}-${line}`,
    `+1${area}${exchange}${line}`,
    `${area}\u2011${exchange}\u2011${line}`,
    `(${area}) ${exchange}-${line} x${dice.between(10, 9999)}`,
    `${area}-${exchange}-${line} ext. ${dice.between(10, 9999)}`,
    `${area}-${exchange}-${line}, ext ${dice.between(10, 999)}`,
  ]);
}

function email(dice: Dice): string {
  const first = dice.pick(FIRST).toLowerCase();
  const last = dice.pick(LAST).toLowerCase();
  const local = dice.pick([
    `${first}.${last}`,
    `${first[0] ?? ''}${last}`,
    `${first}_${last}${dice.between(1, 99)}`,
    `${last}-${first}`,
    `${first}+clinic`,
    `${first}${dice.between(1940, 2010)}`,
    `${first.toUpperCase()}.${last.toUpperCase()}`,
  ]);
  return `${local.replaceAll(/[^\w.+'-]/g, '')}@${dice.pick(HOSTS)}`;
}

function url(dice: Dice): string {
  const user = `${dice.pick(FIRST).toLowerCase()}${dice.between(1, 999)}`;
  return dice.pick([
    `https://portal.example.org/patients/${dice.digits(6)}`,
    `http://www.example.com/~${user}`,
    `https://example.org/visit?id=${dice.digits(7)}&tab=labs`,
    `www.example.net/${user}/photos`,
    `mychart.example.org/record/${dice.digits(8)}`,
    `HTTPS://EXAMPLE.ORG/${user.toUpperCase()}`,
    `ftp://files.example.org/${user}/scan.pdf`,
    `example.com/in/${user}`,
  ]);
}

function ip(dice: Dice): string {
  const four = (): string =>
    [dice.pick([10, 172, 192, 203, 198]), dice.between(0, 255), dice.between(0, 255), dice.between(1, 254)].join('.');
  const group = (): string => dice.between(1, 0xffff).toString(16);
  return dice.pick([
    four(),
    four(),
    four(),
    `2001:db8:${group()}:${group()}::${group()}`,
    `fe80::${group()}:${group()}:${group()}:${group()}`,
    ['2001', 'db8', group(), group(), group(), group(), group(), group()].join(':'),
  ]);
}

function card(dice: Dice): string {
  const number = dice.pick([
    () => withLuhn(`4${dice.digits(14)}`),
    () => withLuhn(`5${dice.between(1, 5)}${dice.digits(13)}`),
    () => withLuhn(`37${dice.digits(12)}`),
    () => withLuhn(`6011${dice.digits(11)}`),
    () => withLuhn(`2${dice.between(221, 720)}${dice.digits(11)}`),
  ])();
  const groups = number.length === 15 ? /(.{4})(.{6})(.{5})/ : /(.{4})(.{4})(.{4})(.{4})/;
  return dice.pick([
    number,
    number.replace(groups, number.length === 15 ? '$1 $2 $3' : '$1 $2 $3 $4'),
    number.replace(groups, number.length === 15 ? '$1-$2-$3' : '$1-$2-$3-$4'),
  ]);
}

function iban(dice: Dice): string {
  const text = dice.pick([
    () => withIban('DE', dice.digits(18)),
    () => withIban('GB', `${dice.form('AAAA')}${dice.digits(14)}`),
    () => withIban('FR', dice.digits(23)),
    () => withIban('NL', `${dice.form('AAAA')}${dice.digits(10)}`),
  ])();
  return dice.pick([text, text.replaceAll(/(.{4})(?=.)/g, '$1 ')]);
}

function street(dice: Dice): string {
  const unit = dice.pick([
    '',
    '',
    '',
    ` Apt ${dice.between(1, 40)}`,
    `, Apt. ${dice.between(1, 9)}B`,
    `, Unit ${dice.between(1, 30)}`,
    ` #${dice.between(1, 99)}`,
    `, Suite ${dice.between(100, 900)}`,
  ]);
  const line = `${dice.pick([dice.between(1, 99), dice.between(100, 9999)])} ${dice.pick(['', '', '', 'N ', 'S. ', 'West '])}${dice.pick(STREETS)} ${dice.pick(STREET_KINDS)}${unit}`;
  return dice.pick([
    line,
    line,
    line,
    line,
    line.toUpperCase(),
    `PO Box ${dice.between(10, 99999)}`,
    `P.O. Box ${dice.between(10, 9999)}`,
    `${dice.between(100, 9999)} Route ${dice.between(2, 99)}`,
    `${dice.between(10, 999)} Broadway`,
  ]);
}

function age(dice: Dice): string {
  const years = dice.between(90, 106);
  return dice.pick([
    `${years}-year-old`,
    `${years}-year-old`,
    `${years} year old`,
    `${years} years old`,
    `${years} yo`,
    `${years}yo`,
    `${years} y/o`,
    `${years} y.o.`,
    `${years} years of age`,
    `${years} yr old`,
  ]);
}

const GENERATORS: Readonly<Record<Kind, (dice: Dice) => string>> = {
  us_ssn: ssn,
  us_itin: (dice) => `9${dice.digits(2)}-${dice.pick([dice.between(50, 65), dice.between(70, 88)])}-${dice.digits(4)}`,
  us_npi: (dice) => withNpi(`${dice.pick(['1', '1', '1', '2'])}${dice.digits(8)}`),
  us_dea: (dice) => withDea(`${dice.pick(['A', 'B', 'F', 'M'])}${dice.form('A')}${dice.digits(6)}`),
  us_mbi: (dice) => dice.pick([dice.form('1AX9AX9AA99'), dice.form('1AX9-AX9-AA99')]).replaceAll(/[SLOIBZV]/g, 'K'),
  credit_card: card,
  iban,
  vin: (dice) => withVin(dice.form('1AXAXXXX9X9999999').replaceAll(/[IOQ]/g, 'K')),
  icd10: (dice) =>
    dice.pick([
      'E11.9',
      'I10',
      'J45.909',
      'M54.50',
      'Z79.4',
      'S72.001A',
      'F32.9',
      'U07.1',
      'C50.911',
      'K21.9',
      'N18.30',
      'O24.410',
    ]),
  us_fax: phone,
  us_phone: phone,
  foreign_phone: (dice) =>
    dice.pick([
      `+44 20 7946 0${dice.digits(3)}`,
      `+44 (0)20 7946 0${dice.digits(3)}`,
      `+49 30 ${dice.digits(8)}`,
      `+33 1 ${dice.form('99 99 99 99')}`,
      `+52 55 ${dice.form('9999 9999')}`,
      `+91-${dice.form('99999-99999')}`,
      `+4917${dice.digits(9)}`,
    ]),
  email,
  url,
  ip_address: ip,
  mac_address: (dice) =>
    Array.from({ length: 6 }, () => dice.between(0, 255).toString(16).padStart(2, '0')).join(
      dice.pick([':', ':', '-']),
    ),
  us_zip: (dice) => `${dice.pick(PLACES)[3]}${dice.digits(2)}${dice.pick(['', '', `-${dice.digits(4)}`])}`,
  us_street: street,
  date: dateText,
  age_over_89: age,
  medical_record_number: (dice) =>
    dice.form(
      dice.pick([
        '99999999',
        '99999999',
        '9999999',
        '999999',
        '1999999999',
        'A9999999',
        'AA999999',
        '99-99-99',
        '999-999-9',
        'A-99999999',
        '9999999-9',
        'MRN99999999',
        '99999',
        '999 999 999',
        '99 99 99',
      ]),
    ),
  health_plan_number: (dice) =>
    dice.form(
      dice.pick([
        'AAA999999999',
        'A99999999',
        '999999999',
        '99999999901',
        '99999-01',
        'AAA99999999901',
        '9999999999A',
        '87999-0001',
        'AA-99999',
        '99999',
        '999 99 9999',
      ]),
    ),
  account_number: (dice) =>
    dice.form(
      dice.pick([
        '9999999999',
        '99999999',
        '999999',
        '4999-9999-99',
        'A9999999',
        'HB99999999',
        '000199999999',
        '99-999999',
        'INV-2024-99999',
      ]),
    ),
  license_number: (dice) =>
    dice.form(
      dice.pick([
        'A9999999',
        'AA999999',
        'MD99999',
        '999999',
        'S999-9999-9999',
        'RN-999999',
        '99.999999',
        'C99999999',
        '9999999',
      ]),
    ),
  device_id: (dice) =>
    dice.form(
      dice.pick([
        'AAA999999A',
        '99A99999',
        'SN99999999',
        'PJN999999',
        '999999999999999',
        'A9A9-99999',
        '4599X-99999',
        'RXA99999A',
      ]),
    ),
  unique_id: (dice) =>
    dice.form(dice.pick(['99999999', 'S24-99999', 'E9999999', '2024-99999', 'H99-9999', '9999999', 'A99999'])),
  license_plate: (dice) => dice.form(dice.pick(['AAA-9999', 'AAA 9999', '9AAA999', 'AAA999', '999-AAA', 'AA 99999'])),
  person_name: (dice) => `${dice.pick(FIRST)} ${dice.pick(LAST)}`,
  city: (dice) => dice.pick(PLACES)[0],
};

export const KINDS = Object.keys(GENERATORS) as readonly Kind[];

/** Forms that only some texts use, by kind and name. */
const FORMS: Readonly<Record<string, (dice: Dice) => string>> = {
  'us_ssn:bare': (dice) => ssn(dice).replaceAll(/\D/g, ''),
  'us_ssn:hidden': (dice) =>
    `${dice.pick(['X', 'x', '*']).repeat(3)}-${dice.pick(['XX', 'xx', '**'])}-${dice.digits(4)}`,
  'us_ssn:four': (dice) => dice.digits(4),
  'us_phone:bare': (dice) => phoneParts(dice).join(''),
  'us_phone:local': (dice) => `555${dice.pick(['-', '-', '.'])}01${dice.digits(2)}`,
  'foreign_phone:home': (dice) =>
    dice.form(dice.pick(['0999 99 99 99', '(99) 9999-9999', '999 999 999', '07999 999999', '99-99-99-99'])),
  'age_over_89:sex': (dice) => `${dice.between(90, 104)}${dice.pick(['F', 'M', ' F', ' M', 'yF'])}`,
  'device_id:gtin': (dice) => `00${dice.digits(12)}`,
  'email:words': (dice) => `${dice.pick(FIRST).toLowerCase()} at example dot org`,
  'url:host': (dice) => `${dice.pick(FIRST).toLowerCase()}.example.org`,
  'us_street:bare': (dice) => `${dice.between(100, 9999)} ${dice.pick(['Oak', 'Maple', 'Camino Real', 'Rue Royale'])}`,
  'age_over_89:number': (dice) => String(dice.between(90, 106)),
  'date:short': (dice) => dateText(dice, 'short'),
};

/** `us_phone`, or in a form of its own behind a colon: `us_phone:local`. */
export function makeIdentifier(name: string, dice: Dice): { readonly kind: Kind; readonly text: string } {
  const [plain = ''] = name.split(':');
  const kind = KINDS.find((known) => known === plain);
  const make = name === kind ? GENERATORS[kind] : FORMS[name];
  if (!kind || !make) throw new Error(`there is no identifier ${name}`);
  return { kind, text: make(dice) };
}
