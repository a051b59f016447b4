// Searches bytes for protected values of the synthetic clinic: as they are, and as digits or letters alone.
import type { Patient } from '../../runtime/cli/quickstart/clinic.ts';

/** Every spelling of a patient's protected values that may not reach a masked client. */
function spellings(patient: Patient): readonly string[] {
  const { ssn, mrn, firstName, lastName, dateOfBirth, phone, email } = patient;
  // A birth on the first of January is its own masked form.
  const birth = dateOfBirth.endsWith('-01-01') ? [] : [dateOfBirth];
  const whole = [ssn, mrn, firstName, lastName, phone, email, ...birth];
  const bare = [ssn, phone, dateOfBirth].map((value) => value.replaceAll('-', ''));
  const encoded = [ssn, lastName, email].flatMap((value) => [
    Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -1),
    Buffer.from(value).toString('hex'),
    Array.from(value).toReversed().join(''),
  ]);
  return [...whole, ...bare, ...encoded];
}

/** Finds protected values in what a client received; each is named by the patient's id, never printed. */
export class Sweep {
  readonly #pattern: RegExp;
  readonly #owner: ReadonlyMap<string, string>;

  constructor(patients: readonly Patient[]) {
    const owner = new Map<string, string>();
    for (const patient of patients) {
      for (const [index, text] of spellings(patient).entries()) {
        owner.set(text.toLowerCase(), `patient ${patient.id}, spelling ${index}`);
      }
    }
    this.#owner = owner;
    const alternatives = [...owner.keys()].map((text) => RegExp.escape(text));
    this.#pattern = new RegExp(alternatives.join('|'), 'giu');
  }

  /** What was found, in order; empty when the bytes are clean. */
  find(bytes: Uint8Array | string): readonly string[] {
    const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8');
    return [...text.matchAll(this.#pattern)].map(([hit]) => this.#owner.get(hit.toLowerCase()) ?? 'a protected value');
  }
}
