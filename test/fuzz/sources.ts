// The kinds of texts that are tried, and one trial. A text that fails is kept, and its seed told.
import { keep } from './corpus.ts';
import { diceOf, type Dice } from './dice.ts';
import { exercise, exerciseCompiler, exerciseGood } from './exercise.ts';
import { randomPolicy } from './random-policy.ts';
import { damaged, goldens, randomBytes, tokenSoup } from './random-texts.ts';
import { withNoise } from './noise.ts';

export interface Source {
  readonly name: string;
  readonly make: (dice: Dice) => string;
  readonly exercise: (text: string) => void;
  /** Tried for one in so many seeds. */
  readonly every: number;
}

const GOLDENS = goldens();

export const SOURCES: readonly Source[] = [
  { name: 'bytes', make: randomBytes, exercise, every: 1 },
  { name: 'soup', make: (dice) => `policy p\ndefault allow\n${tokenSoup(dice)}`, exercise, every: 1 },
  { name: 'damaged', make: (dice) => damaged(dice, GOLDENS), exercise, every: 1 },
  { name: 'good', make: randomPolicy, exercise: exerciseGood, every: 1 },
  { name: 'compiled', make: randomPolicy, exercise: exerciseCompiler, every: 10 },
  { name: 'noisy', make: (dice) => withNoise(dice, randomPolicy(dice)), exercise, every: 1 },
  { name: 'broken', make: (dice) => damaged(dice, [randomPolicy(dice)]), exercise, every: 1 },
];

/** Throws what went wrong, with the seed and the file that the text was kept in. */
export function tryOne(source: Source, seed: number): void {
  if (seed % source.every !== 0) return;
  const text = source.make(diceOf(seed));
  try {
    source.exercise(text);
  } catch (error) {
    const path = keep(source.name, text);
    throw new Error(`${source.name}, seed ${seed}, kept as ${path}`, { cause: error });
  }
}
