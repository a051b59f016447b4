// `npm run leaks`: the leak suite in full, with its table. Exit status 1 on any leak and on any control that failed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { scoreBaselines } from './compare-peers.ts';
import { ALL_CASES } from './corpus/all-cases.ts';
import { generateStatement } from './generator/generate-statement.ts';
import { publishedTable, renewTable, type PeerScores } from './published-table.ts';
import { isClean, report } from './report.ts';
import { oracleReport, runOracle } from './run-oracle.ts';
import { runSuite, withHouse } from './run-suite.ts';
import { scores } from './score.ts';
import { chooseServers, EMBEDDED, type Server } from './servers.ts';

const README = join(import.meta.dirname, '../../README.md');

/** A count that is not one would prove nothing, and say that all is well. */
function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('give a whole number.');
  return Number(text);
}

function servers(wanted: string): readonly Server[] {
  try {
    return chooseServers(wanted);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

interface Options {
  readonly postgres: readonly Server[];
  readonly statements?: number;
  readonly pipelines?: number;
  readonly oracle?: number;
  readonly seed: number;
  readonly only?: string;
  readonly baselines?: true;
  readonly write?: true;
}

const program = new Command('npm run leaks --')
  .description(
    'sends attacks and controls to two worlds that differ in protected values alone, and compares every byte',
  )
  .addOption(
    new Option('--postgres <versions>', 'such as 18,15, or all that are here')
      .argParser(servers)
      .default([EMBEDDED], EMBEDDED.version),
  )
  .option('--statements <n>', 'generated statements for each version (20000)', count)
  .option('--pipelines <n>', 'made-up sequences of protocol messages (2000)', count)
  .option('--oracle <n>', 'generated queries whose lineage the server checks (20000)', count)
  .option('--seed <n>', 'of the first generated statement, query and sequence', count, 1)
  .option('--only <text>', 'cases whose name or group holds the text, and nothing generated but what is asked for')
  .option('--baselines', 'then the corpus through three other ways to mask, on 18')
  .option('--write', 'with --baselines: puts the comparison into the README')
  .allowExcessArguments(false)
  .parse();

const onProgress = (what: string): void => console.error(what);

process.exitCode = (await main(program.opts<Options>())) ? 0 : 1;

async function main(values: Options): Promise<boolean> {
  const { only, seed } = values;
  const cases = ALL_CASES.filter(
    ({ name, group }) => only === undefined || name.includes(only) || group.includes(only),
  );
  const byDefault = (count: number): number => (only === undefined ? count : 0);
  const statements = values.statements ?? byDefault(20_000);
  const queries = values.oracle ?? byDefault(20_000);
  const pipelines = values.pipelines ?? byDefault(2000);
  const options = { cases, generate: generateStatement, statements, pipelines, seed, onProgress };
  if (cases.length + statements + queries + pipelines === 0)
    program.error(`no case has ${only ?? ''} in its name or group`);
  let clean = true;
  for (const server of values.postgres) {
    const result = await runSuite(server, options);
    console.log(report(result));
    clean &&= isClean(result);
    if (queries > 0) {
      const judged = await runOracle(server, { queries, seed });
      console.log(oracleReport(judged));
      clean &&= judged.findings.length === 0;
    }
    if (values.baselines === true && server === EMBEDDED) {
      const others = await withHouse(server, (house) => scoreBaselines(house, cases, onProgress));
      publish(values, [{ peer: 'hpol', scores: scores(result.results) }, ...others]);
    }
  }
  return clean;
}

function publish(values: Options, all: readonly PeerScores[]): void {
  const table = publishedTable(all);
  console.log(`\n${table}`);
  if (values.write === true) writeFileSync(README, renewTable(readFileSync(README, 'utf8'), table));
}
