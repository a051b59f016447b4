// A second clinic that a masked client must not be able to tell from the first: the same public values, the same results of every declared
// transform, and different protected values.
import type { Clinic, Encounter, Patient } from '../../runtime/cli/quickstart/clinic.ts';

/** Other digits in front, the last four kept: `keep last 4` shows them on purpose. */
const otherSsn = (ssn: string): string =>
  `${999 - (Number(ssn.slice(0, 3)) - 900)}-${ssn.slice(4, 6) === '33' ? '34' : '33'}-${ssn.slice(-4)}`;

const otherMrn = (mrn: string): string => `MRN${99_999_999 - Number(mrn.slice(3))}`;

/** Another day of the same year: `year` shows the year on purpose. */
const otherBirth = (date: string): string => `${date.slice(0, 4)}-${date.slice(5) === '06-17' ? '06-18' : '06-17'}`;

/** Another ZIP code of the same area: `zip3` shows the area on purpose. */
const otherZip = (zip: string): string => `${zip.slice(0, 3)}${String(99 - Number(zip.slice(3))).padStart(2, '0')}`;

const otherPhone = (phone: string): string =>
  `${phone.slice(0, 8)}01${String(99 - Number(phone.slice(-2))).padStart(2, '0')}`;

function otherPatient(patient: Patient): Patient {
  return {
    ...patient,
    mrn: otherMrn(patient.mrn),
    ssn: otherSsn(patient.ssn),
    firstName: `Other${patient.firstName.length}`,
    lastName: `Person of ${patient.lastName.length} letters`,
    dateOfBirth: otherBirth(patient.dateOfBirth),
    zip: otherZip(patient.zip),
    phone: otherPhone(patient.phone),
    email: `someone.else${patient.id * 3}@example.org`,
  };
}

export function otherWorld({ patients, encounters }: Clinic): Clinic {
  const others = patients.map(otherPatient);
  const pairs = new Map(patients.map((patient, index) => [patient.id, [patient, others[index] ?? patient] as const]));
  const otherNotes = ({ notes, patientId }: Encounter): string => {
    const [old, now] = pairs.get(patientId) ?? [];
    if (!old || !now) return notes;
    const members = ['ssn', 'mrn', 'phone', 'email'] as const;
    return members.reduce((text, member) => text.replaceAll(old[member], now[member]), notes);
  };
  return {
    patients: others,
    encounters: encounters.map((encounter) => ({ ...encounter, notes: otherNotes(encounter) })),
  };
}
