// Checked program to IR: for each event of the vocabulary the rules that speak about it, in rule order, and the atoms that
// they are made of. The passes come after.
import type { Expression, Program } from '../../lang/program/program.ts';
import { EVENTS } from '../../lang/vocabulary/registry.ts';
import type { EventVocabulary } from '../../lang/vocabulary/types.ts';
import { slotOf, ZONE_OFFSETS } from '../abi/layout.ts';
import type { AtomCode, EventCode, IrExpression, PolicyIr } from '../ir/policy-ir.ts';
import type { ProgramAtoms } from './atoms.ts';
import { collectConstants, type Constants } from './constants.ts';
import { columnAttributes, lowerExpression, type LoweringContext } from './lower-expression.ts';

export function lowerProgram(program: Program, atoms: ProgramAtoms): PolicyIr {
  const constants = collectConstants();
  const events = EVENTS.map((event) => lowerEvent({ program, atoms }, { event, constants }));
  return {
    events,
    texts: constants.texts,
    textLists: constants.textLists,
    networkLists: constants.networkLists,
    patterns: constants.patterns,
    caches: Math.max(...EVENTS.map((event) => columnAttributes(event).length)),
  };
}

interface Lowered {
  readonly program: Program;
  readonly atoms: ProgramAtoms;
}

function lowerEvent(
  { program, atoms }: Lowered,
  { event, constants }: { readonly event: EventVocabulary; readonly constants: Constants },
): EventCode {
  const context = { event, constants };
  const asked = new Set<number>();
  const rules = program.rules.flatMap((rule, number) => {
    if (!rule.events.includes(event.name)) return [];
    for (const atom of atoms.ofRule[number] ?? []) asked.add(atom);
    return [{ rule: number, condition: lowerExpression(rule.condition, context) }];
  });
  const codes = [...asked].toSorted((left, right) => left - right).map((atom) => lowerAtom(atom, { atoms, context }));
  return { event, rules, shared: [], index: { always: rules.map(({ rule }) => rule), lookups: [] }, atoms: codes };
}

function lowerAtom(
  atom: number,
  { atoms, context }: { readonly atoms: ProgramAtoms; readonly context: LoweringContext },
): AtomCode {
  const expression = atoms.atoms[atom];
  if (expression === undefined) throw new Error('an atom that was not collected');
  return {
    atom,
    condition: lowerExpression(expression, context),
    isAnswerable: answerableOf(expression, context),
  };
}

/** Only a window of local time can lack an answer; it is an atom itself, never a part of one. */
function answerableOf(expression: Expression, { event, constants }: LoweringContext): IrExpression {
  const { span } = expression;
  if (expression.kind !== 'window') return { kind: 'bool', value: true, span };
  const offsets = slotOf(event, ZONE_OFFSETS);
  return { kind: 'zone_known', offsets, zone: constants.text(expression.window.zone), span };
}
