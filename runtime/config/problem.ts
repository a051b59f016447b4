// What is wrong with a configuration file, in one form for all of them: code, place and sentence.

export interface ConfigProblem {
  readonly code: `HPOL6${string}`;
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
