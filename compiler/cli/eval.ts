// `policyc eval`: one decision as JSON, exactly as the module gives it.
import { Option } from 'commander';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import type { AddCommand } from './add-command.ts';
import { CliFault } from './cli-fault.ts';
import { readEvent } from './event-input.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { readText } from './files.ts';
import { readIdentity } from './identity-input.ts';
import { openPolicyPath, readingBundle, type OpenedPolicy } from './open-policy.ts';

interface EvalOptions {
  readonly event?: string;
  readonly input?: string;
  readonly sql?: string;
  readonly identity?: string;
  readonly schema: readonly string[];
  readonly target: string;
  readonly label: Readonly<Record<string, string>>;
  readonly via: 'streaming' | 'opa';
  readonly enforcement?: true;
  readonly explain?: true;
  readonly pretty?: true;
}

const EXAMPLES = `
Examples:
  policyc eval clinical.hpol --event postgres.statement --input event.json
  policyc eval clinical.hpol --sql "SELECT ssn FROM clinical.patients" --identity ana.json --enforcement
  policyc eval clinical.bundle.tar.gz --input - --via opa < event.json

An identity file: { "user": "ana", "kind": "person", "groups": ["nurses"] }`;

export const addEval: AddCommand = (program, finish) => {
  program
    .command('eval')
    .description('decide on one event and print the decision as JSON')
    .argument('<path>', 'a policy file, a folder with one policy, or a bundle')
    .option('--event <name>', 'the event that the input is (default: what its `event` key says)')
    .option('--input <file>', 'the event as JSON; - reads stdin')
    .option('--sql <text>', 'analyse this statement in place of an input')
    .option('--identity <file>', 'with --sql: who sends it, as JSON; - reads stdin')
    .option(
      '--schema <file>',
      'with --sql: DDL that the statement is analysed against, more than once if needed',
      collect,
      [],
    )
    .option('--target <name>', 'with --sql: the target', 'test')
    .option('--label <key=value>', 'with --sql: a label of the target, more than once if needed', collectLabel, {})
    .addOption(
      new Option('--via <surface>', 'the surface of the module to ask')
        .choices(['streaming', 'opa'])
        .default('streaming'),
    )
    .option('--enforcement', 'with --sql: print {"decision":…,"enforcement":…}, what a gateway would do')
    .option('--explain', 'print {"decision":…,"explanation":…}: the rules that fired, and the nearest that did not')
    .option('--pretty', 'print over several lines')
    .addHelpText('after', EXAMPLES)
    .action(async (path: string, options: EvalOptions) => finish(await evaluate(path, options)));
};

const collect = (value: string, all: readonly string[]): readonly string[] => [...all, value];

function collectLabel(value: string, all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = value.indexOf('=');
  if (at <= 0) throw new CliFault(`\`--label ${value}\` is not KEY=VALUE`);
  return { ...all, [value.slice(0, at)]: value.slice(at + 1) };
}

/** What to ask a policy, with everything that it needs from files already read. */
type Question = (policy: OpenedPolicy) => Promise<readonly unknown[]>;

async function evaluate(path: string, options: EvalOptions): Promise<ExitCode> {
  demandOneInput(options);
  const ask = options.sql === undefined ? await eventQuestion(options) : await sqlQuestion(options, options.sql);
  const policy = await openPolicyPath(path);
  if (policy === null) return EXIT.no;
  const results = await readingBundle(path, () => ask(policy));
  for (const result of results) console.log(JSON.stringify(result, null, options.pretty ? 2 : 0));
  return EXIT.success;
}

function demandOneInput({ sql, input, identity, event, enforcement }: EvalOptions): void {
  if ((sql === undefined) === (input === undefined)) throw new CliFault('give either --input FILE or --sql TEXT');
  if (sql !== undefined && identity === undefined)
    throw new CliFault('--sql needs --identity FILE: who sends the statement');
  if (sql !== undefined && event !== undefined)
    throw new CliFault('--event goes with --input; --sql is always a `postgres.statement`');
  if (sql === undefined && (identity !== undefined || enforcement))
    throw new CliFault('--identity and --enforcement go with --sql');
}

async function eventQuestion({ input, event: name, via, explain }: EvalOptions): Promise<Question> {
  const event = await readEvent(input ?? '-', name);
  return async (policy) => {
    const decision = await decide(policy, event, via);
    return [explain ? { decision, explanation: await explanationOf(policy, event) } : decision];
  };
}

async function decide({ bundle }: OpenedPolicy, event: PolicyEvent, via: EvalOptions['via']): Promise<unknown> {
  if (via === 'opa') return (await import('./opa-surface.ts')).decideThroughOpa(bundle, event);
  const { loadEngine } = await import('../../runtime/engine/load-engine.ts');
  return (await loadEngine(bundle)).decide(event);
}

/** The rules that fired, and of those that did not the one that the fewest conditions stopped. */
async function explanationOf({ bundle }: OpenedPolicy, event: PolicyEvent): Promise<unknown> {
  const { loadEngine } = await import('../../runtime/engine/load-engine.ts');
  const { fired, stopped } = (await loadEngine(bundle)).explain(event);
  return { fired, nearest: stopped[0] ?? null };
}

/** One result a statement of the text. */
async function sqlQuestion(options: EvalOptions, sql: string): Promise<Question> {
  const identity = await readIdentity(options.identity ?? '-');
  const schemas = options.schema.map((file) => ({ file, text: readText(file) }));
  const target = { name: options.target, labels: options.label };
  return async (policy) => {
    const { judgeText } = await import('./sql-input.ts');
    const judged = await judgeText(policy, { sql, identity, schemas, target });
    const results = judged.map(async ({ event, outcome }) => {
      const decision = options.via === 'opa' ? await decide(policy, event, 'opa') : outcome.decision;
      if (!options.enforcement && !options.explain) return decision;
      return {
        decision,
        ...(options.enforcement ? { enforcement: outcome.enforcement } : {}),
        ...(options.explain ? { explanation: await explanationOf(policy, event) } : {}),
      };
    });
    return Promise.all(results);
  };
}
