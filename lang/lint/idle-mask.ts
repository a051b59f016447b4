// A mask that never shows: on each of its members, other masks fire whenever it does and win, or do the same.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { coverOf } from '../logic/cover.ts';
import type { MaskEntry, Rule } from '../program/program.ts';
import { isAsStrict } from '../vocabulary/predicates.ts';
import { printTransform, TRANSFORM_STRENGTH } from '../vocabulary/transforms.ts';
import { labelsOf, namesOf, type StudiedRule, type Study } from './study.ts';

type Beats = (other: MaskEntry, entry: MaskEntry) => boolean;

const strengthOf = ({ transform }: MaskEntry): number => TRANSFORM_STRENGTH[transform.kind];
const isStronger: Beats = (other, entry) => strengthOf(other) > strengthOf(entry);
const isAsGood: Beats = (other, entry) =>
  isStronger(other, entry) || printTransform(other.transform) === printTransform(entry.transform);

/** What a mask does not concede is refused whatever other masks concede, so a weaker one may still do something. */
function concedesNoMore(other: Rule, rule: Rule): boolean {
  if (other.kind !== 'mask' || rule.kind !== 'mask') return false;
  return (
    isAsStrict(other.predicates, rule.predicates) &&
    other.trusts.every((name) => rule.trusts.includes(name)) &&
    other.reveals.every((name) => rule.reveals.includes(name))
  );
}

/** A mask that stronger ones always beat. */
export const beatenMask = (study: Study): readonly Diagnostic[] =>
  study.rules.flatMap((studied) =>
    findIdle(studied, study, isStronger).map((cover) =>
      diagnose(
        'HPOL3016',
        studied.node.name.span,
        { rule: studied.rule.name, by: namesOf(cover) },
        { labels: labelsOf(cover, 'stronger') },
      ),
    ),
  );

/** A mask that others make superfluous. Of two that do the same, the later one is named. */
export const redundantMask = (study: Study): readonly Diagnostic[] =>
  study.rules
    .toReversed()
    .flatMap((studied) =>
      findIdle(studied, study, isAsGood).map((cover) =>
        diagnose(
          'HPOL3015',
          studied.node.name.span,
          { rule: studied.rule.name, by: namesOf(cover) },
          { labels: labelsOf(cover, 'this one masks at least as much') },
        ),
      ),
    );

/** The masks that leave this one nothing to do; none when it has something to do. */
function findIdle(studied: StudiedRule, study: Study, beats: Beats): readonly (readonly StudiedRule[])[] {
  const { entries, condition, firing } = studied;
  if (entries.length === 0 || firing.kind !== 'found' || study.settled.has(studied)) return [];
  const found = new Set<StudiedRule>();
  for (const entry of entries) {
    const accepts = (other: StudiedRule): boolean =>
      other !== studied &&
      !study.settled.has(other) &&
      concedesNoMore(other.rule, studied.rule) &&
      other.entries.some((candidate) => candidate.member === entry.member && beats(candidate, entry));
    const known = [...found].find(accepts);
    if (known && study.reasoner.implies(condition, known.condition)) continue;
    const cover = coverOf(condition, firing.model, { ...study, accepts });
    if (cover.kind !== 'covered') return [];
    for (const rule of cover.items) found.add(rule);
  }
  study.settled.add(studied);
  return [[...found]];
}
