// What every part of the tour works with: the running clinic, a place for files, and ways to show things to a person
// and to claim them. A claim that does not hold ends the tour.
import type { TestClinic } from '../kit/clinic.ts';
import type { Ended } from '../kit/programs.ts';

export class TourFault extends Error {
  override readonly name = 'TourFault';
}

export interface Stage {
  readonly clinic: TestClinic;
  /** A folder for the tour's own files. */
  readonly folder: string;
}

export interface Part {
  readonly title: string;
  readonly play: (stage: Stage) => Promise<void>;
}

const WIDTH = 110;
const MAX_ROWS = 5;

export const say = (text: string): void => console.log(`  ${text}`);

/** What somebody types. */
export const prompt = (who: string, text: string): void => console.log(`\n  ${who}> ${text}`);

export function claim(what: string, holds: boolean): void {
  if (!holds) throw new TourFault(`this should hold and does not: ${what}`);
  console.log(`  ✓ ${what}`);
}

/** Output of a program or a server, indented; long lines are cut and many lines are counted. */
export function quote(text: string, maxLines = 16): void {
  const lines = text.trimEnd().split('\n');
  for (const line of lines.slice(0, maxLines)) {
    console.log(`    ${line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line}`.trimEnd());
  }
  if (lines.length > maxLines) console.log(`    … ${lines.length - maxLines} more lines`);
}

/** Values as PostgreSQL writes them. */
export type Rows = readonly Readonly<Record<string, string | null>>[];

/** Rows as a table. */
export function rowsTable(rows: Rows): void {
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.slice(0, MAX_ROWS).map((row) => names.map((name) => row[name] ?? '∅'));
  const lines = [names, ...cells];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const more = rows.length > MAX_ROWS ? [`… ${rows.length} rows`] : [];
  quote([text[0] ?? '', widths.map((width) => '─'.repeat(width)).join('  '), ...text.slice(1), ...more].join('\n'));
}

/** Shows a program that was run, what it said and how it ended. */
export function ran(command: string, { status, stdout, stderr }: Ended): void {
  console.log(`\n  $ ${command}`);
  quote(`${stdout}${stderr}`, 40);
  if (status !== 0) say(`(exit status ${status})`);
}
