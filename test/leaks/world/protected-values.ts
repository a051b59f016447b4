// The protected values of the two worlds: equal under every declared transform, equal in which are NULL and which repeat, and
// different in everything else. Synthetic; no SSN of an issued area.

export type World = 'one' | 'two';

export const PATIENTS = 24;

export interface Secrets {
  readonly ssn: string;
  readonly mrn: string;
  readonly fullName: string;
  readonly birth: string;
  readonly seenAt: string;
  readonly balance: string;
  readonly score: string;
  readonly pin: string;
  readonly big: string;
  readonly token: string;
  /** Hexadecimal digits of the bytes. */
  readonly photo: string;
  readonly address: string;
  readonly zip: string;
  readonly phone: string;
  readonly email: string;
  readonly diagnosis: string;
}

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** Another order in each world, so that sorting by a protected value tells them apart. */
const place = (world: World, id: number): number => (world === 'one' ? (id * 7) % 29 : 28 - ((id * 11) % 29));

/** The protected values of one patient. `id` counts from 1 to `PATIENTS`. */
export function secretsOf(world: World, id: number): Secrets {
  const at = place(world, id);
  const other = world === 'one' ? 0 : 1;
  const letters = (other === 0 ? ['Quill', 'Zephyr', 'Marlow', 'Vesper'] : ['Bram', 'Oleander', 'Tarn', 'Ix'])[id % 4]!;
  const hex = (at * 7919 + 104_729 * (other + 1)).toString(16).padStart(8, '0');
  return {
    // `keep last 4` shows the last four digits on purpose.
    ssn: `${930 + at}-${other === 0 ? 31 : 47}-${pad(1000 + id * 37, 4)}`,
    mrn: `MRN${pad(203_047 + other * 51_234_567 + at * 1_000_003, 8)}`,
    fullName: `${letters} ${other === 0 ? 'Kestrelmann' : 'Ravenscroft-Oy'}${at}`,
    // `year` shows the year on purpose.
    birth: `${1930 + id * 2}-${pad(1 + (at % 12), 2)}-${pad(3 + other * 12 + (id % 9), 2)}`,
    seenAt: `2024-${pad(1 + (at % 12), 2)}-${pad(2 + other * 13, 2)} 0${at % 10}:1${other}:${pad(at, 2)}+00`,
    balance: `${at * 311 + other * 17}.${pad((at * 13 + other) % 100, 2)}`,
    score: `${at + 0.25 + other * 0.5}`,
    pin: String(1000 + at * 211 + other),
    big: String(9_000_000_000 + at * 77_777 + other),
    token: `${hex}-${other === 0 ? 'aaaa-4aaa' : 'bbbb-4bbb'}-8${pad(at, 3)}-${hex}${pad(id, 4)}`,
    photo: `${hex}${other === 0 ? 'cafe' : 'f00d'}${hex}`,
    address: `10.${other === 0 ? 41 : 87}.${at}.${id}`,
    // `zip3` shows the area on purpose.
    zip: `554${pad(other * 50 + at, 2)}`,
    phone: `(555) 01${other}-${pad(2000 + at * 101, 4)}`,
    email: `${letters.toLowerCase()}.${at}@${other === 0 ? 'kestrel' : 'ravens'}.example.org`,
    diagnosis: other === 0 ? `hypertension stage ${at}` : `eczema type ${at}`,
  };
}

/** Every spelling in which a protected value of this world might show, for searching logs, recordings, errors and metrics. */
export function spellings(world: World): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let id = 1; id <= PATIENTS; id += 1) {
    for (const [member, value] of Object.entries(secretsOf(world, id))) {
      // Short numbers occur by chance.
      if (value.length < 8) continue;
      const bytes = Buffer.from(value);
      const texts = [
        value,
        Array.from(value).toReversed().join(''),
        bytes.toString('hex'),
        bytes.toString('base64').replace(/=+$/, '').slice(0, -1),
        Buffer.from(value, 'utf16le').toString('latin1'),
        value.replaceAll(/\D/g, ''),
      ];
      for (const text of texts) if (text.length >= 8) found.set(text.toLowerCase(), `${member} of patient ${id}`);
    }
  }
  return found;
}
