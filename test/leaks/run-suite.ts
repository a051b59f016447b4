// The whole suite on one version of PostgreSQL: corpus, generator, and a search for protected values in all that was received,
// written and logged.
import { prepareParser } from '../../runtime/postgres/analysis/parser.ts';
import { findCanaries } from './canaries.ts';
import type { LeakCase, Mode } from './leak-case.ts';
import { startLeakHouse, type LeakHouse } from './leak-house.ts';
import { modesOf } from './modes-of.ts';
import { randomPipeline } from './random-pipeline.ts';
import { runCorpus, troubles, type CaseResult } from './run-corpus.ts';
import { runGenerated, type Generated, type GeneratedScore } from './run-generated.ts';
import type { Server } from './servers.ts';
import { sweepWorld, type Swept } from './sweep-world.ts';
import { typedTexts } from './typed-texts.ts';
import type { Received } from './wire-line.ts';

export interface SuiteOptions {
  readonly cases: readonly LeakCase[];
  readonly generate: (seed: number) => Generated;
  readonly statements: number;
  readonly seed: number;
  /** How many made-up sequences of protocol messages follow, from the same seed on. */
  readonly pipelines: number;
  /** In which modes a case of the corpus runs; in all that can carry it by default. */
  readonly modes?: (leakCase: LeakCase) => readonly Mode[];
  /** Hears what the suite does now. */
  readonly onProgress?: (what: string) => void;
}

export interface SuiteResult {
  readonly server: Server;
  readonly results: readonly CaseResult[];
  readonly generated: GeneratedScore;
  readonly pipelines: readonly CaseResult[];
  /** Protected values in what clients received, by case. */
  readonly received: readonly string[];
  /** By world. */
  readonly swept: readonly Swept[];
  readonly seconds: { readonly corpus: number; readonly generated: number };
}

/** Starts both worlds, and stops them whatever happens. */
export async function withHouse<T>(server: Server, use: (house: LeakHouse) => Promise<T>): Promise<T> {
  await prepareParser();
  const house = await startLeakHouse(server.binaries);
  try {
    return await use(house);
  } finally {
    await house.stop();
  }
}

const pipelinesFrom = ({ pipelines, seed }: SuiteOptions): readonly LeakCase[] =>
  Array.from({ length: pipelines }, (_, at) => randomPipeline(seed + at));

const seconds = (since: number): number => (performance.now() - since) / 1000;

export const runSuite = (server: Server, options: SuiteOptions): Promise<SuiteResult> =>
  withHouse(server, async (house) => {
    const typed = typedTexts(options.cases);
    const received = new Set<string>();
    const search = (what: string, messages: readonly Received[]): void => {
      for (const { owner, spelling } of findCanaries(Buffer.concat(messages))) {
        if (!typed.includes(spelling)) received.add(`${what}: ${owner}`);
      }
    };
    const started = performance.now();
    const tell = options.onProgress ?? ((): void => undefined);
    const results = await runCorpus(house, options.cases, {
      modes: options.modes ?? modesOf,
      onRun: (result, run) => {
        search(`the answer to “${result.leakCase.name}”`, run.received.flat());
        for (const line of troubles([result])) tell(line);
      },
    });
    tell(`${results.length} runs in ${seconds(started).toFixed(0)} s`);
    const corpusSeconds = seconds(started);
    await house.restore();
    const begun = performance.now();
    const generated = await runGenerated(house, options.generate, {
      statements: options.statements,
      seed: options.seed,
      onReceived: (_, messages) => search('the answer to a generated statement', messages),
    });
    tell(`${generated.statements} generated statements in ${seconds(begun).toFixed(0)} s`);
    const pipelines = await runCorpus(house, pipelinesFrom(options), {
      onRun: (result, run) => search(`the answer to ${result.leakCase.name}`, run.received.flat()),
    });
    return {
      server,
      results,
      generated,
      pipelines,
      received: [...received],
      swept: house.worlds.map((world) => sweepWorld(world, typed)),
      seconds: { corpus: corpusSeconds, generated: seconds(begun) },
    };
  });
