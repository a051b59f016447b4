// The comparison that the README publishes: attacks of the corpus that each way to mask leaves open, by group, and the controls that pass.
import type { Group } from './leak-case.ts';
import type { GroupScore } from './score.ts';

export interface PeerScores {
  readonly peer: string;
  readonly scores: readonly GroupScore[];
}

const MARKS = /(?<=<!-- measured: leaks -->\n)[^]*?(?=<!-- end -->)/;

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

/** Rows are groups, columns are peers, ours first. */
export function publishedTable(all: readonly PeerScores[]): string {
  const [first] = all;
  const groups = first?.scores.map(({ group }) => group) ?? [];
  const of = ({ scores }: PeerScores, group: Group | 'all'): GroupScore | undefined =>
    scores.find((score) => score.group === group);
  const rows = groups.map((group) =>
    line([group, first ? (of(first, group)?.attacks ?? 0) : 0, ...all.map((peer) => of(peer, group)?.open ?? 0)]),
  );
  const controls = all.map((peer) => {
    const score = of(peer, 'all');
    return `${score?.passed ?? 0} of ${score?.controls ?? 0}`;
  });
  return [
    line(['attacks left open', 'attacks', ...all.map(({ peer }) => peer)]),
    line(['---', '---:', ...all.map(() => '---:')]),
    ...rows,
    line(['controls passed', '', ...controls]),
  ].join('\n');
}

/** The page with the table written anew. */
export const renewTable = (page: string, table: string): string => page.replace(MARKS, () => `\n${table}\n\n`);

/** The table that the page holds; null when it holds none. */
export const tableIn = (page: string): string | null => MARKS.exec(page)?.[0].trim() ?? null;
