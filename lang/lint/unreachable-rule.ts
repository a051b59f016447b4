// An `allow` or `approve` rule that stronger rules beat on every event on which it fires: nobody is ever asked, or let pass,
// because of it.
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { coverOf } from '../logic/cover.ts';
import type { RuleKind } from '../program/program.ts';
import { labelsOf, namesOf, type Study } from './study.ts';

const STRONGER: Readonly<Record<RuleKind, readonly RuleKind[]>> = {
  allow: ['block', 'approve'],
  approve: ['block'],
  block: [],
  mask: [],
  flag: [],
};

export function unreachableRule({ rules, index, reasoner, settled }: Study): readonly Diagnostic[] {
  return rules.flatMap((studied) => {
    const { rule, node, condition, firing } = studied;
    const stronger = STRONGER[rule.kind];
    if (stronger.length === 0 || firing.kind !== 'found' || settled.has(studied)) return [];
    const accepts = (other: (typeof rules)[number]): boolean => stronger.includes(other.rule.kind);
    const cover = coverOf(condition, firing.model, { index, reasoner, accepts });
    if (cover.kind !== 'covered') return [];
    settled.add(studied);
    const labels = labelsOf(
      cover.items,
      cover.items.length === 1 ? 'this one is stronger and always fires too' : 'stronger',
    );
    return [
      diagnose('HPOL3013', node.name.span, { kind: rule.kind, rule: rule.name, by: namesOf(cover.items) }, { labels }),
    ];
  });
}
