// Test support: the definition of leftmost-longest, slow and obvious, by asking V8 about every start and every end.
import { characterStarts, matchesAt } from './testing-v8.ts';

export interface FoundMatch {
  readonly start: number;
  readonly end: number;
  readonly pattern: number;
}

/** All matches that are not empty, in code points: leftmost first, then longest, then the earlier pattern. */
export function slowMatches(patterns: readonly { source: string; flags: string }[], text: string): FoundMatch[] {
  const length = Array.from(text).length;
  const found: FoundMatch[] = [];
  for (let start = 0; start < length; start += 1) {
    const match = longestAt(patterns, text, start, length);
    if (!match) continue;
    found.push(match);
    start = match.end - 1;
  }
  return found;
}

function longestAt(
  patterns: readonly { source: string; flags: string }[],
  text: string,
  start: number,
  length: number,
): FoundMatch | null {
  const starts = characterStarts(text);
  for (let end = length; end > start; end -= 1) {
    const pattern = patterns.findIndex(({ source, flags }) => {
      const exactly = `(?:${source})(?=[^]{${length - end}}$)`;
      return matchesAt(exactly, flags, text, starts[start] ?? 0);
    });
    if (pattern >= 0) return { start, end, pattern };
  }
  return null;
}

/** The text with each match replaced by its pattern's placeholder. */
export function slowReplace(
  patterns: readonly { source: string; flags: string; placeholder: string }[],
  text: string,
): string {
  const characters = Array.from(text);
  let out = '';
  let at = 0;
  for (const match of slowMatches(patterns, text)) {
    out += characters.slice(at, match.start).join('') + (patterns[match.pattern]?.placeholder ?? '');
    at = match.end;
  }
  return out + characters.slice(at).join('');
}
