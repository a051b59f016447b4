// In which modes a case runs: those that it names, or all that can carry its steps. The parser must have been prepared.
import { parseText } from '../../runtime/postgres/analysis/parser.ts';
import { MODES, type LeakCase, type Mode, type SqlStep } from './leak-case.ts';
import { stepsOf } from './steps-of.ts';

/** A Parse holds one statement. */
function isSeveral({ sql }: SqlStep): boolean {
  const outcome = parseText(sql);
  return outcome.kind === 'parsed' && outcome.statements.length > 1;
}

export function modesOf(leakCase: LeakCase): readonly Mode[] {
  const steps = stepsOf(leakCase).filter((step) => 'sql' in step);
  if (leakCase.modes !== undefined) return leakCase.modes;
  if (steps.length === 0 || steps.some(isSeveral)) return ['simple'];
  return steps.some(({ parameters }) => parameters !== undefined) ? ['extended text', 'extended binary'] : MODES;
}
