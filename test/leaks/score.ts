// Counts cases by group. A case counts once, however many modes it ran in, and as badly as it did in its worst one.
import { GROUPS, type Group, type LeakCase } from './leak-case.ts';
import type { CaseResult } from './run-corpus.ts';
import type { Verdict } from './run-case.ts';

export interface GroupScore {
  readonly group: Group | 'all';
  readonly attacks: number;
  /** Attacks and controls that leak. */
  readonly leaks: number;
  /** Attacks that leak. */
  readonly open: number;
  /** Attacks of which nothing but the order of rows told anything. */
  readonly orderOnly: number;
  /** Attacks that never got their answer. */
  readonly unanswered: number;
  /** Attacks that were refused in every mode; the rest was answered with masked values. */
  readonly refused: number;
  readonly controls: number;
  /** Controls that did what they must in every mode. */
  readonly passed: number;
}

const RANK: Readonly<Record<Verdict['kind'], number>> = { leak: 3, failed: 2, 'order only': 1, equal: 0 };

const worst = (verdicts: readonly Verdict[]): Verdict['kind'] =>
  verdicts.map(({ kind }) => kind).reduce((a, b) => (RANK[b] > RANK[a] ? b : a), 'equal');

const isRefused = (verdicts: readonly Verdict[]): boolean =>
  verdicts.every((verdict) => verdict.kind === 'equal' && verdict.isRefused);

const count = <T>(of: readonly T[], holds: (one: T) => boolean): number => of.filter(holds).length;

function scoreOf(group: GroupScore['group'], byCase: ReadonlyMap<LeakCase, readonly Verdict[]>): GroupScore {
  const cases = [...byCase].filter(([leakCase]) => group === 'all' || leakCase.group === group);
  const attacks = cases.filter(([{ kind }]) => kind === 'attack').map(([, verdicts]) => verdicts);
  const controls = cases.filter(([{ kind }]) => kind === 'control').map(([, verdicts]) => verdicts);
  const worstIs = (kind: Verdict['kind']) => (verdicts: readonly Verdict[]) => worst(verdicts) === kind;
  return {
    group,
    attacks: attacks.length,
    // A control that leaks is a leak like any other.
    leaks: count([...attacks, ...controls], worstIs('leak')),
    open: count(attacks, worstIs('leak')),
    orderOnly: count(attacks, worstIs('order only')),
    unanswered: count(attacks, worstIs('failed')),
    refused: count(attacks, isRefused),
    controls: controls.length,
    passed: count(controls, (verdicts) => RANK[worst(verdicts)] <= RANK['order only']),
  };
}

/** One score for each group that has cases, and one for all. */
export function scores(results: readonly CaseResult[]): readonly GroupScore[] {
  const byCase = new Map<LeakCase, Verdict[]>();
  for (const { leakCase, verdict } of results) byCase.set(leakCase, [...(byCase.get(leakCase) ?? []), verdict]);
  const present = GROUPS.filter((group) => results.some(({ leakCase }) => leakCase.group === group));
  return [...present, 'all' as const].map((group) => scoreOf(group, byCase));
}

/** The scores as a table of text. */
export function scoreTable(all: readonly GroupScore[]): string {
  const head = ['group', 'attacks', 'leaks', 'order only', 'unanswered', 'refused', 'controls', 'passed'];
  const lines = all.map((s) =>
    [s.group, s.attacks, s.leaks, s.orderOnly, s.unanswered, s.refused, s.controls, s.passed].map(String),
  );
  const widths = head.map((title, at) => Math.max(title.length, ...lines.map((line) => line[at]!.length)));
  const print = (cells: readonly string[]): string =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ');
  return [head, ...lines].map(print).join('\n');
}
