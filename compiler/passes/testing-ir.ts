// Test support: the IR of a policy's text, behind the passes that a test names.
import { compile, policy } from '../../lang/check/testing.ts';
import { collectAtoms } from '../lower/atoms.ts';
import { lowerProgram } from '../lower/lower-program.ts';
import { PASSES } from './passes.ts';
import type { PolicyIr } from '../ir/policy-ir.ts';
import { printIr, printPlan } from './print-ir.ts';

/** Declarations behind a header; `passes` are how many of the list run. */
function irOf(body: string, passes: number) {
  // Warnings are let through: some of what the passes deal with would be warned about.
  const { program, diagnostics } = compile(policy(body));
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const lowered = lowerProgram(program, collectAtoms(program));
  const ir = PASSES.slice(0, passes).reduce<PolicyIr>((before, pass) => pass.run(before), lowered);
  return { program, ir };
}

export function irText(body: string, passes: number = PASSES.length): string {
  const { program, ir } = irOf(body, passes);
  return printIr(program, ir);
}

export function planText(body: string): string {
  const { program, ir } = irOf(body, PASSES.length);
  return printPlan(program, ir);
}
