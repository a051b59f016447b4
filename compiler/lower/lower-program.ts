// Checked program to IR: for each event of the vocabulary the rules that speak about it, in rule order.
import type { Program } from '../../lang/program/program.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { EventVocabulary } from '../../lang/vocabulary/types.ts';
import type { EventCode, PolicyIr } from '../ir/policy-ir.ts';
import { collectConstants, type Constants } from './constants.ts';
import { columnAttributes, lowerExpression } from './lower-expression.ts';

export function lowerProgram(program: Program): PolicyIr {
  const constants = collectConstants();
  const events = EVENTS.map((event) => lowerEvent(program, event, constants));
  return {
    events,
    texts: constants.texts,
    textLists: constants.textLists,
    networkLists: constants.networkLists,
    patterns: constants.patterns,
    caches: Math.max(...EVENTS.map((event) => columnAttributes(event).length)),
  };
}

function lowerEvent(program: Program, event: EventVocabulary, constants: Constants): EventCode {
  const rules = program.rules.flatMap((rule, number) =>
    rule.events.includes(event.name)
      ? [{ rule: number, condition: lowerExpression(rule.condition, { event, constants }) }]
      : [],
  );
  return { rules };
}
