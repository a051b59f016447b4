// Searches bytes for protected values of either world, in every spelling of `spellings`. It names what it finds and never prints it.
import { spellings } from './world/protected-values.ts';

/** No spelling is shorter. */
const STEM = 8;

export interface Canary {
  /** Whose value: `ssn of patient 3 of world one`. */
  readonly owner: string;
  /** Never printed; for asking whether a client typed it. */
  readonly spelling: string;
}

function index(): ReadonlyMap<string, readonly Canary[]> {
  const byStem = new Map<string, Canary[]>();
  for (const world of ['one', 'two'] as const) {
    for (const [spelling, owner] of spellings(world)) {
      const stem = spelling.slice(0, STEM);
      byStem.set(stem, [...(byStem.get(stem) ?? []), { owner: `${owner} of world ${world}`, spelling }]);
    }
  }
  return byStem;
}

const BY_STEM = index();
/** First characters of stems: most positions of a text fail here. */
const INITIALS = new Set([...BY_STEM.keys()].map((stem) => stem.charCodeAt(0)));

const ALL_DIGITS = /^\d+$/;
const GOES_ON = /[0-9a-z+/]/;

/** Eight digits in a row come by chance in digests and long fractions, so digits alone must stand alone. */
function stands(text: string, spelling: string, at: number): boolean {
  if (!text.startsWith(spelling, at)) return false;
  if (!ALL_DIGITS.test(spelling)) return true;
  return !GOES_ON.test(text[at - 1] ?? '') && !GOES_ON.test(text[at + spelling.length] ?? '');
}

/** What was found, in order; empty when the bytes are clean. Bytes are read one character each, so UTF-16 is found, too. */
export function findCanaries(bytes: Uint8Array | string): readonly Canary[] {
  const text = (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1')).toLowerCase();
  const found: Canary[] = [];
  for (let at = 0; at <= text.length - STEM; at += 1) {
    if (!INITIALS.has(text.charCodeAt(at))) continue;
    const candidates = BY_STEM.get(text.slice(at, at + STEM));
    if (candidates) found.push(...candidates.filter(({ spelling }) => stands(text, spelling, at)));
  }
  return found;
}
