// The synthetic clinic of the quick start: the same patients and encounters every time, none of them real. Social
// security numbers come from a range that is never issued (9xx, groups below 50), telephone numbers from 555-01xx, e-mail
// addresses from example.org. Notes quote them in free text, and name clinicians but no patients.
import { CITIES, DEPARTMENTS, FINDINGS, FIRST_NAMES, LAST_NAMES, PLANS, STAFF } from './clinic-words.ts';

export interface Patient {
  readonly id: number;
  readonly mrn: string;
  readonly ssn: string;
  readonly firstName: string;
  readonly lastName: string;
  /** `YYYY-MM-DD`. */
  readonly dateOfBirth: string;
  readonly sex: 'F' | 'M';
  readonly city: string;
  readonly zip: string;
  readonly phone: string;
  readonly email: string;
}

export interface Encounter {
  readonly id: number;
  readonly patientId: number;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  readonly department: string;
  readonly reason: string;
  readonly notes: string;
}

export interface Clinic {
  readonly patients: readonly Patient[];
  readonly encounters: readonly Encounter[];
}

const SEED = 20_260_101;
const PATIENTS = 3_000;
const ENCOUNTERS_PER_PATIENT = 3;
const DAY_MS = 86_400_000;

/** A small generator (mulberry32): the point is that every run gives the same clinic, not that it is random. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

type Roll = ReturnType<typeof dice>;

function pick<T>(roll: Roll, list: readonly T[]): T {
  const chosen = list[roll(list.length)];
  if (chosen === undefined) throw new Error('a word list is empty');
  return chosen;
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0');

/** A name as it stands in an e-mail address. */
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');

/** Different for each of the first 49,000 ids. */
const neverIssuedSsn = (id: number): string =>
  `${900 + (id % 100)}-${digits(1 + ((id * 7) % 49), 2)}-${digits(1000 + ((id * 2_711) % 8_999), 4)}`;

function patient(roll: Roll, id: number): Patient {
  const firstName = pick(roll, FIRST_NAMES);
  const lastName = pick(roll, LAST_NAMES);
  const [city, zip] = pick(roll, CITIES);
  return {
    id,
    mrn: `MRN${digits(10_000_000 + id * 7_919, 8)}`,
    ssn: neverIssuedSsn(id),
    firstName,
    lastName,
    dateOfBirth: new Date(Date.UTC(1930, 0, 1) + roll(32_000) * DAY_MS).toISOString().slice(0, 10),
    sex: roll(2) === 0 ? 'F' : 'M',
    city,
    zip: digits(zip + roll(90), 5),
    phone: `${digits(201 + roll(700), 3)}-555-01${digits(roll(100), 2)}`,
    email: `${plain(firstName)}.${plain(lastName)}${id}@example.org`,
  };
}

/** Sentences that quote protected values; not every note has one. */
const QUOTES: readonly ((patient: Patient) => string)[] = [
  ({ ssn }) => `Identity confirmed by SSN ${ssn}.`,
  ({ phone }) => `Call back at ${phone} with the results.`,
  ({ email }) => `Instructions sent to ${email}.`,
  ({ mrn }) => `Chart ${mrn} reviewed.`,
  ({ phone, email }) => `Prefers ${email}, or ${phone} after six.`,
  () => 'No change since the last visit.',
  () => 'Discussed options; no questions left open.',
];

function encounter(roll: Roll, id: number, of: Patient): Encounter {
  const [department, reasons] = pick(roll, DEPARTMENTS);
  const sentences = [pick(roll, FINDINGS), pick(roll, QUOTES)(of), pick(roll, PLANS), `Seen by ${pick(roll, STAFF)}.`];
  return {
    id,
    patientId: of.id,
    occurredAt: new Date(Date.UTC(2024, 0, 1, 8) + roll(730) * DAY_MS + roll(600) * 60_000).toISOString(),
    department,
    reason: pick(roll, reasons),
    notes: sentences.join(' '),
  };
}

/** 3,000 patients and 9,000 encounters unless asked for fewer. */
export function syntheticClinic(patientCount: number = PATIENTS): Clinic {
  const roll = dice(SEED);
  const patients = Array.from({ length: patientCount }, (_, index) => patient(roll, index + 1));
  const encounters = patients.flatMap((of) =>
    Array.from({ length: ENCOUNTERS_PER_PATIENT }, (_, index) =>
      encounter(roll, (of.id - 1) * ENCOUNTERS_PER_PATIENT + index + 1, of),
    ),
  );
  return { patients, encounters };
}
