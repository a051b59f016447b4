// The rows of a world: the same public values in both, and the protected ones of `secretsOf`.
import { PATIENTS, secretsOf, type World } from './protected-values.ts';

/** A quoted literal, or NULL. */
const text = (value: string | null): string => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`);

const CITIES = ['Duluth', 'Bemidji', 'Winona', 'Mankato'];
const WARDS = ['Cardiology', 'Surgery', 'Maternity'];
const DOCTORS = ['Dr. Alder', 'Dr. Birch', 'Dr. Cedar'];
const SEVERITIES = ['mild', 'serious', 'grave'];
const day = (id: number): string => `2024-${String(1 + (id % 12)).padStart(2, '0')}-15`;

function patient(world: World, id: number): string {
  const s = secretsOf(world, id);
  const hasNone = id % 12 === 0;
  const values = [
    String(id),
    text(s.ssn),
    text(s.mrn),
    text(hasNone ? null : s.fullName),
    text(s.birth),
    text(s.seenAt),
    s.balance,
    s.score,
    s.pin,
    s.big,
    text(s.token),
    `'\\x${s.photo}'`,
    text(s.address),
    String((id % 3 === 0) === (world === 'one')),
    text(s.zip),
    text(JSON.stringify({ ssn: s.ssn, name: s.fullName, lives: { zip: s.zip } })),
    text(JSON.stringify({ mrn: s.mrn, list: [s.phone, s.email] })),
    text(`<patient><ssn>${s.ssn}</ssn><name>${s.fullName}</name></patient>`),
    `ARRAY[${text(s.diagnosis)}, ${text(s.zip)}]`,
    `ROW(${text(s.phone)}, ${text(s.email)})`,
    `daterange(${text(s.birth)}, NULL)`,
    text(SEVERITIES[(id + (world === 'one' ? 0 : 1)) % 3]!),
    text(id % 2 === 0 ? 'F' : 'M'),
    text(CITIES[id % 4]!),
    String(1 + (id % 3)),
    text(day(id)),
  ];
  return `INSERT INTO care.patients VALUES (${values.join(', ')})`;
}

function visit(world: World, id: number): string {
  const patientId = 1 + ((id * 5) % PATIENTS);
  const s = secretsOf(world, patientId);
  const notes = `Seen for ${id % 2 === 0 ? 'a cough' : 'a check'}. SSN ${s.ssn}, call ${s.phone}.`;
  const values = [
    String(id),
    String(patientId),
    String(1 + (id % 3)),
    text(DOCTORS[id % 3]!),
    text(`${day(id)} 09:30`),
    `${100 + id}.50`,
    text(s.mrn),
    text(notes),
    text(SEVERITIES[(id + (world === 'one' ? 0 : 1)) % 3]!),
  ];
  return `INSERT INTO care.visits VALUES (${values.join(', ')})`;
}

function lab(world: World, id: number): string {
  const patientId = 1 + ((id * 7) % PATIENTS);
  const s = secretsOf(world, patientId);
  const taken = `${id % 2 === 0 ? 2023 : 2024}-05-${String(1 + (id % 28)).padStart(2, '0')}`;
  return `INSERT INTO care.labs VALUES (${id}, '${taken}', ${patientId}, ${text(id % 2 === 0 ? 'blood' : 'urine')}, ${text(s.ssn)}, ${text(s.diagnosis)})`;
}

const staff = (world: World, id: number): string => {
  const { ssn } = secretsOf(world, id);
  return id % 2 === 0
    ? `INSERT INTO care.doctors VALUES (${id}, 'Staff ${id}', ${text(ssn)}, 'Desk ${id}', 'Surgeon')`
    : `INSERT INTO care.staff VALUES (${id}, 'Staff ${id}', ${text(ssn)}, 'Desk ${id}')`;
};

const ids = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Statements that fill the tables of `SCHEMA`, in order. */
export const rows = (world: World): readonly string[] => [
  ...WARDS.map((name, index) => `INSERT INTO care.wards VALUES (${index + 1}, ${text(name)}, ${10 + index}, ${index})`),
  ...ids(PATIENTS).map((id) => patient(world, id)),
  // The trigger would send a notice for each.
  'ALTER TABLE care.visits DISABLE TRIGGER visit_notice',
  ...ids(30).map((id) => visit(world, id)),
  'ALTER TABLE care.visits ENABLE TRIGGER visit_notice',
  ...ids(20).map((id) => lab(world, id)),
  ...ids(6).map((id) => staff(world, id)),
  ...ids(4).map((id) => `INSERT INTO care.vault VALUES (${id}, 'Owner ${id}', ${text(secretsOf(world, id).token)})`),
  ...ids(4).map(
    (id) => `INSERT INTO care.cohort VALUES (${id}, ${text(id % 2 === 0 ? 'A' : 'B')}, ${secretsOf(world, id).pin})`,
  ),
  `INSERT INTO care.scratch VALUES (1, 'a public note', 12.50, '2024-02-03', '{"color": "green"}'), (2, 'another note', 7, '2024-03-04', NULL)`,
  `INSERT INTO care.messages (body, priority) VALUES ('welcome', 1), ('closed on sunday', 2)`,
];
