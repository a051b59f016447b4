// Places the automata of a policy: one for each pattern of `matches`, few for all detectors together.
import type { Pattern, Program } from '../../lang/program/program.ts';
import { diagnose } from '../../lang/diagnostics/diagnostic.ts';
import { CompileLimit } from '../ir/compile-limit.ts';
import { compileAutomaton } from '../patterns/compile-automaton.ts';
import { detectorTables } from '../patterns/detector-tables.ts';
import { encodeAutomaton } from '../patterns/encode-automaton.ts';
import type { StaticData } from './static-data.ts';

/** The address of the pattern's table. Throws CompileLimit. */
export function addPattern(pattern: Pattern, data: StaticData): number {
  const { value, problem } = compileAutomaton(pattern);
  if (value === null) {
    const reason = problem?.reason ?? 'it does not compile';
    const what = `the pattern \`/${pattern.source}/${pattern.flags}\``;
    throw new CompileLimit(diagnose('HPOL4005', pattern.span, { what, reason }));
  }
  return data.add(encodeAutomaton(value));
}

/** The address of the detectors' table, 0 when the policy has none. Throws CompileLimit. */
export function addDetectors(program: Program, data: StaticData): number {
  const { value, problem } = detectorTables(program.members);
  if (problem !== null) {
    const { member, reason, span } = problem;
    throw new CompileLimit(diagnose('HPOL4005', span, { what: `the detector of \`${member}\``, reason }));
  }
  return value === null ? 0 : data.add(value);
}
