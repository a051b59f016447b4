// `policyc test`: the tests inside policies, and recordings replayed against a baseline.
import { Option } from 'commander';
import { FAIL_ON, hasPassed, type FailOn } from '../../test/replay/report.ts';
import type { ReporterName } from '../../test/replay/reporters.ts';
import type { AddCommand } from './add-command.ts';
import { isColorTerm } from './color.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

export interface TestOptions {
  readonly recordings?: string;
  readonly against?: string;
  readonly key?: string;
  readonly failOn: FailOn;
  readonly reporter: ReporterName;
}

const EXAMPLES = `
Examples:
  policyc test                                      tests inside the policies, then every recording under recordings/
  policyc test policies/ --against main             decisions under main's policy against this tree's
  policyc test --recordings exported/ --against old.bundle.tar.gz --fail-on any

Without --against the baseline is what the gateway decided when it recorded.`;

/** Spelled out here, so that --help loads no reporter. */
const REPORTER_NAMES: readonly ReporterName[] = ['terminal', 'json', 'junit', 'github'];

export const addTest: AddCommand = (program, finish) => {
  program
    .command('test')
    .description('run the tests inside policies, and replay recordings against a change')
    .argument('[paths...]', 'policy files, or folders of them', ['.'])
    .option('--recordings <dir>', 'replay the recordings below this folder (default: recordings/ if it exists)')
    .option('--against <baseline>', 'compare with a git revision or a bundle')
    .option('--key <file>', 'public key that the signatures of recordings are verified with')
    .addOption(
      new Option('--fail-on <what>', 'which differences make the run fail').choices(FAIL_ON).default('exposure'),
    )
    .addOption(new Option('--reporter <name>', 'how to print').choices(REPORTER_NAMES).default('terminal'))
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], options: TestOptions) => finish(await test(paths, options)));
};

async function test(paths: readonly string[], options: TestOptions): Promise<ExitCode> {
  const { runTests } = await import('./run-tests.ts');
  const run = await runTests(paths, options);
  if (run === null) return EXIT.no;
  const { REPORTERS } = await import('../../test/replay/reporters.ts');
  process.stdout.write(REPORTERS[options.reporter](run, isColorTerm(process.stdout)));
  return hasPassed(run) ? EXIT.success : EXIT.no;
}
