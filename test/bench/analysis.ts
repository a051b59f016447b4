// What the analysis of a statement costs: one that came before, and a join of ten tables that is seen for the first time, with its parse.
import { analyzeQuery, prepareAnalysis } from '../../runtime/postgres/analysis/analyze-query.ts';
import { indexCatalog } from '../../runtime/postgres/analysis/catalog-index.ts';
import { catalogFromDdl } from '../../runtime/postgres/analysis/ddl-catalog.ts';
import type { AnalysisContext } from '../../runtime/postgres/analysis/facts.ts';
import { microsecondsPerCall, sideBySide, type Figure } from './measure.ts';
import type { Row } from './report.ts';

const TABLES = 10;
const COLUMNS = 12;
const CACHED_CALLS = 200_000;
const FRESH_CALLS = 300;
const CACHED_BUDGET_US = 5;
const FRESH_BUDGET_US = 1_000;

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

const DDL = numbers(TABLES)
  .map((table) => {
    const columns = numbers(COLUMNS).map((column) => `c${column} text`);
    return `CREATE TABLE public.t${table} (id int PRIMARY KEY, parent int, ${columns.join(', ')});`;
  })
  .join('\n');

/** A join as reports have it: columns of every table, conditions, a count, an order and a limit. */
const join = (mark: number): string =>
  `SELECT ${numbers(TABLES)
    .map((table) => `t${table}.c1 AS a${table}, t${table}.c2`)
    .join(', ')}, count(*) OVER (PARTITION BY t0.c3) AS n
   FROM public.t0 ${numbers(TABLES - 1)
     .map((table) => `LEFT JOIN public.t${table + 1} ON t${table + 1}.id = t${table}.parent`)
     .join(' ')}
   WHERE t0.c4 = 'x${mark}' AND (t1.c5 IS NOT NULL OR t2.c6 IN ('a', 'b', 'c')) AND t3.id > ${mark}
   ORDER BY t0.id DESC LIMIT 50`;

const within = (figure: Figure | undefined, limit: number): Pick<Row, 'ratio'> =>
  figure === undefined
    ? {}
    : {
        ratio: {
          value: figure.median / limit,
          to: `${limit} µs`,
          budget: { text: '≤ 1x', isMet: figure.median <= limit },
        },
      };

export async function analysisRows(): Promise<readonly Row[]> {
  await prepareAnalysis();
  const { value } = catalogFromDdl([{ file: 'bench.sql', text: DDL }]);
  if (value === null) throw new Error('the tables of the benchmark are no SQL');
  const catalog = indexCatalog(value);
  const context: AnalysisContext = { searchPath: ['public'], prepared: new Map(), cursors: new Map() };
  const known = join(0);
  const [facts] = analyzeQuery(known, catalog, context);
  if (facts?.analyzed !== true) throw new Error(`the join is not understood: ${facts?.unanalyzedBecause}`);
  let mark = 0;
  const figures = await sideBySide([
    { name: 'cached', run: () => microsecondsPerCall(CACHED_CALLS, () => analyzeQuery(known, catalog, context)) },
    {
      name: 'fresh',
      run: () => microsecondsPerCall(FRESH_CALLS, () => analyzeQuery(join((mark += 1)), catalog, context)),
    },
  ]);
  const what = `analysis of a join of ${TABLES} tables`;
  const row = (who: string, name: string, limit: number): Row => ({
    what,
    who,
    unit: 'µs',
    figure: figures.get(name) ?? null,
    ...within(figures.get(name), limit),
  });
  return [
    row('seen before', 'cached', CACHED_BUDGET_US),
    row('seen for the first time, with its parse', 'fresh', FRESH_BUDGET_US),
  ];
}
