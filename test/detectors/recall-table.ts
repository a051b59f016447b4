// The published figures: which corpus they come from, how they are written, and where they stand in the documentation.
import type { Figures, Measured } from './measure.ts';

/** What the documentation publishes is measured over this. */
export const CORPUS = { seed: 20_251, notes: 2_000 } as const;

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

const row = ({ kind, present, found, named, hits, right }: Figures): string =>
  `| \`${kind}\` | ${present} | ${percent(found, present)} | ${percent(named, present)} | ${hits} | ${percent(right, hits)} |`;

export const recallTable = ({ figures }: Measured): string =>
  [
    '| kind | in the notes | found | by its own detector | hits | precision |',
    '|---|---|---|---|---|---|',
    ...figures.map(row),
  ].join('\n');

/** The page with its figures written anew. */
export const renewFigures = (page: string, measured: Measured): string =>
  page.replace(
    /(?<=<!-- measured -->\n)[^]*?(?=<!-- end -->)/,
    () => `\n${CORPUS.notes} notes from the seed ${CORPUS.seed}.\n\n${recallTable(measured)}\n\n`,
  );
