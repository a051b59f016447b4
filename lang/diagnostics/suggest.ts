// What to say, and what to offer to an editor, where a word is near to one that is known.
import type { Span } from '../source/span.ts';
import type { Extras } from './diagnostic.ts';
import { nearestWord } from './did-you-mean.ts';

interface WrittenWord {
  readonly text: string;
  readonly span: Span;
}

/** The help and the fix for a word; nothing where nothing known is near. A guess is never applied unasked. */
export function suggest(
  { text, span }: WrittenWord,
  known: Iterable<string>,
  write: (word: string) => string = (word) => word,
): Pick<Extras, 'help' | 'fix'> {
  const meant = nearestWord(text, known);
  if (meant === undefined) return {};
  const fix = { title: `replace by \`${meant}\``, edits: [{ span, text: write(meant) }], isSafe: false };
  return { help: `did you mean \`${meant}\`?`, fix };
}
