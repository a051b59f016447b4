// A thousand random inputs at a time through the OPA surface under the npm SDK, whose instance lives as long as the process, and through the
// streaming surface; each answer is compared with the reference, and the memory of the instance may not creep.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileSource } from '../../lang/check/compile-source.ts';
import type { Program } from '../../lang/program/program.ts';
import { diceOf } from '../fuzz/dice.ts';
import { eventMaker } from './cheap-event.ts';
import { corpusFiles } from './corpus-file.ts';
import { programOfFile } from './corpus-case.ts';
import { openOpaOf, REFERENCE, STREAMING, type Decide, type OpaHost } from './engines.ts';

export const INPUTS_A_RUN = 1_000;
/** Far more than any of these inputs needs, and far less than what a leak of one byte in ten would take. */
const MAX_MEMORY_BYTES = 2 * 1024 * 1024;

interface Subject {
  readonly name: string;
  readonly opa: OpaHost;
  readonly streaming: Decide;
  readonly reference: Decide;
  readonly make: ReturnType<typeof eventMaker>;
}

const CLINICAL = join(import.meta.dirname, '../../policies/clinical/clinical.hpol');
const FILES = ['common-attributes', 'columns', 'patterns', 'sets', 'masks', 'same-attribute', 'effects-default-block'];

function clinical(): Program {
  const text = readFileSync(CLINICAL, 'utf8');
  const { program } = compileSource('clinical.hpol', (path) => (path.endsWith('.sql') ? '' : text));
  if (program === null) throw new Error('the shipped policy does not compile');
  return program;
}

async function openSubject(name: string, program: Program): Promise<Subject> {
  const [opa, streaming, reference] = await Promise.all([
    openOpaOf(program),
    STREAMING.open(program),
    REFERENCE.open(program),
  ]);
  return { name, opa, streaming, reference, make: eventMaker(program) };
}

let subjects: Promise<readonly Subject[]> | null = null;

const openSubjects = (): Promise<readonly Subject[]> => {
  const files = corpusFiles().filter(({ name }) => FILES.some((wanted) => name === `${wanted}.yaml`));
  const programs = files.map((file) => [file.name, programOfFile(file)] as const);
  return Promise.all([['clinical', clinical()] as const, ...programs].map((one) => openSubject(...one)));
};

/** Every second seed is for the shipped policy. Throws at the first input on which the engines differ, and where memory grew. */
export async function tryManyInputs(seed: number): Promise<void> {
  subjects ??= openSubjects();
  const [shipped, ...others] = await subjects;
  const subject = seed % 2 === 0 ? shipped : others[Math.floor(seed / 2) % others.length];
  if (subject === undefined) throw new Error('there is no policy');
  const dice = diceOf(seed);
  for (let number = 0; number < INPUTS_A_RUN; number++) tryInput(subject, subject.make(dice));
  const bytes = subject.opa.memoryBytes();
  if (bytes > MAX_MEMORY_BYTES) throw new Error(`${subject.name}: the instance has grown to ${bytes} bytes`);
}

function tryInput({ name, opa, streaming, reference }: Subject, event: Parameters<Decide>[0]): void {
  const wanted = JSON.stringify(reference(event));
  const found = [opa.decide, streaming].map((decide) => JSON.stringify(decide(event)));
  if (found.every((text) => text === wanted)) return;
  throw new Error(
    `${name}: on ${JSON.stringify(event)}\nthe reference says ${wanted}\nthe surfaces say ${found.join('\n')}`,
  );
}
