// What a hit is, told without automata and without the kernel: V8's expressions asked about every start and every end, and the
// reference validators. The leftmost start counts, then the longest match, then the earlier detector.
import type { NamedDetector } from '../../lang/vocabulary/detectors.ts';
import { referenceLevel } from './reference-labels.ts';
import { REFERENCE } from './reference-validators.ts';

export interface SlowDetector extends Pick<NamedDetector, 'pattern' | 'flags' | 'validator' | 'context'> {
  readonly placeholder: string;
}

/** The text with every hit replaced. Costs the square of the length and more. */
export function slowScrub(detectors: readonly SlowDetector[], text: string): string {
  let out = '';
  let at = 0;
  while (at < text.length) {
    const hit = isInsideCharacter(text, at) ? null : hitAt(detectors, text, at);
    out += hit?.placeholder ?? text.slice(at, at + 1);
    at = hit?.end ?? at + 1;
  }
  return out;
}

const isInsideCharacter = (text: string, at: number): boolean => /[\udc00-\udfff]/.test(text[at] ?? '');

function hitAt(
  detectors: readonly SlowDetector[],
  text: string,
  at: number,
): { readonly placeholder: string; readonly end: number } | null {
  const begun = detectors.filter(({ pattern, flags }) => matches(pattern, flags, text, at));
  for (let end = begun.length === 0 ? at : text.length; end > at; end -= 1) {
    const rest = Array.from(text.slice(end)).length;
    const found = begun.find(
      (detector) =>
        !isInsideCharacter(text, end) &&
        matches(`(?:${detector.pattern})(?=[^]{${rest}}$)`, detector.flags, text, at) &&
        isAccepted(detector, text, at, end),
    );
    if (found) return { placeholder: found.placeholder, end };
  }
  return null;
}

function matches(source: string, flags: string, text: string, at: number): boolean {
  const pattern = new RegExp(source, `uy${flags}`);
  pattern.lastIndex = at;
  return pattern.test(text);
}

function isAccepted(
  { validator = 'none', context = [] }: SlowDetector,
  text: string,
  at: number,
  end: number,
): boolean {
  const [before, match] = [text.slice(0, at), text.slice(at, end)];
  const levelAt = (offset: number) => referenceLevel(before + match.slice(0, offset), context);
  return REFERENCE[validator]({ match, before, levelAt });
}
