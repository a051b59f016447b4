// The files of the shipped library, as a policy imports them. The texts are in policies/library; the shells read them.

/** What an import of the library starts with. */
const PREFIX = 'hpol:';

export interface Library {
  readonly path: `hpol:${string}`;
  readonly doc: string;
}

export const LIBRARIES: readonly Library[] = [
  {
    path: 'hpol:phi',
    doc: 'What finds identifiers of patients in free text, after the Safe Harbor list of HIPAA, 45 CFR 164.514(b)(2).',
  },
];

/** True for a path of the library, known or not; such a path is no file of a project. */
export const isLibraryPath = (path: string): boolean => path.startsWith(PREFIX);
