// Plain text tables for a terminal. Cells are made safe to print: they can hold text of users and of databases.

/** Replaces what a terminal could take for a command. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}]/gu, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);

export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const safe = [header, ...rows].map((row) => row.map(printable));
  const widths = header.map((_, column) => Math.max(...safe.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(safe[0] ?? []), widths.map((width) => '-'.repeat(width)).join('  '), ...safe.slice(1).map(line)].join(
    '\n',
  );
}
