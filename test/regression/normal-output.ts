// What two runs of the same file may differ in for reasons of their own: process ids, ports, times that passed, numbers of transactions.

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:PID|process) \d+/g, 'process PID'],
  [/\d+\.\d{3} ms/g, 'TIME ms'],
  [/port "?\d{4,5}"?/g, 'port PORT'],
  [/(?:pg_temp|pg_toast_temp)_\d+/g, 'pg_temp_N'],
  [/\/tmp\/[^\s'":]+/g, 'PATH'],
  // The gateway tells of the end of its target in words of its own.
  [/server closed the connection unexpectedly\n\tThis probably[^]*?while processing the request\.\n/g, ''],
  [/FATAL: {2}the target regression closed the connection; connect again\n/g, ''],
];

export const normalOutput = (output: string): string =>
  REPLACEMENTS.reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), output);

/** The first line in which two outputs differ, with what stands there; null when they are equal. */
export function firstDifference(left: string, right: string): string | null {
  const [a, b] = [left.split('\n'), right.split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  if (at < 0 && a.length === b.length) return null;
  const line = at < 0 ? a.length : at;
  return `line ${line + 1}: ${JSON.stringify(a[line] ?? null)} | ${JSON.stringify(b[line] ?? null)}`;
}
