// Test support: the definition of what the detectors find, slow and obvious, by asking V8 about every start and every end.
import { characterStarts, matchesAt } from './testing-v8.ts';

export interface SlowDetector {
  readonly source: string;
  readonly flags: string;
  readonly placeholder: string;
  /** Without one every match is a hit. */
  readonly isValid?: (match: string) => boolean;
}

export interface FoundMatch {
  readonly start: number;
  readonly end: number;
  readonly detector: number;
}

/** All hits, in code points: leftmost first; from one start the longest match that is valid, and of equal ones the earlier detector's. */
export function slowMatches(detectors: readonly SlowDetector[], text: string): FoundMatch[] {
  const length = Array.from(text).length;
  const found: FoundMatch[] = [];
  for (let start = 0; start < length; start += 1) {
    const match = hitAt(detectors, text, start, length);
    if (!match) continue;
    found.push(match);
    start = match.end - 1;
  }
  return found;
}

function hitAt(detectors: readonly SlowDetector[], text: string, start: number, length: number): FoundMatch | null {
  const starts = characterStarts(text);
  for (let end = length; end > start; end -= 1) {
    const detector = detectors.findIndex(({ source, flags, isValid }) => {
      const exactly = `(?:${source})(?=[^]{${length - end}}$)`;
      if (!matchesAt(exactly, flags, text, starts[start] ?? 0)) return false;
      return isValid?.(text.slice(starts[start], starts[end])) ?? true;
    });
    if (detector >= 0) return { start, end, detector };
  }
  return null;
}

/** The text with each hit replaced by its detector's placeholder. */
export function slowReplace(detectors: readonly SlowDetector[], text: string): string {
  const characters = Array.from(text);
  let out = '';
  let at = 0;
  for (const match of slowMatches(detectors, text)) {
    out += characters.slice(at, match.start).join('') + (detectors[match.detector]?.placeholder ?? '');
    at = match.end;
  }
  return out + characters.slice(at).join('');
}
