// `npm run leaks`: the leak suite in full, with its table. Exit status 1 on any leak and on any control that failed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { scoreBaselines } from './compare-peers.ts';
import { ALL_CASES } from './corpus/all-cases.ts';
import { generateStatement } from './generator/generate-statement.ts';
import { publishedTable, renewTable, type PeerScores } from './published-table.ts';
import { isClean, report } from './report.ts';
import { oracleReport, runOracle } from './run-oracle.ts';
import { runSuite, withHouse } from './run-suite.ts';
import { scores } from './score.ts';
import { chooseServers, EMBEDDED } from './servers.ts';

const README = join(import.meta.dirname, '../../README.md');
const USAGE = `npm run leaks -- [options]
  --postgres 18|15|all   versions to run on, separated by commas (18)
  --statements N         generated statements for each version (20000)
  --pipelines N          made-up sequences of protocol messages (2000)
  --oracle N             generated queries whose lineage the server checks (20000)
  --seed N               of the first generated statement, query and sequence (1)
  --only TEXT            cases whose name or group holds the text, and nothing generated
  --baselines            then the corpus through three other ways to mask, on 18
  --write                with --baselines: puts the comparison into the README`;

const { values } = parseArgs({
  options: {
    postgres: { type: 'string', default: EMBEDDED.version },
    statements: { type: 'string' },
    pipelines: { type: 'string' },
    seed: { type: 'string', default: '1' },
    oracle: { type: 'string' },
    only: { type: 'string' },
    baselines: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const onProgress = (what: string): void => console.error(what);

if (values.help) console.log(USAGE);
else process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  const { only } = values;
  const cases = ALL_CASES.filter(
    ({ name, group }) => only === undefined || name.includes(only) || group.includes(only),
  );
  const byDefault = (count: number): number => (only === undefined ? count : 0);
  const statements = Number(values.statements ?? byDefault(20_000));
  const queries = Number(values.oracle ?? byDefault(20_000));
  const pipelines = Number(values.pipelines ?? byDefault(2000));
  const options = { cases, generate: generateStatement, statements, pipelines, seed: Number(values.seed), onProgress };
  let clean = true;
  for (const server of chooseServers(values.postgres)) {
    const result = await runSuite(server, options);
    console.log(report(result));
    clean &&= isClean(result);
    if (queries > 0) {
      const judged = await runOracle(server, { queries, seed: options.seed });
      console.log(oracleReport(judged));
      clean &&= judged.findings.length === 0;
    }
    if (values.baselines && server === EMBEDDED) {
      const others = await withHouse(server, (house) => scoreBaselines(house, cases, onProgress));
      publish([{ peer: 'hpol', scores: scores(result.results) }, ...others]);
    }
  }
  return clean;
}

function publish(all: readonly PeerScores[]): void {
  const table = publishedTable(all);
  console.log(`\n${table}`);
  if (values.write) writeFileSync(README, renewTable(readFileSync(README, 'utf8'), table));
}
