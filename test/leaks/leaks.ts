// `npm run leaks`: the leak suite in full, with its table. Exit status 1 on any leak and on any control that failed.
import { parseArgs } from 'node:util';
import { ALL_CASES } from './corpus/all-cases.ts';
import { generateStatement } from './generator/generate-statement.ts';
import { isClean, report } from './report.ts';
import { runSuite } from './run-suite.ts';
import { chooseServers } from './servers.ts';

const USAGE = `npm run leaks -- [options]
  --postgres 18|15|all   versions to run on, separated by commas (18)
  --statements N         generated statements for each version (20000)
  --seed N               of the first generated statement (1)
  --only TEXT            cases whose name or group holds the text, and no generated statements`;

const { values } = parseArgs({
  options: {
    postgres: { type: 'string', default: '18' },
    statements: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  const { only } = values;
  const cases = ALL_CASES.filter(
    ({ name, group }) => only === undefined || name.includes(only) || group.includes(only),
  );
  const statements = Number(values.statements ?? (only === undefined ? 20_000 : 0));
  let clean = true;
  for (const server of chooseServers(values.postgres)) {
    const result = await runSuite(server, {
      cases,
      generate: generateStatement,
      statements,
      seed: Number(values.seed),
    });
    console.log(report(result));
    clean &&= isClean(result);
  }
  return clean;
}
