// The passes over the IR, in the order in which they run. Each gives a program that decides the same; a differential test
// holds the result against the reference interpreter.
import type { PolicyIr } from '../ir/policy-ir.ts';
import { foldConstants } from './fold-constants.ts';
import { indexRules } from './index-rules.ts';
import { shareConditions } from './share-conditions.ts';

export interface Pass {
  readonly name: string;
  readonly run: (ir: PolicyIr) => PolicyIr;
}

export const PASSES: readonly Pass[] = [
  { name: 'fold constants', run: foldConstants },
  { name: 'share conditions', run: shareConditions },
  { name: 'index rules', run: indexRules },
];

export const runPasses = (ir: PolicyIr): PolicyIr => PASSES.reduce((before, pass) => pass.run(before), ir);
