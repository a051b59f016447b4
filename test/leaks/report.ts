// Prints what the suite has found on one version of PostgreSQL, and says whether that is a failure.
import { scores, scoreTable } from './score.ts';
import { troubles } from './run-corpus.ts';
import type { GeneratedScore } from './run-generated.ts';
import type { SuiteResult } from './run-suite.ts';

const generatedLine = ({ statements, answered, refused, failed, orderOnly, leaks }: GeneratedScore): string =>
  `generator: ${statements} statements, ${leaks.length} leaks, ${orderOnly} order only; ` +
  `${answered} answered, ${refused} refused, ${failed} answered by an error of the server`;

const canaryLines = ({ received, swept }: SuiteResult): readonly string[] => {
  const bytes = swept.reduce((sum, part) => sum + part.bytes, 0);
  const recordings = swept.reduce((sum, part) => sum + part.recordings, 0);
  const found = [...received, ...swept.flatMap((part) => part.found)];
  return [
    `canaries: ${found.length} protected values found in the answers, and in ${Math.round(bytes / 1024)} KiB of ` +
      `${recordings} recordings, the store, catalogs and the log`,
    ...found.map((line) => `CANARY  ${line}`),
  ];
};

export function report(result: SuiteResult): string {
  const { server, results, generated, pipelines, seconds } = result;
  return [
    `PostgreSQL ${server.version}: ${results.length} runs in ${seconds.corpus.toFixed(1)} s, generator ${seconds.generated.toFixed(1)} s`,
    '',
    scoreTable(scores(results)),
    '',
    generatedLine(generated),
    `pipelines: ${pipelines.length}, ${troubles(pipelines).length} leaks or failures`,
    ...canaryLines(result),
    ...troubles([...results, ...pipelines]),
    ...generated.leaks.map(({ seed, mode, where, sql }) => `LEAK    seed ${seed} (${mode}): ${where}\n        ${sql}`),
  ].join('\n');
}

export const isClean = ({ results, generated, pipelines, received, swept }: SuiteResult): boolean =>
  troubles([...results, ...pipelines]).length === 0 &&
  generated.leaks.length === 0 &&
  received.length === 0 &&
  swept.every(({ found }) => found.length === 0);
