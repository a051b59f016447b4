// A rule that adds nothing to others of its kind: whenever it fires, they fire, and do at least as much. Of two that say the
// same, the later one is named. A `flag` leaves its own mark and is never redundant.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { coverOf } from '../logic/cover.ts';
import type { ApproveRule, Rule } from '../program/program.ts';
import { labelsOf, namesOf, type StudiedRule, type Study } from './study.ts';

export function redundantRule(study: Study): readonly Diagnostic[] {
  return study.rules.toReversed().flatMap((studied) => {
    const { rule, node, condition, firing } = studied;
    if (rule.kind === 'mask' || rule.kind === 'flag' || firing.kind !== 'found' || study.settled.has(studied))
      return [];
    const accepts = (other: StudiedRule): boolean =>
      other !== studied && !study.settled.has(other) && doesAsMuch(other.rule, rule);
    const cover = coverOf(condition, firing.model, { ...study, accepts });
    if (cover.kind !== 'covered') return [];
    study.settled.add(studied);
    const labels = labelsOf(
      cover.items,
      cover.items.length === 1 ? 'this one fires whenever it does' : 'one of these fires',
    );
    return [diagnose('HPOL3015', node.name.span, { rule: rule.name, by: namesOf(cover.items) }, { labels })];
  });
}

const doesAsMuch = (other: Rule, rule: Rule): boolean =>
  other.kind === 'approve' && rule.kind === 'approve' ? asksAsMuch(other, rule) : other.kind === rule.kind;

/** Who satisfies the first has satisfied the second: the same group, and terms that are nowhere laxer. */
const asksAsMuch = (other: ApproveRule, rule: ApproveRule): boolean =>
  other.approvers.group === rule.approvers.group &&
  other.approvers.count >= rule.approvers.count &&
  other.withinMs <= rule.withinMs &&
  (other.grantMs ?? 0) <= (rule.grantMs ?? 0) &&
  (other.needsReason || !rule.needsReason);
