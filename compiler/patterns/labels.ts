// The words without which some detectors find nothing, as windows: their automata run only where such a word stands in
// the text that a validator may read. What compiler/kernel/assembly/labels.ts takes for a label has one of these windows.
import { WINDOW_BYTES } from './anchors.ts';
import { ALL_BYTES, NO_BYTES, byteRange, common, single, union, unionOf, without, type ByteSet } from './byte-set.ts';

const SMALL = byteRange(0x61, 0x7a);
const CAPITALS = byteRange(0x41, 0x5a);
const LETTERS = union(SMALL, CAPITALS);
const LINE_ENDS = union(single(0x0a), single(0x0d));
/** What may stand between the parts of a label, at most three of them, or nothing. */
const BETWEEN = without(ALL_BYTES, unionOf([LETTERS, byteRange(0x30, 0x39), LINE_ENDS]));
const MOST_BETWEEN = 3;
/** The bit in which a letter's two cases differ, and a space. */
const CASE = 0x20;
const SPACE = 0x20;

/** A label begins behind what is no letter, or with a capital behind a small letter. */
export function labelWindows(words: readonly string[]): readonly (readonly ByteSet[])[] {
  return [...new Set(words)].flatMap((word) => {
    const [first = ALL_BYTES, ...rest] = windowOf(word);
    return [
      [without(ALL_BYTES, LETTERS), first, ...rest],
      [SMALL, common(first, CAPITALS), ...rest],
    ].filter(([, first]) => first !== NO_BYTES);
  });
}

/** A place in a word, and how many bytes between its parts were read there. */
interface Place {
  readonly at: number;
  readonly between: number;
}

function windowOf(word: string): readonly ByteSet[] {
  const sets: ByteSet[] = [];
  let places: readonly Place[] = [{ at: 0, between: 0 }];
  while (sets.length < WINDOW_BYTES - 1) {
    const steps = places.flatMap((place) => stepsFrom(word, place));
    sets.push(unionOf(steps.map(({ bytes }) => bytes)));
    const next = new Map(steps.map(({ to }) => [`${to.at} ${to.between}`, to]));
    places = [...next.values()];
  }
  return sets;
}

function stepsFrom(word: string, { at, between }: Place): readonly { bytes: ByteSet; to: Place }[] {
  if (at > word.length) return [{ bytes: ALL_BYTES, to: { at, between: 0 } }];
  // Behind a word no small letter goes on with it; behind a sign anything may stand.
  if (at === word.length) {
    const isWord = /[a-z]$/.test(word);
    return [{ bytes: isWord ? without(ALL_BYTES, SMALL) : ALL_BYTES, to: { at: at + 1, between: 0 } }];
  }
  const byte = word.charCodeAt(at);
  if (byte !== SPACE) return [{ bytes: eitherCase(byte), to: { at: at + 1, between: 0 } }];
  const more = between < MOST_BETWEEN ? [{ bytes: BETWEEN, to: { at, between: between + 1 } }] : [];
  return [...more, ...stepsFrom(word, { at: at + 1, between: 0 })];
}

const eitherCase = (byte: number): ByteSet =>
  common(LETTERS, single(byte)) === NO_BYTES ? single(byte) : union(single(byte), single(byte ^ CASE));
