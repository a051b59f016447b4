// The rows of the benchmark's table, and how they are printed and stored. A row that could not be measured says why.
import type { Figure } from './measure.ts';

export interface Row {
  readonly what: string;
  /** Whose figure this is. */
  readonly who: string;
  readonly unit: string;
  readonly figure: Figure | null;
  /** Why there is no figure. */
  readonly absent?: string;
  /** How this compares: `0.84x of the pipe`. */
  readonly ratio?: Ratio;
}

export interface Ratio {
  readonly value: number;
  readonly to: string;
  /** The budget as written, and whether the value keeps it. */
  readonly budget?: { readonly text: string; readonly isMet: boolean };
}

const number = (value: number): string => {
  const places = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
};

const spread = ({ min, max }: Figure): string => `${number(min)} – ${number(max)}`;

function ratioText(ratio: Ratio | undefined): readonly [string, string] {
  if (!ratio) return ['', ''];
  const budget = ratio.budget ? `${ratio.budget.text}: ${ratio.budget.isMet ? 'met' : 'NOT MET'}` : '';
  return [`${ratio.value.toFixed(2)}x of ${ratio.to}`, budget];
}

const HEADINGS = ['what', 'who', 'median', 'min – max', 'unit', 'ratio', 'budget'];

/** A table in Markdown that also reads well in a terminal. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) =>
    row.figure
      ? [row.what, row.who, number(row.figure.median), spread(row.figure), row.unit, ...ratioText(row.ratio)]
      : [row.what, row.who, 'absent', '', '', row.absent ?? '', ''],
  );
  const lines = [HEADINGS, ...cells];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const print = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [print(HEADINGS), rule, ...cells.map(print)].join('\n');
}

/** `value` against `base`, where more is better or less is. */
export function against(figure: Figure | undefined, base: Figure | undefined, to: string): Ratio | undefined {
  return figure && base ? { value: figure.median / base.median, to } : undefined;
}

export const atLeast = (ratio: Ratio | undefined, limit: number): Ratio | undefined =>
  ratio && { ...ratio, budget: { text: `≥ ${limit}x`, isMet: ratio.value >= limit } };

export const atMost = (ratio: Ratio | undefined, limit: number): Ratio | undefined =>
  ratio && { ...ratio, budget: { text: `≤ ${limit}x`, isMet: ratio.value <= limit } };
