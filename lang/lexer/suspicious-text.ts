// Texts that are not what they look like: words of several alphabets, and characters that nobody can see.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { certain } from '../source/certain.ts';
import type { Span } from '../source/span.ts';

/** Alphabets whose letters look like each other's. */
const SCRIPTS = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
] as const;
const WORD = /[\p{L}\p{M}]+/gu;
/** Format characters, fillers and variation selectors. */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}\u{34F}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{3164}\u{FFA0}]/gu;
/** What shapes an emoji, behind one. */
const SHAPES_EMOJI = /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{FE0F}])(?:\u{200D}|\u{FE0E}|\u{FE0F})/gu;
const ESCAPE = /\\(?:u\{[^}]*\}|[^])/g;

/** Warnings about the written text of a string or pattern. What is written as an escape is seen, and so it is meant. */
export function suspicions(image: string, span: Span): readonly Diagnostic[] {
  if (/^[\0-\x7F]*$/.test(image)) return [];
  const written = image.replace(ESCAPE, (escape) => ' '.repeat(escape.length));
  const placeOf = (match: RegExpExecArray): Span => {
    const start = span.start + match.index;
    return { ...span, start, end: start + match[0].length };
  };
  const mixed = [...written.matchAll(WORD)].flatMap((match) => {
    const scripts = SCRIPTS.filter(([, pattern]) => pattern.test(match[0])).map(([name]) => name);
    return scripts.length > 1
      ? [diagnose('HPOL3030', placeOf(match), { word: match[0], scripts: scripts.join(' and ') })]
      : [];
  });
  const seen = written.replace(SHAPES_EMOJI, ' ');
  const invisible = [...seen.matchAll(INVISIBLE)].map((match) => {
    const code = certain(match[0].codePointAt(0)).toString(16).toUpperCase().padStart(4, '0');
    return diagnose('HPOL3032', placeOf(match), { code });
  });
  return [...mixed, ...invisible];
}
