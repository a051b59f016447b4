// Tries mutants one after the other and tells of each whether a case of the corpus sees it. It runs in a process of its own, because a
// mutant may loop for ever or fill the memory, and only whoever waits for the process outlives that.
import { readBundle, type Bundle } from '../../compiler/abi/bundle.ts';
import type { Decision } from '../../compiler/abi/decision.ts';
import type { PolicyEvent } from '../../compiler/abi/event.ts';
import { createDecider } from '../../runtime/engine/decider.ts';
import { EventMemory } from '../../runtime/engine/event-memory.ts';
import { moduleExports } from '../../runtime/engine/module-exports.ts';
import { createEventWriter } from '../../runtime/engine/write-event.ts';
import { eventOfCase, programOfFile, wantedDecision } from './corpus-case.ts';
import { corpusFiles } from './corpus-file.ts';
import { bundleOf, openOpa, type Decide } from './engines.ts';
import { mutantsOf, mutated, type Mutant } from './wasm-mutants.ts';

/** One mutant of the policy of one file; null is the module as it is, which nobody may catch. */
export interface MutantJob {
  readonly file: string;
  readonly mutant: number | null;
}

export interface MutantVerdict extends MutantJob {
  readonly isCaught: boolean;
}

interface Case {
  readonly event: PolicyEvent;
  readonly wanted: string;
  /** What the module as it is says of each atom; explain.test.ts holds that against the reference. */
  readonly explained: string;
}

interface Subject extends Bundle {
  readonly entrypoint: string;
  readonly mutants: readonly Mutant[];
  readonly cases: readonly Case[];
}

const subjects = new Map<string, Subject>();

function subjectOf(name: string): Subject {
  const known = subjects.get(name);
  if (known !== undefined) return known;
  const file = corpusFiles().find((one) => one.name === name);
  if (file === undefined) throw new Error(`the corpus has no ${name}`);
  const program = programOfFile(file);
  const bundle = readBundle(bundleOf(program));
  const { explain } = openStreaming(bundle.wasm, bundle);
  const cases = file.cases.map((one) => {
    const event = eventOfCase(file, one);
    const wanted = JSON.stringify(wantedDecision(program, one));
    return { event, wanted, explained: explain(event) };
  });
  const subject = { ...bundle, entrypoint: `${program.name}/decision`, mutants: mutantsOf(bundle.wasm), cases };
  subjects.set(name, subject);
  return subject;
}

const differs = ({ cases }: Subject, decide: (event: PolicyEvent) => Decision): boolean =>
  cases.some(({ event, wanted }) => JSON.stringify(decide(event)) !== wanted);

interface Streaming {
  readonly decide: Decide;
  /** The state of each atom, as text. */
  readonly explain: (event: PolicyEvent) => string;
}

function openStreaming(wasm: Uint8Array<ArrayBuffer>, { metadata }: Bundle): Streaming {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const exports = moduleExports(new WebAssembly.Instance(new WebAssembly.Module(wasm), { env: { memory } }));
  const writeEvent = createEventWriter(new EventMemory(exports, memory));
  return {
    decide: createDecider(exports, memory, metadata).decide,
    explain: (event) => {
      const record = writeEvent(event);
      if (typeof record !== 'number') return '';
      return Buffer.from(memory.buffer, exports.hpol_explain(record), metadata.conditions.atoms).toString('hex');
    },
  };
}

async function isCaught({ file, mutant: number }: MutantJob): Promise<boolean> {
  const subject = subjectOf(file);
  const mutant = number === null ? null : subject.mutants[number];
  if (mutant === undefined) throw new Error(`${file} has no mutant ${number}`);
  const wasm = mutant === null ? subject.wasm : mutated(subject.wasm, mutant);
  try {
    const { decide, explain } = openStreaming(wasm, subject);
    return (
      differs(subject, decide) ||
      subject.cases.some(({ event, explained }) => explain(event) !== explained) ||
      differs(subject, (await openOpa(wasm, subject.entrypoint)).decide)
    );
  } catch {
    // A module that does not start, or that breaks its host, is caught.
    return true;
  }
}

async function tryAll(jobs: readonly MutantJob[]): Promise<void> {
  for (const job of jobs) {
    const verdict: MutantVerdict = { ...job, isCaught: await isCaught(job) };
    process.send?.(verdict);
  }
}

process.once('message', (jobs: readonly MutantJob[]) => void tryAll(jobs).then(() => process.disconnect()));
