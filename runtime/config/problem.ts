// What is wrong with a configuration file, in one form for all of them: code, place and sentence.

/** Every code, with what it means. A code is permanent: it is never given another meaning. Each has a page in docs/codes. */
export const CONFIG_PROBLEMS = {
  HPOL6000: 'A configuration that cannot be read',
  HPOL6001: 'A configuration that is not plain YAML',
  HPOL6002: 'A key that does not exist',
  HPOL6003: 'A key that is missing',
  HPOL6004: 'A value that is not written as it must be',
  HPOL6005: 'Identities that do not fit together',
  HPOL6006: 'Settings that do not fit together',
} as const;

export interface ConfigProblem {
  readonly code: keyof typeof CONFIG_PROBLEMS;
  readonly file: string;
  /** 1-based; null when the problem belongs to no line. */
  readonly line: number | null;
  /** Where in the document: `targets.clinic.port`; empty for the whole. */
  readonly path: string;
  readonly message: string;
  readonly help: string | null;
}

/** `policyd.yaml:3: HPOL6002: `listem` is not a key here; did you mean `listen`?` */
export function printProblem(problem: ConfigProblem): string {
  const place = problem.line === null ? problem.file : `${problem.file}:${problem.line}`;
  const at = problem.path === '' ? '' : `\`${problem.path}\`: `;
  const help = problem.help === null ? '' : `\n  help: ${problem.help}`;
  return `${place}: ${problem.code}: ${at}${problem.message}${help}`;
}
