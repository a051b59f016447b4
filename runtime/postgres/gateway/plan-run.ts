// Turns the description of a result into what is done to its rows. Where any mask applies, every result is compared with
// what the analysis expected, and a difference ends the session before a row is released.
import type { SessionState } from './session-state.ts';
import { SessionFault } from './session-fault.ts';
import type { StatementRun } from './session-types.ts';

export function planRun(state: SessionState, run: StatementRun): void {
  const { decision, enforcement, facts, engine } = run.decided;
  if (decision.masks.length === 0) {
    run.plan = 'pass';
    return;
  }
  if (!run.fields) throw new SessionFault('the target sent rows without describing them');
  if (run.decided.passes === run.fields) {
    run.plan = 'pass';
    return;
  }
  const formats = run.fields.map((field) => field.format);
  const plan = state.services.inspect.plan({ enforcement, facts, fields: run.fields, formats });
  switch (plan.kind) {
    case 'none':
      run.plan = 'pass';
      run.decided.passes = run.fields;
      return;
    case 'mask':
      run.plan = engine.plan(plan.operations);
      return;
    case 'mismatch':
      state.refreshCatalog();
      throw new SessionFault(`the result is not what was expected: ${plan.message}`);
    default:
      plan satisfies never;
  }
}
