// Recall and precision by detector over a corpus. An identifier counts as found when no character of it is left.
import { DETECTORS, type DetectorName } from '../../lang/vocabulary/detectors.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { findHits, type Hit } from './find-hits.ts';
import type { Kind } from './identifiers.ts';
import type { Mark, Note } from './notes.ts';

export interface Figures {
  readonly kind: Kind;
  /** Identifiers of the kind in the corpus. */
  readonly present: number;
  /** Of them, those that nothing is left of, whichever detectors found them. */
  readonly found: number;
  /** Of them, those that the detector of their kind touched. */
  readonly named: number;
  /** Hits of the detector; 0 for kinds without one. */
  readonly hits: number;
  /** Of them, those that touch an identifier of any kind. */
  readonly right: number;
}

export interface Finding {
  readonly kind: Kind;
  readonly note: string;
  readonly text: string;
}

export interface Measured {
  readonly figures: readonly Figures[];
  readonly missed: readonly Finding[];
  readonly wrong: readonly Finding[];
}

const touches = (hit: Hit, mark: Mark): boolean => hit.start < mark.end && mark.start < hit.end;

/** Letters and digits of the mark that no hit covers. */
function uncovered(mark: Mark, hits: readonly Hit[], text: string): boolean {
  for (let at = mark.start; at < mark.end; at += 1) {
    if (/[\p{L}\p{N}]/u.test(text[at] ?? '') && !hits.some((hit) => hit.start <= at && at < hit.end)) return true;
  }
  return false;
}

export function measure(engine: Pick<Engine, 'scrub'>, notes: readonly Note[]): Measured {
  const counts = new Map<Kind, { present: number; found: number; named: number; hits: number; right: number }>();
  const of = (kind: Kind) => {
    const known = counts.get(kind) ?? { present: 0, found: 0, named: 0, hits: 0, right: 0 };
    counts.set(kind, known);
    return known;
  };
  const missed: Finding[] = [];
  const wrong: Finding[] = [];
  for (const { text, marks } of notes) {
    const hits = findHits(engine, text);
    for (const mark of marks) {
      const count = of(mark.kind);
      const touching = hits.filter((hit) => touches(hit, mark));
      count.present += 1;
      if (touching.some(({ detector }) => detector === mark.kind)) count.named += 1;
      if (uncovered(mark, touching, text)) missed.push(finding(mark.kind, mark, text));
      else count.found += 1;
    }
    for (const hit of hits) {
      const count = of(hit.detector);
      count.hits += 1;
      if (marks.some((mark) => touches(hit, mark))) count.right += 1;
      else wrong.push(finding(hit.detector, hit, text));
    }
  }
  const kinds: readonly Kind[] = [...DETECTORS.map(({ name }): DetectorName => name), 'person_name', 'city'];
  return { figures: kinds.map((kind) => ({ kind, ...of(kind) })), missed, wrong };
}

const AROUND = 40;

const finding = (kind: Kind, { start, end }: Pick<Mark, 'start' | 'end'>, text: string): Finding => ({
  kind,
  text: text.slice(start, end),
  note: `${text.slice(Math.max(0, start - AROUND), start)}»${text.slice(start, end)}«${text.slice(end, end + AROUND)}`,
});
